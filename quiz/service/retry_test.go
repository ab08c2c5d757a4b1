package service_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// stuck is a room whose question is refused because the bot isn't a member of the channel.
func stuck(t *testing.T) *story {
	t.Helper()
	s := newStory(t, essays(10), nil)
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.NotInvited} }
	s.until("2026-11-23 09:30")
	s.expectKinds("")
	s.channel.fail = nil
	s.at(s.now)
	s.expectKinds("")
	return s
}

// A waiting job is due at once after a report that its obstacle is gone.
func TestRetryNow(t *testing.T) {
	s := stuck(t)
	if err := s.service.RetryNow(s.ctx(), s.now, room); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask")
	for _, id := range []quiz.RoomID{room, "console/demo/nowhere"} {
		if err := s.service.RetryNow(s.ctx(), s.now, id); err != nil {
			t.Errorf("nothing waits in %s: %v", id, err)
		}
	}
	s.at(s.now)
	s.expectKinds("ask")
}

// A new process doesn't continue the waits of the one before.
func TestRetryAtStart(t *testing.T) { synctest.Test(t, retryAtStart) }

func retryAtStart(t *testing.T) {
	s := stuck(t)
	s.restart()
	ctx, cancel := context.WithTimeout(s.ctx(), 10*time.Second)
	defer cancel()
	posted := make(chan quiz.Announcement, 1)
	s.channel.fail = func(a quiz.Announcement, _ int) error {
		posted <- a
		cancel()
		return nil
	}
	s.runner.Run(ctx)
	select {
	case a := <-posted:
		if a.Question == nil {
			t.Errorf("got %+v, want the question", a)
		}
	default:
		t.Error("the job still waits")
	}
}
