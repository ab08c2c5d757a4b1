package bot_test

import (
	"reflect"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// A refused form returns its texts, empty fields excepted. A command has no form.
func TestTypedIsKept(t *testing.T) {
	for language, by := range map[string]string{"en": "What you wrote:", "zh-CN": "你写的内容："} {
		y := newTypist(t, language, sample()...)
		refused := func(act bot.Act) bot.Ephemeral {
			answer, err := y.conversation.Handle(t.Context(), bot.Event{ID: "s", Room: y.room, Who: quiz.Person{ID: "test/w/ann"}, At: y.now, Act: act})
			said, ok := answer.(bot.Ephemeral)
			if err != nil || !ok || !said.Refused {
				t.Fatalf("got %#v, %v", answer, err)
			}
			return said
		}
		for _, id := range []string{"answer:1-1", "answer:none", "unknown:1-1"} {
			said := refused(bot.Submission{ID: id, Values: map[string]string{"answer": "one\n*two*", "b": " \n", "c": "three"}})
			label := card.Line{{Text: by, Strong: true}}
			if want := []card.Part{card.Quote{By: label, Text: "one\n*two*"}, card.Quote{By: label, Text: "three"}}; !reflect.DeepEqual(said.Typed, want) {
				t.Errorf("%s: kept is %+v, want %+v", id, said.Typed, want)
			}
			kept := said.CardWithTyped()
			if len(kept.Parts) != len(said.Card.Parts)+2 || !reflect.DeepEqual(kept.Parts[len(said.Card.Parts):], said.Typed) || kept.Summary != said.Card.Summary {
				t.Errorf("%s: the card with it is %+v", id, kept)
			}
		}
		if said := refused(bot.Command{Path: "quiz-admin status"}); said.Typed != nil {
			t.Errorf("a command keeps %+v", said.Typed)
		}
	}
}
