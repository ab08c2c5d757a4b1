//go:build unix

package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// demoTerminal is the demo in a terminal, and everything that it showed there.
type demoTerminal struct {
	t       *testing.T
	keys    *os.File
	program *exec.Cmd
	mu      sync.Mutex
	shown   strings.Builder
	seen    int // how much of it was awaited already
	changed chan struct{}
	ended   chan struct{} // nothing more is shown
}

func startDemoTerminal(t *testing.T, args ...string) *demoTerminal {
	t.Helper()
	p := &demoTerminal{t: t, changed: make(chan struct{}, 1), ended: make(chan struct{})}
	p.program = exec.Command("quizbot", append([]string{"demo", "--start", "2026-01-05 09:30", "--language", "en"}, args...)...)
	p.program.Env = append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=1")
	keys, err := pty.StartWithSize(p.program, &pty.Winsize{Rows: 40, Cols: 60})
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	p.keys = keys
	go func() {
		defer close(p.ended)
		p.collect()
	}()
	t.Cleanup(func() {
		_ = p.program.Process.Kill() // unless it has ended
		_ = p.program.Wait()
		<-p.ended
		_ = keys.Close()
	})
	p.await("host>")
	return p
}

func (p *demoTerminal) collect() {
	buf := make([]byte, 4096)
	for {
		n, err := p.keys.Read(buf)
		p.mu.Lock()
		p.shown.Write(buf[:n])
		p.mu.Unlock()
		select {
		case p.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// await waits until a text is shown behind what was awaited before.
func (p *demoTerminal) await(text string) {
	p.t.Helper()
	deadline := time.After(patient)
	for {
		p.mu.Lock()
		shown := plainScreen(p.shown.String())
		p.mu.Unlock()
		if i := strings.Index(shown[p.seen:], text); i >= 0 {
			p.seen += i + len(text)
			return
		}
		select {
		case <-p.changed:
		case <-deadline:
			p.t.Fatalf("%q is not shown, but:\n%s", text, shown[p.seen:])
		}
	}
}

// forward is how the cursor is moved over a space.
var forward = regexp.MustCompile(`\x1b\[\d*C`)

// lineEnds is how lines end on a terminal, which may be made room for first.
var lineEnds = regexp.MustCompile(`[\r\n]+`)

// plainScreen is what was shown without escape sequences and empty lines.
func plainScreen(shown string) string {
	return lineEnds.ReplaceAllString(ansi.Strip(forward.ReplaceAllString(shown, " ")), "\n")
}

// patient is how long a program may take on a busy machine.
const patient = 20 * time.Second

// typeAndAwait has keys pressed, and waits for what they show.
func (p *demoTerminal) typeAndAwait(keys, shows string) {
	p.t.Helper()
	if _, err := p.keys.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
	p.await(shows)
}

// Nothing that is pasted is taken for a command, in a form or at the prompt.
func TestNothingPastedIsRun(t *testing.T) {
	const paste, end = "\x1b[200~", "\x1b[201~"
	p := startDemoTerminal(t)
	p.typeAndAwait("ann: 1\r", "Your answer")
	p.typeAndAwait(paste+"def f():\r    return 1\r:next\r:cancel\r.\r"+end+".\r", "Saved.")
	p.typeAndAwait("ann: /quiz my-data\r", "    def f():\n        return 1\n    :next\n    :cancel\n    .\n")
	p.typeAndAwait(paste+"note: two\rlines"+end+"\r", "✓ counts as host's answer (message 1)")
	p.typeAndAwait(paste+":next"+end+"\r", "Pasted text is never run")
	p.typeAndAwait(":time\r", "It is Mon 2026-01-05 09:30 UTC.")
	p.typeAndAwait("\x1b[A\x1b[A\r", "2026-01-05 17:30 UTC") // recalled, it is run
}

// Keys that a terminal sends as escape sequences are no text.
func TestArrowsAreNoAnswer(t *testing.T) {
	p := startDemoTerminal(t)
	p.typeAndAwait("\x1b[A\x1b[15~\x1bOP\r:time\r", "It is Mon 2026-01-05 09:30 UTC.")
	p.mu.Lock()
	defer p.mu.Unlock()
	if strings.Contains(p.shown.String(), "counts as") {
		t.Errorf("an arrow counts as an answer:\n%s", p.shown.String())
	}
}

// Lines are as wide as the window is by now.
func TestFollowsTheWindow(t *testing.T) {
	p := startDemoTerminal(t)
	p.typeAndAwait("x", "x")
	if err := pty.Setsize(p.keys, &pty.Winsize{Rows: 40, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	p.await("host> x") // drawn again in the wider window
	p.typeAndAwait("\x7f:next\r", strings.Repeat("─", 40))
}

// What was typed is there again, to be changed: after it was refused, and after the form was
// closed.
func TestTypedIsKept(t *testing.T) {
	p := startDemoTerminal(t)
	p.typeAndAwait("ann: 1\r", "Your answer")
	p.typeAndAwait("\x1b[200~"+strings.Repeat("long ", 700)+"\x1b[201~\r.\r", "What you typed is kept")
	p.typeAndAwait("ann: 1\r", "ann…")
	p.typeAndAwait("\x15short\r.\r", "Saved.")
	p.typeAndAwait("bob: 1\r", "bob…")
	p.typeAndAwait("half\x03", "What you typed is kept")
	p.typeAndAwait("bob: 1\r", "bob… half")
	p.typeAndAwait(" and half\r:help\r", "Everything else is text")
	p.typeAndAwait("\r.\r", "Saved.")
	p.typeAndAwait("bob: /quiz my-data\r", "half and half")
}

// The terminal is as it was when the demo has ended, by its own word, by Ctrl-C and by a signal.
func TestGivesTheTerminalBack(t *testing.T) {
	for name, end := range map[string]func(p *demoTerminal){
		"quit":   func(p *demoTerminal) { _, _ = p.keys.WriteString(":quit\r") },
		"Ctrl-C": func(p *demoTerminal) { _, _ = p.keys.WriteString("\x03") },
		"signal": func(p *demoTerminal) { _ = p.program.Process.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			p := startDemoTerminal(t)
			end(p)
			if err := p.program.Wait(); err != nil {
				t.Errorf("it ended with %v", err)
			}
			<-p.ended
			p.mu.Lock()
			defer p.mu.Unlock()
			if shown := p.shown.String(); !strings.Contains(shown, ansi.ResetModeBracketedPaste) {
				t.Error("pasted text is still marked in the terminal")
			}
		})
	}
}
