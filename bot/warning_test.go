package bot_test

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// warned is a platform that something is wrong with.
type warned struct{ *archive }

func (warned) Warnings() []bot.Warning { return []bot.Warning{bot.WarnSharedToken, bot.WarnClock} }

// Status tells warnings about the platform in the room's language.
func TestWarnings(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string][]string{
		"en":    {"Another program uses this bot's app token", "The clock of the machine I run on is off"},
		"zh-CN": {"另一个程序也在用这个机器人的应用令牌", "时钟差了一分钟以上"},
	} {
		y := newTypist(t, language, sample()...)
		for _, platform := range []bot.Platform{&archive{}, warned{&archive{}}} {
			_, wrong := platform.(bot.Warner)
			answer, err := bot.New(y.service.Audiences, catalogue, platform).Handle(t.Context(), bot.Event{
				ID: "s", Room: y.room, Who: quiz.Person{ID: "test/w/boss", Admin: true}, At: y.now, Act: bot.Command{Path: "quiz-admin status"},
			})
			said, ok := answer.(bot.Ephemeral)
			if err != nil || !ok {
				t.Fatalf("status gives %#v, %v", answer, err)
			}
			for _, text := range want {
				if strings.Contains(cardText(said.Card), text) != wrong {
					t.Errorf("%s, warnings %v: status says\n%s", language, wrong, cardText(said.Card))
				}
			}
		}
	}
}
