package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

// patience is how long something takes before its progress is shown.
const patience = time.Second

// progress is a bar on a terminal that shows how far something long is.
type progress struct {
	what        string
	done, total atomic.Int64
	stop        func()
}

// newProgress returns a line on w that names what is done, with a bar once its length is known, which shows up when what it stands for takes longer than one waits without a
// word. Where w is no terminal, it never does. The caller must end it.
func newProgress(w io.Writer, what string) *progress {
	p := &progress{what: what, stop: func() {}}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.show(w, patience)
	}
	return p
}

// show draws the bar until it is stopped, and takes it away then.
func (p *progress) show(w io.Writer, after time.Duration) {
	quit := make(chan struct{})
	var drawing sync.WaitGroup
	drawing.Go(func() {
		wait := time.NewTimer(after)
		defer wait.Stop()
		for began, shown := time.Now(), false; ; shown = true {
			select {
			case <-quit:
				if shown {
					_, _ = fmt.Fprint(w, "\r\x1b[K")
				}
				return
			case <-wait.C:
				_, _ = fmt.Fprintf(w, "\r%s %ds", p.line(), int(time.Since(began).Seconds()))
				wait.Reset(after / 5)
			}
		}
	})
	p.stop = func() {
		close(quit)
		drawing.Wait()
	}
}

// tell says how many bytes of how many were read.
func (p *progress) tell(done, total int64) {
	p.done.Store(done)
	p.total.Store(total)
}

// line is what is done, and how far it is where that is known.
func (p *progress) line() string {
	if p.total.Load() == 0 {
		return p.what
	}
	return p.what + " " + bar(p.done.Load(), p.total.Load())
}

// bar is a share as a bar of blocks.
func bar(done, total int64) string {
	const width = 30
	done = max(0, min(done, total))
	filled := int(done * width / max(total, 1))
	return fmt.Sprintf("%s%s %3d%%", strings.Repeat("█", filled), strings.Repeat("░", width-filled), done*100/max(total, 1))
}
