package questions

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"quizbot/quiz"
)

// watchedFile is a watcher of one file, with the results of its last poll.
type watchedFile struct {
	*Watcher
	t       *testing.T
	path    string
	results []string
	time    time.Time
}

func watchFile(t *testing.T, text string) *watchedFile {
	t.Helper()
	w := &watchedFile{t: t, path: filepath.Join(t.TempDir(), "bank.md"), time: time.Now()}
	w.write(text)
	watcher, banks, diagnostics, err := Watch([]Spec{{Name: "own", Path: w.path}})
	if err != nil || len(banks) != 1 || len(diagnostics) > 0 {
		t.Fatal(banks, diagnostics, err)
	}
	w.Watcher = watcher
	return w
}

// write changes the file, at a later time each time.
func (w *watchedFile) write(text string) {
	w.t.Helper()
	w.time = w.time.Add(time.Second)
	if err := os.WriteFile(w.path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Chtimes(w.path, w.time, w.time); err != nil {
		w.t.Fatal(err)
	}
}

// poll polls once, and returns the results.
func (w *watchedFile) poll(all bool) string {
	w.results = nil
	w.Watcher.poll(w.time, all, func(c Change) {
		if c.Refused != nil {
			w.results = append(w.results, fmt.Sprint(c.Refused.Bank, " ", c.Refused.Code, " ", c.Refused.Number("was"), " ", c.Refused.Number("now")))
			return
		}
		w.results = append(w.results, fmt.Sprint("taken ", len(c.Bank.Questions)))
	})
	return strings.Join(w.results, ", ")
}

func (w *watchedFile) titles() string {
	var titles []string
	for q := range w.Questions() {
		titles = append(titles, q.Title)
	}
	return strings.Join(titles, " ")
}

// answeredBank returns a bank of answered questions with the given titles.
func answeredBank(titles ...string) string {
	var b strings.Builder
	for _, t := range titles {
		fmt.Fprintf(&b, "## %s\n\nAnswer: yes\n\n", t)
	}
	return b.String()
}

func TestWatcherTakesChanges(t *testing.T) {
	w := watchFile(t, answeredBank("A?", "B?"))
	if got := w.poll(false); got != "" {
		t.Errorf("nothing changed, and it reports %q", got)
	}
	w.write(answeredBank("A?", "B?", "C?"))
	if got := w.poll(false); got != "" {
		t.Errorf("a file that may still be written was read: %q", got)
	}
	if got := w.poll(false); got != "taken 3" || w.titles() != "A? B? C?" {
		t.Errorf("got %q and the questions %q", got, w.titles())
	}
	if got := w.poll(false); got != "" {
		t.Errorf("it was taken twice: %q", got)
	}
	if got := w.poll(true); got != "taken 3" {
		t.Errorf("when it is asked to, it reports %q", got)
	}
}

func TestWatcherRefuses(t *testing.T) {
	before := answeredBank("A?", "B?", "C?", "D?", "E?")
	for name, c := range map[string]struct{ text, want string }{
		"nothing to ask":      {"words", "own empty 5 0"},
		"more errors":         {before + "## F?\n<!-- id: x -->\n\n## G?\n<!-- id: x -->\n", "own mistakes 0 1"},
		"most are gone":       {answeredBank("A?", "B?"), "own shrunk 5 2"},
		"answers are gone":    {"## A?\n\n## B?\n\n## C?\n\n## D?\n\nAnswer: yes\n\n## E?\n\nAnswer: yes\n", "own answers 5 2"},
		"a few may be gone":   {answeredBank("A?", "B?", "C?"), "taken 3"},
		"others may be new":   {answeredBank("V?", "W?", "X?", "Y?", "Z?"), "taken 5"},
		"warnings are no bar": {"stray\n\n" + before, "taken 5"},
	} {
		w := watchFile(t, before)
		w.write(c.text)
		w.poll(false)
		if got := w.poll(false); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		refused := strings.HasPrefix(c.want, "own")
		if (len(w.Refused()) == 1) != refused || (w.titles() == "A? B? C? D? E?") != (refused || name == "warnings are no bar") {
			t.Errorf("%s: refused are %v, the questions %q", name, w.Refused(), w.titles())
		}
		if got := w.poll(false); got != "" {
			t.Errorf("%s: it is told again: %q", name, got)
		}
		w.write(before + answeredBank("H?"))
		w.poll(false)
		if got := w.poll(false); got != "taken 6" || len(w.Refused()) > 0 {
			t.Errorf("%s: mended, it reports %q, and refused are %v", name, got, w.Refused())
		}
	}
}

// A file that is gone leaves the bank as it was.
func TestWatcherWithoutItsFile(t *testing.T) {
	w := watchFile(t, answeredBank("A?"))
	if err := os.Remove(w.path); err != nil {
		t.Fatal(err)
	}
	w.poll(false)
	if got := w.poll(false); got != "own unreadable 0 0" || w.titles() != "A?" {
		t.Errorf("got %q and the questions %q", got, w.titles())
	}
	if r := w.Refused(); len(r) != 1 || !strings.Contains(r[0].Args["detail"], "does not exist") {
		t.Errorf("refused are %v", r)
	}
}

// A signal reloads at once, and the watcher ends with its context.
func TestWatcherRuns(t *testing.T) {
	w := watchFile(t, answeredBank("A?"))
	ctx, stop := context.WithCancel(t.Context())
	signals, told, ended := make(chan os.Signal), make(chan int), make(chan bool)
	go func() {
		w.Run(ctx, time.Hour, signals, func(c Change) { told <- len(c.Bank.Questions) })
		close(ended)
	}()
	w.write(answeredBank("A?", "B?"))
	signals <- syscall.SIGHUP
	if got := <-told; got != 2 {
		t.Errorf("%d questions were taken, want 2", got)
	}
	stop()
	<-ended
	var _ quiz.BankKeeper = w.Watcher
}
