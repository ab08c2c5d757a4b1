// Package editor reads text that people type into a terminal: with arrows, a history, completion and several lines,
// and with pasted text kept apart from typed text.
package editor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// Request is what is to be read.
type Request struct {
	// Prompt stands in front of every line.
	Prompt string
	// Text is there to begin with.
	Text string
	// Words, where there are any, ask for several lines: Enter begins another line, and one of the words alone on a
	// line, typed and not pasted, ends the text. Without words Enter ends it.
	Words []string
	// Complete returns how a line may go on that is typed as far as given. It may be nil.
	Complete func(line string) []Completion
}

// Completion is a line that may be meant, and what it is listed as.
type Completion struct{ Line, Label string }

// Entry is what was entered.
type Entry struct {
	// Text is without the word that ended it.
	Text string
	// Word ended the text, empty where Enter did.
	Word string
	// Pasted says that the beginning of the text was pasted and not typed.
	Pasted bool
}

// What ends reading: the end of the input, or Ctrl-C with nothing typed.
var (
	ErrEnd         = io.EOF
	ErrInterrupted = errors.New("interrupted")
)

// Ctrl-D within several lines ends them as EndWord does, Ctrl-C as CancelWord does.
const (
	EndWord    = "."
	CancelWord = ":cancel"
)

// Editor reads from a terminal and writes to it. What is written while somebody types stands above what they type. It is
// safe for concurrent use, but one thing is read at a time.
type Editor struct {
	program *tea.Program
	answers chan answer
	done    chan struct{}
	err     error // why it ended, once done is closed
	mu      sync.Mutex
	partial string // the line that is not yet written to its end
	width   atomic.Int64
}

// answer is an entry, or why there is none.
type answer struct {
	entry Entry
	err   error
}

// screen is a terminal that tells when the first frame was drawn.
type screen struct {
	*os.File
	drawn chan struct{}
	once  sync.Once
}

// Write implements [io.Writer]. The first frame switches the marking of pasted text on.
func (s *screen) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	if bytes.Contains(p, []byte(ansi.SetModeBracketedPaste)) {
		s.once.Do(func() { close(s.drawn) })
	}
	return n, err
}

// Open takes the terminal over until Close or the end of ctx. It returns once the first frame is drawn: before that, the
// library takes the whole window for its frame, and text that is written above it would scroll out of sight.
func Open(ctx context.Context, in, out *os.File) *Editor {
	e := &Editor{answers: make(chan answer), done: make(chan struct{})}
	if width, _, err := term.GetSize(int(out.Fd())); err == nil {
		e.width.Store(int64(width))
	} else {
		e.width.Store(usualWidth)
	}
	shown := &screen{File: out, drawn: make(chan struct{})}
	e.program = tea.NewProgram(newModel(e), tea.WithInput(in), tea.WithOutput(shown), tea.WithoutSignalHandler())
	go func() {
		defer close(e.done)
		_, e.err = e.program.Run()
	}()
	go func() {
		select {
		case <-ctx.Done():
			e.program.Quit()
		case <-e.done:
		}
	}()
	select {
	case <-shown.drawn:
	case <-e.done:
	case <-ctx.Done():
	}
	return e
}

// Close gives the terminal back.
func (e *Editor) Close() {
	e.program.Quit()
	<-e.done
}

// Read reads one entry.
func (e *Editor) Read(ctx context.Context, r Request) (Entry, error) {
	e.program.Send(r)
	select {
	case a := <-e.answers:
		e.echo(r, a)
		return a.entry, a.err
	case <-e.done:
		return Entry{}, e.ended()
	case <-ctx.Done():
		return Entry{}, ctx.Err()
	}
}

// ended is why nothing can be read any more.
func (e *Editor) ended() error {
	if e.err != nil {
		return fmt.Errorf("line editor: %w", e.err)
	}
	return ErrEnd
}

// echo leaves what was entered on the screen.
func (e *Editor) echo(r Request, a answer) {
	text := a.entry.Text
	if a.entry.Word != "" {
		text = strings.TrimPrefix(text+"\n"+a.entry.Word, "\n")
	}
	if a.err != nil && text == "" {
		return
	}
	var shown strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		shown.WriteString(r.Prompt + line + "\n")
	}
	_, _ = e.Write([]byte(shown.String()))
}

// Columns is how wide the terminal is now.
func (e *Editor) Columns() int { return max(1, int(e.width.Load())) }

// usualWidth is assumed where a terminal doesn't tell its own.
const usualWidth = 80

// Write shows whole lines; the rest of one is shown once its end was written.
func (e *Editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	text := e.partial + string(p)
	end := strings.LastIndex(text, "\n") + 1
	e.partial = text[end:]
	if end == 0 {
		return len(p), nil
	}
	// One line at a time: more of them, with what is being typed, may be more than the screen holds, and would be lost.
	for line := range strings.SplitSeq(ansi.Hardwrap(text[:end-1], e.Columns(), true), "\n") {
		if line == "" {
			line = " " // nothing at all would not be shown
		}
		e.program.Send(tea.Println(line)())
	}
	e.program.Send(tea.ClearScreen()) // draws the line that is being typed anew, cursor and all
	return len(p), nil
}
