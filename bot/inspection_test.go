package bot_test

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// The answers to setup and status end with the missing permissions that the platform reports. Other
// answers do not.
func TestLacks(t *testing.T) {
	for language, want := range map[string]string{
		"en":    "I'm missing permissions in this channel. Please ask an admin to give me: Send Messages, *Create* Threads.",
		"zh-CN": "我在这个频道里缺少权限。请管理员授予我：Send Messages、*Create* Threads。",
	} {
		begins := want[:strings.Index(want, "Send")]
		y := newTypist(t, language, sample()...)
		fresh := bot.Event{ID: "f", Room: "test/w/new", Who: quiz.Person{ID: "test/w/boss", Admin: true}, At: y.now, Act: bot.Command{Path: "quiz-admin setup"}, Obstacles: lacks("Send Messages")}
		if answer, err := y.conversation.Handle(t.Context(), fresh); err != nil || !strings.Contains(cardText(answer.(bot.Ephemeral).Card), "ask an admin to give me: Send Messages.") {
			t.Errorf("setting a new room up gives %+v, %v", answer, err)
		}
		for path, says := range map[string]bool{
			"quiz-admin setup": true, "quiz-admin status": true, "quiz-admin plan": false, "quiz help": false,
		} {
			for _, obstacles := range [][]reason.Obstacle{nil, lacks("Send Messages, *Create* Threads")} {
				answer, err := y.conversation.Handle(t.Context(), bot.Event{
					ID: "s", Room: y.room, Who: quiz.Person{ID: "test/w/boss", Admin: true}, At: y.now, Act: bot.Command{Path: path}, Obstacles: obstacles,
				})
				said, ok := answer.(bot.Ephemeral)
				if err != nil || !ok {
					t.Fatalf("%s: got %#v, %v", path, answer, err)
				}
				got, lacking := cardText(said.Card), says && obstacles != nil
				if strings.HasSuffix(strings.TrimSpace(got), want) != lacking || strings.Contains(got, begins) != lacking {
					t.Errorf("%s, %s with %v: it says\n%s", language, path, obstacles, got)
				}
			}
		}
	}
}

func lacks(permissions string) []reason.Obstacle {
	return []reason.Obstacle{{Code: reason.LacksPermission, Args: map[string]string{"permissions": permissions}}}
}
