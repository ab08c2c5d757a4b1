//go:build unix

package editor_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"quizbot/bot/console/editor"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// terminal is an editor on a pseudo-terminal, and what it shows there.
type terminal struct {
	*editor.Editor
	t    *testing.T
	keys *os.File

	mu      sync.Mutex
	shown   strings.Builder
	changed chan struct{}
}

func open(t *testing.T) *terminal {
	t.Helper()
	keys, screen, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	if err := pty.Setsize(keys, &pty.Winsize{Rows: 24, Cols: 60}); err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, keys: keys, changed: make(chan struct{}, 1)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		term.collect()
	}()
	term.Editor = editor.Open(t.Context(), screen, screen)
	t.Cleanup(func() {
		term.Close()
		_ = screen.Close()
		<-read
		_ = keys.Close()
	})
	return term // it takes keys from now on
}

// collect reads what is shown until the terminal is closed.
func (t *terminal) collect() {
	buf := make([]byte, 4096)
	for {
		n, err := t.keys.Read(buf)
		t.mu.Lock()
		t.shown.Write(buf[:n])
		t.mu.Unlock()
		select {
		case t.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (t *terminal) screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.shown.String()
}

const patience = 10 * time.Second

// await waits until what is shown holds a text.
func (t *terminal) await(what string, holds func(shown string) bool) {
	t.t.Helper()
	deadline := time.After(patience)
	for !holds(t.screen()) {
		select {
		case <-t.changed:
		case <-deadline:
			t.t.Fatalf("%s is not shown, but:\n%q", what, t.screen())
		}
	}
}

func (t *terminal) press(keys string) {
	t.t.Helper()
	if _, err := t.keys.WriteString(keys); err != nil {
		t.t.Fatal(err)
	}
}

// read has keys pressed and returns what they entered.
func (t *terminal) read(r editor.Request, keys string) (editor.Entry, error) {
	t.t.Helper()
	t.press(keys)
	ctx, cancel := context.WithTimeout(t.t.Context(), patience)
	defer cancel()
	entry, err := t.Read(ctx, r)
	if ctx.Err() != nil {
		t.t.Fatalf("nothing was entered by %q; shown is:\n%q", keys, t.screen())
	}
	return entry, err
}

const (
	up, down, left, right = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C"
	ctrlC, ctrlD          = "\x03", "\x04"
)

func pasted(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

var (
	prompt = editor.Request{Prompt: "ann> "}
	form   = editor.Request{Prompt: "ann… ", Words: []string{".", ":cancel", ":help"}}
)

func TestEntries(t *testing.T) {
	words := func(text string) editor.Request {
		r := form
		r.Text = text
		return r
	}
	for name, c := range map[string]struct {
		request editor.Request
		keys    string
		want    editor.Entry
	}{
		"a line":                           {prompt, "a line\r", editor.Entry{Text: "a line"}},
		"arrows among wide characters":     {prompt, "生成器" + left + left + "X\r", editor.Entry{Text: "生X成器"}},
		"Home, End and Backspace":          {prompt, "bcx\x7f\x01a\x05d\r", editor.Entry{Text: "abcd"}},
		"keys that mean nothing":           {prompt, "\x1b[15~\x1b[1;5A\x1bOPa\x1b[24;2~b\r", editor.Entry{Text: "ab"}},
		"Ctrl-C throws the line away":      {prompt, "never mind" + ctrlC + "this\r", editor.Entry{Text: "this"}},
		"pasted lines are one entry":       {prompt, pasted("def f():\r    return 1\r:next\r") + "\r", editor.Entry{Text: "def f():\n    return 1\n:next", Pasted: true}},
		"line ends of Windows":             {prompt, pasted("a\r\nb") + "\r", editor.Entry{Text: "a\nb", Pasted: true}},
		"pasted behind typed text":         {prompt, "/question show " + pasted("gil") + "\r", editor.Entry{Text: "/question show gil"}},
		"pasted in front of typed text":    {prompt, "me\x01" + pasted("/quiz ") + "\r", editor.Entry{Text: "/quiz me", Pasted: true}},
		"pasted and thrown away":           {prompt, pasted("x") + "\x7f:next\r", editor.Entry{Text: ":next"}},
		"a form ends with a word":          {form, "one\rtwo\r.\r", editor.Entry{Text: "one\ntwo", Word: "."}},
		"a form is closed":                 {form, "one\r:cancel\r", editor.Entry{Text: "one", Word: ":cancel"}},
		"other words are text":             {form, ":next\r/quiz me\r1\r.\r", editor.Entry{Text: ":next\n/quiz me\n1", Word: "."}},
		"a word behind text is text":       {form, "wait .\r.\r", editor.Entry{Text: "wait .", Word: "."}},
		"pasted words are text":            {form, pasted("a\n.\n:cancel\n:help") + "\r.\r", editor.Entry{Text: "a\n.\n:cancel\n:help", Word: "."}},
		"a word of which half is pasted":   {form, pasted(":can") + "cel\r.\r", editor.Entry{Text: ":cancel", Word: "."}},
		"pasted with an end, then a word":  {form, pasted("a\n") + ".\r", editor.Entry{Text: "a", Word: "."}},
		"indentation stays":                {form, "if x:\r\treturn\r.\r", editor.Entry{Text: "if x:\n    return", Word: "."}},
		"an earlier text is changed":       {words("first line\nsecond"), up + "\x05!" + down + "\x05\r.\r", editor.Entry{Text: "first line!\nsecond", Word: "."}},
		"an earlier text is left":          {words("as it was"), "\r.\r", editor.Entry{Text: "as it was", Word: "."}},
		"Ctrl-D ends a form":               {form, "one" + ctrlD, editor.Entry{Text: "one", Word: "."}},
		"Ctrl-C closes a form":             {form, "one" + ctrlC, editor.Entry{Text: "one", Word: ":cancel"}},
		"a word in the middle":             {form, "a\rb" + up + "\x05\r.\r", editor.Entry{Text: "a\nb", Word: "."}},
		"a form has no history":            {form, "one" + up + up + "\r.\r", editor.Entry{Text: "one", Word: "."}},
		"an emoji of several code points":  {prompt, "a👩‍🔬b\r", editor.Entry{Text: "a👩‍🔬b"}},
		"what begins with a colon is text": {form, "::cancel\r.\r", editor.Entry{Text: "::cancel", Word: "."}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := open(t).read(c.request, c.keys)
			if err != nil || got != c.want {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}

func TestNothingTyped(t *testing.T) {
	for keys, want := range map[string]error{ctrlC: editor.ErrInterrupted, ctrlD: editor.ErrEnd} {
		if _, err := open(t).read(prompt, keys); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", keys, err, want)
		}
	}
}

func TestHistory(t *testing.T) {
	term := open(t)
	for _, keys := range []string{"one\r", pasted("two\nlines") + "\r", "three\r"} {
		if _, err := term.read(prompt, keys); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		keys string
		want string
	}{
		{up + "\r", "three"},
		{up + up + "!\r", "two\nlines!"},
		{"draft" + up + down + "\r", "draft"},
	} {
		if got, _ := term.read(prompt, c.keys); got.Text != c.want || got.Pasted {
			t.Errorf("%q: got %+v, want %q", c.keys, got, c.want)
		}
	}
}

// What is typed while nothing is read is there for the next request, line by line.
func TestTypedEarly(t *testing.T) {
	term := open(t)
	term.press("one\rtwo\rth")
	for _, want := range []string{"one", "two"} {
		if got, _ := term.read(prompt, ""); got.Text != want {
			t.Errorf("got %q, want %q", got.Text, want)
		}
	}
	if got, _ := term.read(prompt, "ree\r"); got.Text != "three" {
		t.Errorf("got %q, want three", got.Text)
	}
}

func TestCompletes(t *testing.T) {
	r := prompt
	r.Complete = func(line string) []editor.Completion {
		var list []editor.Completion
		for _, command := range []string{"/quiz me", "/quiz my-data", "/leaderboard"} {
			if strings.HasPrefix(command, line) {
				list = append(list, editor.Completion{Line: command, Label: command})
			}
		}
		return list
	}
	term := open(t)
	if got, _ := term.read(r, "/l\t\r"); got.Text != "/leaderboard" {
		t.Errorf("one way: got %q", got.Text)
	}
	if got, _ := term.read(r, "/q\ty\t\r"); got.Text != "/quiz my-data" {
		t.Errorf("as far as there is one way: got %q", got.Text)
	}
	if got, _ := term.read(r, "/quiz m\t\te\r"); got.Text != "/quiz me" {
		t.Errorf("two ways: got %q", got.Text)
	}
	term.await("the list of the ways", func(shown string) bool { return strings.Contains(ansi.Strip(shown), "/quiz me       /quiz my-data") })
}

// far is the cursor moved up by ten rows and more.
var far = regexp.MustCompile(`\x1b\[\d{2,}A`)

// The first output appears above the line being typed. It isn't scrolled out of a window with many
// rows.
func TestFirstWordsStayInSight(t *testing.T) {
	term := open(t)
	if _, err := term.Write([]byte("welcome\nto this\n")); err != nil {
		t.Fatal(err)
	}
	term.await("the welcome", func(shown string) bool { return strings.Contains(shown, "to this") })
	if shown := term.screen(); far.MatchString(shown) {
		t.Errorf("it is scrolled out of sight:\n%q", shown)
	}
}

// An empty line takes a line, however it is written.
func TestWritesEmptyLines(t *testing.T) {
	term := open(t)
	before := strings.Count(term.screen(), "\r\n")
	for _, text := range []string{"one\n", "\n", "two\n"} {
		if _, err := term.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	term.await("the last line", func(shown string) bool { return strings.Contains(shown, "two") })
	if got := strings.Count(term.screen(), "\r\n") - before; got < 3 {
		t.Errorf("%d lines, want 3:\n%q", got, term.screen())
	}
}

// What is written while somebody types stands above it, and the line is drawn again below.
func TestWritesAbove(t *testing.T) {
	term := open(t)
	entered := make(chan editor.Entry)
	go func() {
		entry, _ := term.Read(t.Context(), prompt)
		entered <- entry
	}()
	term.press("half")
	term.await("the line", func(shown string) bool { return strings.Contains(shown, "half") })
	if _, err := term.Write([]byte("some news\nand mo")); err != nil {
		t.Fatal(err)
	}
	term.await("the line below the news", func(shown string) bool {
		_, after, ok := strings.Cut(shown, "some news")
		return ok && strings.Contains(after, "ann> half")
	})
	if strings.Contains(term.screen(), "and mo") {
		t.Error("a line was shown that is not written to its end")
	}
	term.press(" a line\r")
	if got := <-entered; got.Text != "half a line" {
		t.Errorf("got %q", got.Text)
	}
}

func TestResized(t *testing.T) {
	term := open(t)
	if got := term.Columns(); got != 60 {
		t.Errorf("at first %d columns, want 60", got)
	}
	if err := pty.Setsize(term.keys, &pty.Winsize{Rows: 24, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGWINCH); err != nil {
		t.Fatal(err)
	}
	for range 100 { // what is entered then is read after it at some time
		if _, err := term.read(prompt, "a\r"); err != nil {
			t.Fatal(err)
		}
		if term.Columns() == 100 {
			return
		}
	}
	t.Errorf("%d columns, want 100", term.Columns())
}

// A text longer than the screen is printed line by line. Several lines at once could be pushed off
// the screen.
func TestLongerThanTheScreen(t *testing.T) {
	term := open(t)
	if err := pty.Setsize(term.keys, &pty.Winsize{Rows: 6, Cols: 60}); err != nil {
		t.Fatal(err)
	}
	text := strings.TrimSuffix(strings.Repeat("a line\n", 30), "\n")
	if got, err := term.read(form, pasted(text)+ctrlD); err != nil || got.Text != text {
		t.Fatalf("got %+v, %v", got, err)
	}
	if several := regexp.MustCompile(`\x1b\[([2-9]|\d{2,})L`).FindString(term.screen()); several != "" {
		t.Errorf("room was made for several lines at once: %q", several)
	}
}

// An editor that can't take its terminal over says why.
func TestNoTerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	e := editor.Open(t.Context(), r, w)
	defer e.Close()
	if _, err := e.Read(t.Context(), prompt); err == nil || errors.Is(err, editor.ErrEnd) {
		t.Errorf("got %v, want why nothing can be read", err)
	}
}
