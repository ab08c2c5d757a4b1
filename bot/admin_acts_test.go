package bot_test

import (
	"testing"

	"quizbot/bot"
)

// Whether somebody is an admin is asked for what only admins may do, and not for every press.
func TestForAdmins(t *testing.T) {
	for act, want := range map[bot.Act]bool{
		&acted{bot.Command{Path: "quiz-admin skip"}}: true, &acted{bot.Command{Path: "quiz help"}}: true, &acted{bot.Press{ID: "set-up"}}: true,
		&acted{bot.Submission{ID: "setup"}}: true, &acted{bot.Submission{ID: "setup:1"}}: true,
		&acted{bot.Command{Path: "quiz me"}}: false, &acted{bot.Press{ID: "answer:1"}}: false, &acted{bot.Submission{ID: "answer:1"}}: false, &acted{bot.Message{}}: false,
	} {
		if a, _ := act.(*acted); bot.ForAdmins(a.Act) != want {
			t.Errorf("%#v: %v, want %v", a.Act, !want, want)
		}
	}
}

// acted is an act that can be the key of a map.
type acted struct{ bot.Act }
