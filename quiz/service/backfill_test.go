package service_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
)

// backfillingChannel is a channel with a readable thread: one of its messages did not arrive.
type backfillingChannel struct {
	*channel
	s     *story
	fails int // so many times before it works
	tries int
}

func (g *backfillingChannel) Backfill(ctx context.Context, r quiz.Round) error {
	g.tries++
	if g.tries <= g.fails {
		return errors.New("out of reach")
	}
	sent := r.ClosesAt.Add(-time.Hour)
	_, err := g.s.service.RecordMessage(ctx, quiz.PlatformTime(sent), r.Room, quiz.Person{ID: "console/demo/ann", Name: "ann"}, r.ID, quiz.Message{ID: "m1", Sent: sent, Edited: sent, Text: "in time"})
	return err
}

// A round closes after its thread's messages were fetched. After three failures it closes without
// them.
func TestBackfill(t *testing.T) {
	for name, c := range map[string]struct {
		fails, tries, answered int
		change                 func(*plan.Plan)
	}{
		"at once":             {0, 1, 1, nil},
		"at the third try":    {2, 3, 1, nil},
		"never":               {99, 3, 0, nil},
		"not in talk threads": {0, 0, 0, func(p *plan.Plan) { p.Threads = plan.ThreadsTalk }},
	} {
		s := newStory(t, essays(3), c.change)
		g := &backfillingChannel{channel: s.channel, s: s, fails: c.fails}
		s.runner = runner.New(s.service, g, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
		s.until("2026-11-23 18:00")
		var reveals []*quiz.RevealNews
		for _, a := range s.channel.posted {
			if a.Reveal != nil {
				reveals = append(reveals, a.Reveal)
			}
		}
		if len(reveals) != 1 || reveals[0].Answered != c.answered || g.tries != c.tries {
			t.Errorf("%s: %d tries, reveals %+v", name, g.tries, reveals)
		}
	}
}

// A posting says when it was tried first. A new one says nothing.
func TestBegun(t *testing.T) {
	s := newStory(t, essays(3), nil)
	var begun []time.Time
	s.channel.fail = func(a quiz.Announcement, nth int) error {
		begun = append(begun, a.Begun)
		if nth == 1 {
			return errors.New("slow")
		}
		return nil
	}
	s.until("2026-11-23 10:00")
	if len(begun) != 2 || !begun[0].IsZero() || !begun[1].Equal(localTime(t, "2026-11-23 09:30")) {
		t.Errorf("got %v", begun)
	}
}
