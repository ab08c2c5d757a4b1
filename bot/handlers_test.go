package bot

import (
	"testing"

	"quizbot/bot/action"
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
