package bot_test

import (
	"testing"

	"quizbot/bot"
)

// Platforms look up admins only for acts of admins, not for every press.
func TestForAdmins(t *testing.T) {
	for _, c := range []struct {
		act  bot.Act
		want bool
	}{
		{bot.Command{Path: "quiz-admin skip"}, true},
		{bot.Command{Path: "quiz help"}, true},
		{bot.Press{ID: "set-up"}, true},
		{bot.Press{ID: "confirm:1:1"}, true},
		{bot.Submission{ID: "setup"}, true},
		{bot.Submission{ID: "setup:1"}, true},
		{bot.Command{Path: "quiz me"}, false},
		{bot.Press{ID: "answer:1"}, false},
		{bot.Submission{ID: "answer:1"}, false},
		{bot.Message{}, false},
	} {
		if bot.NeedsAdminCheck(c.act) != c.want {
			t.Errorf("%#v: %v, want %v", c.act, !c.want, c.want)
		}
	}
}
