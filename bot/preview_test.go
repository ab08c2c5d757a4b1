package bot_test

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/quiz"
)

// An admin who previews a question can have another one come instead. A second delivery of the
// press changes nothing, members may not press it, and the last question before the bank repeats
// has no such button.
func TestPassOver(t *testing.T) {
	list := []quiz.Question{
		{ID: "a", Bank: "b", Number: 1, Title: "First?", Answer: "x"},
		{ID: quiz.QuestionID(strings.Repeat("long", 40)), Bank: "b", Number: 2, Title: "Second?", Answer: "x"},
		{ID: "c", Bank: "b", Number: 3, Title: "Third?", Answer: "x"},
	}
	y := newTypist(t, "en", list...)
	boss := quiz.Person{ID: "test/w/boss", Name: "boss", Admin: true}
	does := func(who quiz.Person, act bot.Act) string {
		answer, err := y.conversation.Handle(t.Context(), bot.Event{ID: "e", Room: y.room, Who: who, At: y.now, Act: act})
		if err != nil {
			t.Fatal(err)
		}
		switch said := answer.(type) {
		case bot.Ephemeral:
			return cardText(said.Card)
		case bot.Update:
			return cardText(said.Card)
		default:
			t.Fatalf("got %#v", answer)
			return ""
		}
	}
	button := func(card string) string {
		_, rest, _ := strings.Cut(card, "[Not this one|")
		id, _, _ := strings.Cut(rest, "]")
		return id
	}
	title := func(card string) string {
		for _, q := range list {
			if strings.Contains(card, "Answer: "+q.Title) {
				return q.Title
			}
		}
		return ""
	}
	first := does(boss, bot.Command{Path: "quiz-admin preview"})
	press := bot.Press{ID: button(first)}
	if !bot.NeedsAdminCheck(press) || !strings.Contains(does(quiz.Person{ID: "test/w/ann", Name: "ann"}, press), "Only admins") {
		t.Errorf("a member may press %q", press.ID)
	}
	for _, q := range list { // a preview that was shown long ago: another question comes next by now
		if q.Title != title(first) && title(does(boss, bot.Press{ID: "pass-over:" + quiz.ShortID(q.ID)})) != title(first) {
			t.Errorf("an old button for %s has %s left out", q.Title, title(first))
		}
	}
	second := does(boss, press)
	if title(second) == title(first) || title(does(boss, press)) != title(second) {
		t.Errorf("after %s comes %s, and then %s", title(first), title(second), title(does(boss, press)))
	}
	third := does(boss, bot.Press{ID: button(second)})
	if title(third) == "" || title(third) == title(first) || title(third) == title(second) || button(third) != "" {
		t.Errorf("the last one is %s:\n%s", title(third), third)
	}
}
