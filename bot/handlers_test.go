package bot

import (
	"slices"
	"strings"
	"testing"

	"quizbot/bot/action"
	"quizbot/bot/command"
)

// Every command has a handler, and every verb of a button or form.
func TestHandlers(t *testing.T) {
	for _, c := range commandTable() {
		if c.run == nil {
			t.Errorf("/%s has no handler", c.Path)
		}
	}
	handlers := actionHandlers()
	for _, verb := range action.Verbs() {
		if h := handlers[verb]; h.press == nil && h.submit == nil {
			t.Errorf("%s has no handler", verb)
		}
	}
	if len(handlers) != len(action.Verbs()) {
		t.Errorf("%d verbs have handlers, and %d are known", len(handlers), len(action.Verbs()))
	}
}

// The first word of commands alone is a command, or stands for one of them.
func TestFirstWords(t *testing.T) {
	all := Commands()
	for _, c := range all {
		first, _, _ := strings.Cut(c.Path, " ")
		if _, ok := all.Find(first); ok {
			continue
		}
		i := slices.IndexFunc(all, func(o command.Spec) bool { return o.ForGroup && strings.HasPrefix(o.Path, first+" ") })
		if i < 0 || all[i].Admin != c.Admin {
			t.Errorf("no command for the same people as /%s stands for /%s", c.Path, first)
		}
	}
}
