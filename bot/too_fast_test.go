package bot_test

import (
	"testing"

	"quizbot/bot"
	"quizbot/quiz"
)

// A member who does too much in a short time is asked to wait, and nothing of it is done. Others are
// served, and a deletion is handled.
func TestMembersAreLimited(t *testing.T) {
	d := newDesk(t)
	d.conversation.LimitMembers()
	refused := 0
	for range 60 {
		if said, ok := d.types("quiz help").(bot.Ephemeral); ok && said.Refused {
			refused++
		}
	}
	if refused < 29 || refused > 31 {
		t.Errorf("%d of 60 commands were refused, want those beyond 30", refused)
	}
	d.sees(d.types("quiz-admin setup"), true, "wait a few seconds")
	if answer := d.does(bot.Message{Thread: "t", ID: "1", Text: "x"}); answer != (bot.Nothing{}) {
		t.Errorf("a message got %+v, want nothing", answer)
	}
	other := bot.Event{ID: "e", Room: channel, Who: quiz.Person{ID: "test/w/ann"}, At: d.now, Act: bot.ParseCommand("quiz help")}
	if answer, err := d.conversation.Handle(t.Context(), other); err != nil || answer.(bot.Ephemeral).Refused {
		t.Errorf("another member got %+v, %v", answer, err)
	}
}
