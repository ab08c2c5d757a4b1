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

// input is the source of entries.
type input interface {
	// readEntry returns an entry, or [editor.ErrEnd] or [editor.ErrInterrupted]. At the end of the
	// input it also returns an unfinished entry.
	readEntry(ctx context.Context, r editor.Request) (editor.Entry, error)
	// editsInPlace reports whether the initial text of a request can be edited, rather than typed
	// again.
	editsInPlace() bool
}

// terminal is an input with a line editor.
type terminal struct {
	in, out *os.File
	editor  *editor.Editor
}

// open starts the line editor for a console.
func (t *terminal) open(ctx context.Context, c *Console) {
	t.editor = editor.Open(ctx, t.in, t.out)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.out, c.page.columns = t.editor, func() int { return clampWidth(t.editor.Columns()) }
}

func (t *terminal) close() { t.editor.Close() }

func (t *terminal) readEntry(ctx context.Context, r editor.Request) (editor.Entry, error) {
	return t.editor.Read(ctx, r)
}

func (*terminal) editsInPlace() bool { return true }

// lineInput reads plain lines: from a script, or a terminal without a line editor.
type lineInput struct {
	console *Console
	in      io.Reader
	lines   <-chan string
}

func (*lineInput) editsInPlace() bool { return false }

// readEntry reads a line, or several up to one of the request's words.
func (l *lineInput) readEntry(ctx context.Context, r editor.Request) (editor.Entry, error) {
	if l.lines == nil {
		l.lines = readLines(ctx, l.in)
	}
	var text []string
	for {
		line, err := l.readLine(ctx, r.Prompt)
		switch word := strings.TrimSpace(line); {
		case err != nil:
			return editor.Entry{Text: strings.Join(text, "\n")}, err
		case r.Words == nil:
			return editor.Entry{Text: line}, nil
		case slices.Contains(r.Words, word):
			return editor.Entry{Text: strings.Join(text, "\n"), Word: word}, nil
		case strings.HasPrefix(line, ":") && slices.Contains(r.Words, word[1:]):
			text = append(text, line[1:]) // a doubled colon escapes the word
		default:
			text = append(text, line)
		}
	}
}

// readLine prints a prompt and reads one line.
func (l *lineInput) readLine(ctx context.Context, prompt string) (string, error) {
	l.console.writeText(prompt)
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case line, more := <-l.lines:
		if !more {
			return "", editor.ErrEnd
		}
		if l.console.Echo {
			l.console.writeText(line + "\n")
		}
		return line, nil
	}
}

// readLines reads lines in the background, so ctx can end meanwhile. It removes escape sequences
// and control characters.
func readLines(ctx context.Context, in io.Reader) <-chan string {
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

// plainLine returns a line without its end and without anything that could move the cursor.
func plainLine(line string) string {
	line = ansi.Strip(strings.ToValidUTF8(strings.TrimRight(line, "\r\n"), "\ufffd"))
	return strings.Map(func(c rune) rune {
		if c == '\t' {
			return c
		}
		return keepPrintable(c)
	}, line)
}
