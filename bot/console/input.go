package console

import (
	"bufio"
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"quizbot/bot/console/editor"

	"github.com/charmbracelet/x/ansi"
)

// input is where what people type comes from.
type input interface {
	// read returns an entry, or an error that is [editor.ErrEnd] or [editor.ErrInterrupted] where there is none. With
	// the end comes what was typed of an entry that has no end.
	read(ctx context.Context, r editor.Request) (editor.Entry, error)
	// edits reports whether the text of a request is there to be changed, instead of being typed anew.
	edits() bool
}

// terminal is an input with a line editor.
type terminal struct {
	in, out *os.File
	editor  *editor.Editor
}

// open takes the terminal over for a console.
func (t *terminal) open(ctx context.Context, c *Console) {
	t.editor = editor.Open(ctx, t.in, t.out)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.out, c.page.columns = t.editor, func() int { return widthWithin(t.editor.Columns()) }
}

func (t *terminal) close() { t.editor.Close() }

func (t *terminal) read(ctx context.Context, r editor.Request) (editor.Entry, error) {
	return t.editor.Read(ctx, r)
}

func (*terminal) edits() bool { return true }

// lineInput is an input that has lines: a script, or a terminal without a line editor.
type lineInput struct {
	console *Console
	in      io.Reader
	lines   <-chan string
}

func (*lineInput) edits() bool { return false }

// read reads a line, or lines until one of the request's words.
func (l *lineInput) read(ctx context.Context, r editor.Request) (editor.Entry, error) {
	if l.lines == nil {
		l.lines = linesOf(ctx, l.in)
	}
	var text []string
	for {
		line, err := l.line(ctx, r.Prompt)
		switch word := strings.TrimSpace(line); {
		case err != nil:
			return editor.Entry{Text: strings.Join(text, "\n")}, err
		case r.Words == nil:
			return editor.Entry{Text: line}, nil
		case slices.Contains(r.Words, word):
			return editor.Entry{Text: strings.Join(text, "\n"), Word: word}, nil
		case strings.HasPrefix(line, ":") && slices.Contains(r.Words, word[1:]):
			text = append(text, line[1:]) // two colons before a word stand for one, which ends nothing
		default:
			text = append(text, line)
		}
	}
}

// line reads one line behind a prompt.
func (l *lineInput) line(ctx context.Context, prompt string) (string, error) {
	l.console.write(prompt)
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case line, more := <-l.lines:
		if !more {
			return "", editor.ErrEnd
		}
		if l.console.Echo {
			l.console.write(line + "\n")
		}
		return line, nil
	}
}

// linesOf reads lines in the background, so that the end of ctx need not wait for one. Escape sequences and control
// characters are not part of them.
func linesOf(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		r := bufio.NewReader(in)
		for {
			line, err := r.ReadString('\n')
			if line == "" && err != nil {
				return
			}
			select {
			case lines <- plainLine(line):
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// plainLine is a line without its end and without anything that could move the cursor.
func plainLine(line string) string {
	line = ansi.Strip(strings.ToValidUTF8(strings.TrimRight(line, "\r\n"), "\ufffd"))
	return strings.Map(func(c rune) rune {
		if c == '\t' {
			return c
		}
		return printable(c)
	}, line)
}
