package service_test

import (
	"context"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
)

// A message that is posted with a secondary error isn't posted again. The round opens, and admins
// are alarmed once.
func TestDegradedPost(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.channel.degraded = true
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("no thread: Missing Permissions") }
	s.until("2026-11-23 12:00")
	s.restart()
	s.until("2026-11-23 13:00")
	s.expectKinds("ask")
	if s.channel.tries != 1 {
		t.Errorf("the question was announced %d times", s.channel.tries)
	}
	if round := s.current(); len(round.QuestionMessages) != 1 || !round.OpenedAt.Equal(localTime(t, "2026-11-23 09:30")) {
		t.Errorf("the round is %+v", round)
	}
	want := quiz.Trouble{At: localTime(t, "2026-11-23 09:30"), Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroublePartly)}
	if len(s.channel.alarms) != 1 || !reflect.DeepEqual(s.channel.alarms[0].Trouble, want) || s.channel.alarms[0].To[0] != "console/demo/boss" {
		t.Errorf("alarms are %+v", s.channel.alarms)
	}
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || st.Job != nil || len(st.Room.Troubles) != 1 || !reflect.DeepEqual(st.Room.Troubles[0], want) {
		t.Errorf("status is %+v, %v", st, err)
	}
	s.answer("ann", "x")
	s.until("2026-11-24 09:25")
	s.expectKinds("ask reveal digest")
	if s.channel.tries != 3 || len(s.channel.alarms) != 3 {
		t.Errorf("after a day there are %d tries and %d alarms", s.channel.tries, len(s.channel.alarms))
	}
}

// An error without messages is tried again. A degraded result of a stopping program is tried again
// too: stopping may have caused the failure.
func TestDegradedPostWhileStopping(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.channel.degraded = true
	var log strings.Builder
	s.runner = runner.New(s.service, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.NewTextHandler(&log, nil)))
	ctx, stop := context.WithCancel(s.ctx())
	s.channel.fail = func(quiz.Announcement, int) error { stop(); return ctx.Err() }
	s.now = localTime(t, "2026-11-23 09:30")
	if err := s.runner.RunPending(ctx); !errors.Is(err, context.Canceled) || log.Len() > 0 {
		t.Errorf("stopping gives %v, and the log says\n%s", err, log.String())
	}
	s.channel.fail = nil
	s.restart()
	s.at(s.now)
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || s.channel.tries != 2 || len(s.channel.alarms) != 0 || len(st.Room.Troubles) != 0 || st.Open.Phase != quiz.Open {
		t.Errorf("after the restart: %d tries, %d alarms, %+v, %v", s.channel.tries, len(s.channel.alarms), st, err)
	}
}

// hidden is a channel that cannot reach people outside a room.
type hidden struct{ runner.Announcer }

// A secondary failure is logged if no admin can be reached.
func TestDegradedPostIsLogged(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.channel.degraded = true
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("no thread") }
	var log strings.Builder
	s.runner = runner.New(s.service, hidden{s.channel}, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.NewTextHandler(&log, nil)))
	s.until("2026-11-23 10:00")
	if !strings.Contains(log.String(), "something beside it failed") || !strings.Contains(log.String(), "no thread") {
		t.Errorf("the log says\n%s", log.String())
	}
}
