// Package editor is a line editor for terminals, with history, completion, several lines and
// bracketed paste.
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

// Request describes the entry to read.
type Request struct {
	// Prompt is printed before every line.
	Prompt string
	// Text is the initial text.
	Text string
	// Words ask for several lines. Enter then begins another line, and one of the words, typed
	// alone on a line, ends the text. Without Words, Enter ends the entry.
	Words []string
	// Complete returns the completions of a typed line. It may be nil.
	Complete func(line string) []Completion
}

// Completion is a possible line and its label in a list.
type Completion struct{ Line, Label string }

// Entry is a finished entry.
type Entry struct {
	// Text is the entry without the word that ended it.
	Text string
	// Word is the word that ended the text, empty after Enter.
	Word string
	// Pasted reports that the beginning of the text was pasted.
	Pasted bool
}

// The ends of reading: the end of the input, or Ctrl-C with nothing typed.
var (
	ErrEnd         = io.EOF
	ErrInterrupted = errors.New("interrupted")
)

// Ctrl-D within several lines ends them as EndWord does, Ctrl-C as CancelWord does.
const (
	EndWord    = "."
	CancelWord = ":cancel"
)

// Editor reads from a terminal and writes to it. Output appears above the entry being typed. It is
// safe for concurrent use, but reads one entry at a time.
type Editor struct {
	program *tea.Program
	answers chan result
	done    chan struct{}
	err     error // the reason, once done is closed
	mu      sync.Mutex
	partial string // an unfinished line of output
	width   atomic.Int64
}

// result is an entry, or the error instead of one.
type result struct {
	entry Entry
	err   error
}

// screen is a terminal that reports the first drawn frame.
type screen struct {
	*os.File
	drawn chan struct{}
	once  sync.Once
}

// Write implements [io.Writer]. The first frame enables bracketed paste.
func (s *screen) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	if bytes.Contains(p, []byte(ansi.SetModeBracketedPaste)) {
		s.once.Do(func() { close(s.drawn) })
	}
	return n, err
}

// Open takes over the terminal until Close or the end of ctx. It returns after the first frame is
// drawn. Before it the library uses the whole window, and text written above would scroll out of
// sight.
func Open(ctx context.Context, in, out *os.File) *Editor {
	e := &Editor{answers: make(chan result), done: make(chan struct{})}
	if width, _, err := term.GetSize(int(out.Fd())); err == nil {
		e.width.Store(int64(width))
	} else {
		e.width.Store(defaultWidth)
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

// Close restores the terminal.
func (e *Editor) Close() {
	e.program.Quit()
	<-e.done
}

// Read reads one entry.
func (e *Editor) Read(ctx context.Context, r Request) (Entry, error) {
	e.program.Send(r)
	select {
	case a := <-e.answers:
		e.echoEntry(r, a)
		return a.entry, a.err
	case <-e.done:
		return Entry{}, e.endError()
	case <-ctx.Done():
		return Entry{}, ctx.Err()
	}
}

// endError returns the reason why reading ended.
func (e *Editor) endError() error {
	if e.err != nil {
		return fmt.Errorf("line editor: %w", e.err)
	}
	return ErrEnd
}

// echoEntry leaves the entry on the screen.
func (e *Editor) echoEntry(r Request, a result) {
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

// Columns returns the current width of the terminal.
func (e *Editor) Columns() int { return max(1, int(e.width.Load())) }

// defaultWidth is the width of a terminal that doesn't report its own.
const defaultWidth = 80

// Write prints whole lines. An unfinished line is printed when its end arrives.
func (e *Editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	text := e.partial + string(p)
	end := strings.LastIndex(text, "\n") + 1
	e.partial = text[end:]
	if end == 0 {
		return len(p), nil
	}
	// One line at a time: several may not fit on the screen above the entry, and would be lost.
	for line := range strings.SplitSeq(ansi.Hardwrap(text[:end-1], e.Columns(), true), "\n") {
		if line == "" {
			line = " " // an empty line wouldn't be shown
		}
		e.program.Send(tea.Println(line)())
	}
	e.program.Send(tea.ClearScreen()) // redraws the entry and its cursor
	return len(p), nil
}
