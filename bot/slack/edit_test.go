package slack

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
)

// All messages of a card are edited, or the one with its buttons. If their number changed, none is.
func TestEdit(t *testing.T) {
	s := newHarness(t, Options{})
	p := threePartPosting("7/reveal")
	places, err := s.bot.Post(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	changed := threePartPosting("").Card
	for i := range 3 {
		changed.Parts[i] = card.Quote{By: card.Line{{Text: "new"}}, Text: strings.Repeat("other ", 1300)}
	}
	count := func() (n int) {
		for _, p := range s.Posts {
			if strings.Contains(string(p.Blocks), "other other") {
				n++
			}
		}
		return n
	}
	if err := s.bot.Edit(t.Context(), p.Room, places[:1], changed); err != nil || count() != 1 || !strings.Contains(string(s.Posts[2].Blocks), "other") {
		t.Errorf("the one with the buttons: %v, %d are drawn again", err, count())
	}
	short := card.Card{Summary: "x", Parts: changed.Parts[2:]}
	if err := s.bot.Edit(t.Context(), p.Room, places, short); !errors.Is(err, bot.ErrLayoutChanged) || count() != 1 {
		t.Errorf("a shorter card: %v, %d are drawn again", err, count())
	}
	s.Posts = slices.Delete(s.Posts, 1, 2)
	if err := s.bot.Edit(t.Context(), p.Room, places, changed); !reflect.DeepEqual(err, bot.MessagesGone{places[2]}) || count() != 2 || !strings.Contains(string(s.Posts[1].Blocks), `"Answer"`) {
		t.Errorf("all, of which one is gone: %v, %d are drawn again", err, count())
	}
	places[2].Gone = true
	if err := s.bot.Edit(t.Context(), p.Room, places, changed); err != nil {
		t.Errorf("one that is known to be gone: %v", err)
	}
	for _, code := range []string{"not_in_channel", "is_archived", "channel_not_found", "cant_update_message"} {
		s.RefuseMethod("chat.update", code, always)
		if err := s.bot.Edit(t.Context(), p.Room, places, changed); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}
