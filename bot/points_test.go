package bot_test

import (
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// lockList is a bank with a question about the lock.
func lockList() []quiz.Question {
	return []quiz.Question{
		{ID: "gil", Bank: "python", Title: "What is the *GIL*?", Answer: "- Only one thread runs bytecode at a time.\n- It protects reference counts."},
		{ID: "dict", Bank: "python", Title: "How does a dict find a key?", Answer: "By its hash, and then by equality."},
	}
}

// newPointsDesk is a room with a bank that the test may change.
func newPointsDesk(t *testing.T, list []quiz.Question) *desk {
	t.Helper()
	d := newDesk(t, list...)
	d.sees(d.types("quiz-admin setup UTC"), false, "The quiz runs in this channel now.")
	return d
}

// pressOn presses the button with the label on a card.
func (d *desk) pressOn(c card.Card, label string) bot.Answer {
	d.t.Helper()
	for _, part := range c.Parts {
		buttons, _ := part.(card.Buttons)
		for _, b := range buttons.Items {
			if b.Label == label {
				return d.does(bot.Press{ID: b.ID})
			}
		}
	}
	d.t.Fatalf("no button %q on\n%s", label, cardText(c))
	return nil
}

// shows checks the card that replaces the one with the pressed button.
func (d *desk) shows(answer bot.Answer, texts ...string) card.Card {
	d.t.Helper()
	shown, ok := answer.(bot.Update)
	if !ok {
		d.t.Fatalf("got %#v, want another card in its place", answer)
	}
	for _, text := range texts {
		if got := cardText(shown.Card); !strings.Contains(got, text) {
			d.t.Errorf("it does not say %q, but:\n%s", text, got)
		}
	}
	return shown.Card
}

func TestPointsOfAGoneQuestionAreMoved(t *testing.T) {
	list := lockList()
	d := newPointsDesk(t, list)
	d.shows(d.pressOn(d.sees(d.types("quiz-admin points gil"), false).Card, "Confirm as they are"), "Confirmed by boss")
	list[0].ID, list[0].Title = "gil2", "What is the *GIL* good for?"
	status := d.sees(d.types("quiz-admin status"), false, "“What is the GIL?” isn't in the bank python any more")
	d.sees(d.pressOn(status.Card, "Move to “What is the GIL good for?”"), false, "The key points belong to “What is the GIL good for?” now", "gil2")
	d.sees(d.types("quiz-admin points gil2"), false, "Confirmed by boss", "It protects reference counts.")
	d.sees(d.pressOn(status.Card, "Move to “What is the GIL good for?”"), true, "This button does not work any more.")
	if said := d.sees(d.types("quiz-admin status"), false); strings.Contains(cardText(said.Card), "any more") {
		t.Errorf("the status still tells of them:\n%s", cardText(said.Card))
	}
}

func TestPointsOfAGoneQuestionCanBeForgotten(t *testing.T) {
	list := lockList()
	d := newPointsDesk(t, list)
	d.pressOn(d.sees(d.types("quiz-admin points gil"), false).Card, "Confirm as they are")
	list[0].ID, list[0].Title, list[0].Answer = "with", "What does with do?", "It enters a context and leaves it again."
	status := d.sees(d.types("quiz-admin status"), false, "isn't in the bank python any more")
	if text := cardText(status.Card); strings.Contains(text, "Move to") {
		t.Errorf("they are offered to a question that is nothing like it:\n%s", text)
	}
	d.sees(d.pressOn(status.Card, "Forget them"), false, "The key points confirmed for “What is the GIL?” are forgotten.")
}

// Between a look at key points and the press of a button, another admin or a new bank changes them.
func TestPointsThatChangedAreShownAgain(t *testing.T) {
	list := lockList()
	d := newPointsDesk(t, list)
	seen := d.sees(d.types("quiz-admin points gil"), false)
	list[0].Answer += "\n- Input and output release it."
	again := d.shows(d.pressOn(seen.Card, "Confirm as they are"), "They have changed in the meantime", "Input and output release it.")
	d.shows(d.pressOn(again, "Confirm as they are"), "Confirmed.")
}

func TestEarlierPointsAreKept(t *testing.T) {
	list := lockList()
	d := newPointsDesk(t, list)
	d.pressOn(d.sees(d.types("quiz-admin points gil"), false).Card, "Confirm as they are")
	list[0].Answer = "- Python 3.13 has a build without it.\n- Extensions have to be ready for that."
	d.sees(d.types("quiz-admin status"), false, "“What is the GIL?” has changed since its key points were confirmed", "/quiz-admin points gil")
	seen := d.sees(d.types("quiz-admin points gil"), false, "Extensions have to be ready for that.", "and no longer says all of them", "It protects reference counts.")
	kept := d.shows(d.pressOn(seen.Card, "Keep the earlier ones"), "Confirmed.", "It protects reference counts.")
	if strings.Contains(cardText(kept), "Extensions") {
		t.Errorf("both are kept:\n%s", cardText(kept))
	}
}

// A refused form gives back its text.
func TestRefusedPointsAreGivenBack(t *testing.T) {
	d := newPointsDesk(t, lockList())
	form, ok := d.pressOn(d.sees(d.types("quiz-admin points gil"), false).Card, "Edit").(bot.Form)
	if !ok || len(form.Fields) != 1 || !strings.Contains(form.Fields[0].Value, "It protects reference counts.") {
		t.Fatalf("got %#v", form)
	}
	for typed, want := range map[string]string{
		" \n-\n":                       "I don't see a point in there.",
		"a\nb\nc\nd\ne\nf\ng\nh":       "These are 8 points, and 7 are the most.",
		strings.Repeat("long ", 100):   "This point has 499 characters, and 400 are the most",
		"it is a lock\nit is the lock": "“it is the lock” says the same as “it is a lock”.",
	} {
		said := d.sees(d.does(bot.Submission{ID: form.ID, Values: map[string]string{form.Fields[0].ID: typed}}), true, want)
		if strings.TrimSpace(typed) != "-" && len(said.Typed) != 1 {
			t.Errorf("%q is not given back: %+v", typed, said.Typed)
		}
	}
	d.now = d.now.Add(time.Hour)
	d.sees(d.does(bot.Submission{ID: form.ID, Values: map[string]string{form.Fields[0].ID: "it is a lock"}}), false, "Confirmed.", "it is a lock")
}
