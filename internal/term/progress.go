// Package term prints for terminals: progress of long work, aligned tables, and text of strangers.
package term

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

// patience is the time that work may take before its progress is shown.
const patience = time.Second

// Progress is a line on a terminal that shows the progress of long work.
type Progress struct {
	work        string
	done, total atomic.Int64
	stop        func()
}

// StartProgress starts a progress line for some work on w. It stays hidden for the first second,
// and always if w isn't a terminal. The caller must stop it.
func StartProgress(w io.Writer, work string) *Progress {
	p := &Progress{work: work, stop: func() {}}
	if file, ok := w.(*os.File); ok && IsTerminal(file) {
		p.startDrawing(w, patience)
	}
	return p
}

// startDrawing draws the line after a time, again and again, until it is stopped.
func (p *Progress) startDrawing(w io.Writer, after time.Duration) {
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

// Report sets the amount of work that is done, and the amount of all work.
func (p *Progress) Report(done, total int64) {
	p.done.Store(done)
	p.total.Store(total)
}

// Stop removes the line.
func (p *Progress) Stop() { p.stop() }

// line returns the work, with a bar if the amount of all work is known.
func (p *Progress) line() string {
	if p.total.Load() == 0 {
		return p.work
	}
	return p.work + " " + drawBar(p.done.Load(), p.total.Load())
}

// drawBar returns a share as a bar of blocks.
func drawBar(done, total int64) string {
	const width = 30
	done = max(0, min(done, total))
	filled := int(done * width / max(total, 1))
	return fmt.Sprintf("%s%s %3d%%", strings.Repeat("█", filled), strings.Repeat("░", width-filled), done*100/max(total, 1))
}

// IsTerminal reports whether a file is a terminal.
func IsTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }
