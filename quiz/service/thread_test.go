package service_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

func beginThreaded(t *testing.T, open func(ctx context.Context, nth int) error) *story {
	t.Helper()
	s := newStory(t, essays(10), nil)
	s.channel.thread = open
	return s
}

// A question can be answered although its thread cannot be opened; that is tried again until it is.
func TestThreadIsOpenedBeside(t *testing.T) {
	s := beginThreaded(t, func(_ context.Context, nth int) error {
		if nth <= 2 {
			return errors.New("429")
		}
		return nil
	})
	s.sleepUntil("2026-11-23 09:30")
	s.answer("ann", "x")
	s.until("2026-11-23 10:00")
	if s.channel.opened != 3 || s.current().Thread != nil || len(s.channel.alarms) != 0 {
		t.Errorf("opened after %d tries, %+v, %d alarms", s.channel.opened, s.current().Thread, len(s.channel.alarms))
	}
	s.until("2026-11-23 18:00")
	s.expectKinds("ask reveal")
}

// A thread that never opens alarms once, for an obstacle at once, and ends with the round.
func TestThreadIsGivenUp(t *testing.T) {
	for name, c := range map[string]struct {
		err error
		at  string
	}{
		"people are needed": {&reason.Obstacle{Code: reason.LacksPermission}, "2026-11-23 09:30"},
		"for other reasons": {errors.New("500"), "2026-11-23 09:40"},
	} {
		t.Run(name, func(t *testing.T) {
			s := beginThreaded(t, func(context.Context, int) error { return c.err })
			s.until(c.at)
			if len(s.channel.alarms) != 1 || s.channel.alarms[0].Trouble.Code != reason.TroubleThread {
				t.Errorf("got the alarms %+v", s.channel.alarms)
			}
			s.until("2026-11-23 17:30")
			s.expectKinds("ask reveal")
			tries := s.channel.opened
			s.until("2026-11-24 09:29")
			if len(s.channel.alarms) != 1 || s.channel.opened != tries {
				t.Errorf("%d alarms, %d tries after the close", len(s.channel.alarms), s.channel.opened-tries)
			}
		})
	}
}

// A process that dies while opening a thread leaves it to the next one.
func TestThreadAfterACrash(t *testing.T) {
	died, cancel := context.WithCancel(context.Background())
	s := beginThreaded(t, func(ctx context.Context, nth int) error {
		if nth == 1 {
			cancel()
		}
		return ctx.Err()
	})
	s.now = localTime(t, "2026-11-23 09:30")
	if err := s.runner.RunPending(died); err == nil {
		t.Fatal("a stopped runner says that all is well")
	}
	s.restart()
	s.until("2026-11-23 09:35")
	if s.channel.opened != 2 || s.current().Thread != nil {
		t.Errorf("%d tries, %+v", s.channel.opened, s.current().Thread)
	}
}

// Neither the close nor the reveal waits for a thread that hangs.
func TestThreadDelaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaced()
		p.open = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		asked := time.Now().Add(9*time.Hour + 30*time.Minute)
		plan := daily()
		plan.Reveal = schedule.RevealAt{Clock: 9*60 + 31}
		runRooms(t, p, []quiz.RoomID{"a/w/room"}, plan, 10)
		for what, want := range map[string]time.Time{"a/w/room/ask": asked, "a/w/room/reveal": asked.Add(time.Minute)} {
			if got := p.posted[what]; !got.Equal(want) {
				t.Errorf("%s: got %s, want %s", what, got, want)
			}
		}
	})
}

// Buttons work as soon as somebody sees them, though the process died before it wrote down that
// they stand.
func TestAnswerBeforeItIsWrittenDown(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.crashAt("2026-11-23 09:30")
	round := *s.channel.posted[0].Question
	if _, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), round.ID, "at once"); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-23 17:30")
	s.expectKinds("ask reveal")
	if news := s.channel.posted[1].Reveal; news.Answered != 1 {
		t.Errorf("the reveal counts %d answers", news.Answered)
	}
}

// A question that was answered stands, though it cannot be found until it is given up.
func TestAnswerToAQuestionThatIsGivenUp(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.crashAt("2026-11-23 09:30")
	round := *s.channel.posted[0].Question
	if _, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), round.ID, "at once"); err != nil {
		t.Fatal(err)
	}
	s.channel.fail = func(a quiz.Announcement, _ int) error {
		if a.Question != nil {
			return errors.New("503")
		}
		return nil
	}
	s.channel.lookupFails = true
	s.until("2026-11-23 20:00")
	s.expectKinds("ask reveal")
	if news := s.channel.posted[1].Reveal; news.Answered != 1 {
		t.Errorf("the reveal counts %d answers", news.Answered)
	}
}
