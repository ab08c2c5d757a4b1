package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// stubborn is an archive whose messages cannot be drawn again so many times.
type stubborn struct {
	*archive
	fails, drawn int
}

func (s *stubborn) Edit(context.Context, quiz.RoomID, []quiz.MessageRef, card.Card) error {
	if s.fails > 0 {
		s.fails--
		return errors.New("too many requests")
	}
	s.drawn++
	return nil
}

// A count that cannot be drawn is drawn later, also when nobody answers any more; but not for ever.
func TestCountsAreDrawnAgain(t *testing.T) {
	for _, c := range []struct{ fails, looks, drawn int }{{0, 3, 1}, {3, 3, 0}, {3, 5, 1}, {10, 20, 0}} {
		_, service, a, now := opened(t, quiz.Question{ID: "q", Title: "Why?", Answer: "Because."})
		s := &stubborn{archive: a, fails: c.fails}
		catalogue, err := words.NewCatalogue()
		if err != nil {
			t.Fatal(err)
		}
		conversation := bot.New(service.Audiences, catalogue, s)
		sent := bot.Event{ID: "s", Room: "test/w/c", Who: quiz.Person{ID: "test/w/ann", Name: "ann"}, At: now.Add(time.Minute), Act: bot.Submission{ID: "answer:1", Values: map[string]string{"answer": "mine"}}}
		if _, err := conversation.Handle(t.Context(), sent); err != nil {
			t.Fatal(err)
		}
		for range c.looks {
			_ = conversation.RefreshMessages(t.Context()) // what is wrong is for the log
		}
		if s.drawn != c.drawn {
			t.Errorf("%+v: drawn %d times", c, s.drawn)
		}
	}
}

// threadless is an archive that fails to open threads.
type threadless struct {
	*archive
	err   error
	drawn int
}

func (p *threadless) Post(ctx context.Context, posting bot.Posting) ([]quiz.MessageRef, error) {
	places, _ := p.archive.Post(ctx, posting) // never fails
	return places, p.err
}

func (p *threadless) Edit(context.Context, quiz.RoomID, []quiz.MessageRef, card.Card) error {
	p.drawn++
	return nil
}

// Posted messages are passed on together with a secondary error, and the question is drawn as
// closed.
func TestAnnouncePartly(t *testing.T) {
	_, service, a, _ := opened(t, quiz.Question{ID: "q", Title: "Why?", Answer: "Because."})
	round, err := service.OpenRound(t.Context(), "test/w/c")
	if err != nil {
		t.Fatal(err)
	}
	p := &threadless{archive: a, err: errors.New("no thread")}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	conversation := bot.New(service.Audiences, catalogue, p)
	places, err := conversation.Announce(t.Context(), quiz.Announcement{Key: "1/reveal", Room: round.Room, Reveal: &quiz.RevealNews{Round: round}})
	if len(places) != 1 || !errors.Is(err, p.err) {
		t.Errorf("got %v, %v", places, err)
	}
	if err := conversation.RefreshMessages(t.Context()); err != nil || p.drawn != 1 {
		t.Errorf("drawn %d times, %v", p.drawn, err)
	}
}
