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

// kept is a keeper over a file, with what it told.
type kept struct {
	*Watcher
	t    *testing.T
	path string
	told []string
	time time.Time
}

func keep(t *testing.T, text string) *kept {
	t.Helper()
	k := &kept{t: t, path: filepath.Join(t.TempDir(), "bank.md"), time: time.Now()}
	k.write(text)
	keeper, banks, diagnostics, err := Watch([]Spec{{Name: "own", Path: k.path}})
	if err != nil || len(banks) != 1 || len(diagnostics) > 0 {
		t.Fatal(banks, diagnostics, err)
	}
	k.Watcher = keeper
	return k
}

// write changes the file, at a later time each time.
func (k *kept) write(text string) {
	k.t.Helper()
	k.time = k.time.Add(time.Second)
	if err := os.WriteFile(k.path, []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
	if err := os.Chtimes(k.path, k.time, k.time); err != nil {
		k.t.Fatal(err)
	}
}

// look looks once, and returns what was told.
func (k *kept) look(all bool) string {
	k.told = nil
	k.Watcher.poll(k.time, all, func(c Change) {
		if c.Refused != nil {
			k.told = append(k.told, fmt.Sprint(c.Refused.Bank, " ", c.Refused.Code, " ", c.Refused.Was, " ", c.Refused.Now))
			return
		}
		k.told = append(k.told, fmt.Sprint("taken ", len(c.Bank.Questions)))
	})
	return strings.Join(k.told, ", ")
}

func (k *kept) titles() string {
	var titles []string
	for q := range k.Questions() {
		titles = append(titles, q.Title)
	}
	return strings.Join(titles, " ")
}

// asksOf is a bank of answered questions with the given titles.
func asksOf(titles ...string) string {
	var b strings.Builder
	for _, t := range titles {
		fmt.Fprintf(&b, "## %s\n\nAnswer: yes\n\n", t)
	}
	return b.String()
}

func TestKeeperTakesChanges(t *testing.T) {
	k := keep(t, asksOf("A?", "B?"))
	if got := k.look(false); got != "" {
		t.Errorf("nothing changed, and it told %q", got)
	}
	k.write(asksOf("A?", "B?", "C?"))
	if got := k.look(false); got != "" {
		t.Errorf("a file that may still be written was read: %q", got)
	}
	if got := k.look(false); got != "taken 3" || k.titles() != "A? B? C?" {
		t.Errorf("got %q and the questions %q", got, k.titles())
	}
	if got := k.look(false); got != "" {
		t.Errorf("it was taken twice: %q", got)
	}
	if got := k.look(true); got != "taken 3" {
		t.Errorf("when it is asked to, it told %q", got)
	}
}

func TestKeeperRefuses(t *testing.T) {
	before := asksOf("A?", "B?", "C?", "D?", "E?")
	for name, c := range map[string]struct{ text, want string }{
		"nothing to ask":      {"words", "own empty 5 0"},
		"more mistakes":       {before + "## F?\n<!-- id: x -->\n\n## G?\n<!-- id: x -->\n", "own mistakes 0 1"},
		"most are gone":       {asksOf("A?", "B?"), "own shrunk 5 2"},
		"answers are gone":    {"## A?\n\n## B?\n\n## C?\n\n## D?\n\nAnswer: yes\n\n## E?\n\nAnswer: yes\n", "own answers 5 2"},
		"a few may be gone":   {asksOf("A?", "B?", "C?"), "taken 3"},
		"others may be new":   {asksOf("V?", "W?", "X?", "Y?", "Z?"), "taken 5"},
		"warnings are no bar": {"stray\n\n" + before, "taken 5"},
	} {
		k := keep(t, before)
		k.write(c.text)
		k.look(false)
		if got := k.look(false); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		refused := strings.HasPrefix(c.want, "own")
		if (len(k.Refused()) == 1) != refused || (k.titles() == "A? B? C? D? E?") != (refused || name == "warnings are no bar") {
			t.Errorf("%s: refused are %v, the questions %q", name, k.Refused(), k.titles())
		}
		if got := k.look(false); got != "" {
			t.Errorf("%s: it is told again: %q", name, got)
		}
		k.write(before + asksOf("H?"))
		k.look(false)
		if got := k.look(false); got != "taken 6" || len(k.Refused()) > 0 {
			t.Errorf("%s: mended, it told %q, and refused are %v", name, got, k.Refused())
		}
	}
}

// A file that is gone leaves the bank as it was.
func TestKeeperWithoutItsFile(t *testing.T) {
	k := keep(t, asksOf("A?"))
	if err := os.Remove(k.path); err != nil {
		t.Fatal(err)
	}
	k.look(false)
	if got := k.look(false); got != "own unreadable 0 0" || k.titles() != "A?" {
		t.Errorf("got %q and the questions %q", got, k.titles())
	}
	if r := k.Refused(); len(r) != 1 || !strings.Contains(r[0].Detail, "does not exist") {
		t.Errorf("refused are %v", r)
	}
}

// A signal reloads at once, and the keeper ends with its context.
func TestKeeperRuns(t *testing.T) {
	k := keep(t, asksOf("A?"))
	ctx, stop := context.WithCancel(t.Context())
	signals, told, ended := make(chan os.Signal), make(chan int), make(chan bool)
	go func() {
		k.Run(ctx, time.Hour, signals, func(c Change) { told <- len(c.Bank.Questions) })
		close(ended)
	}()
	k.write(asksOf("A?", "B?"))
	signals <- syscall.SIGHUP
	if got := <-told; got != 2 {
		t.Errorf("%d questions were taken, want 2", got)
	}
	stop()
	<-ended
	var _ quiz.BankKeeper = k.Watcher
}
