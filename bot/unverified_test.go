package bot_test

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/quiz"
)

// After a failed look-up of admins, the answer tells the failure and does not claim that the author
// is no admin.
func TestUnverified(t *testing.T) {
	y := newTypist(t, "en", sample()...)
	for unverified, want := range map[bool]string{true: "couldn't check who you are", false: "Only admins"} {
		answer, err := y.conversation.Handle(t.Context(), bot.Event{
			ID: "s", Room: y.room, Who: quiz.Person{ID: "test/w/ann", Name: "ann"}, At: y.now, Act: bot.Command{Path: "quiz-admin skip"}, AdminUnknown: unverified,
		})
		said, ok := answer.(bot.Ephemeral)
		if err != nil || !ok || !said.Refused || !strings.Contains(said.Card.Summary, want) {
			t.Errorf("unverified %v: got %#v, %v", unverified, answer, err)
		}
	}
}
