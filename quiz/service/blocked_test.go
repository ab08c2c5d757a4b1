package service_test

import (
	"errors"
	"fmt"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// blockers are errors that only a person can do something about.
func blockers() map[string]error {
	return map[string]error{
		"an obstacle":         &reason.Obstacle{Code: reason.NotInvited},
		"an obstacle, quoted": fmt.Errorf("chat.postMessage: %w", &reason.Obstacle{Code: reason.NotInvited}),
		"gone":                goneError{},
	}
}

// Admins are told at once of what only a person can mend, and once, until something is posted
// again.
func TestObstacleAlarmsAtOnce(t *testing.T) {
	for name, err := range blockers() {
		t.Run(name, func(t *testing.T) {
			s := newStory(t, essays(10), nil)
			s.channel.fail = func(quiz.Announcement, int) error { return err }
			s.until("2026-11-23 09:30")
			if len(s.channel.alarms) != 1 || s.channel.alarms[0].Trouble.Obstacle == nil {
				t.Fatalf("after the first failure: %+v", s.channel.alarms)
			}
			s.until("2026-11-25 20:00")
			if len(s.channel.alarms) != 1 {
				t.Errorf("after three days of it there are %d alarms: %+v", len(s.channel.alarms), s.channel.alarms)
			}
			s.channel.fail = nil
			s.until("2026-11-26 09:30")
			s.expectKinds("ask")
			s.channel.fail = func(quiz.Announcement, int) error { return err }
			s.until("2026-11-26 17:30")
			if len(s.channel.alarms) != 2 {
				t.Errorf("after it came back there are %d alarms", len(s.channel.alarms))
			}
		})
	}
}

// Another obstacle behind the first one is told of, too.
func TestObstacleAfterObstacle(t *testing.T) {
	s := newStory(t, essays(10), nil)
	code := reason.NotInvited
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: code} }
	s.until("2026-11-23 09:35")
	code = reason.PostingForbidden
	s.until("2026-11-23 10:30")
	if len(s.channel.alarms) != 2 || s.channel.alarms[1].Trouble.Obstacle.Code != reason.PostingForbidden {
		t.Errorf("got %+v", s.channel.alarms)
	}
}

// Jobs against an obstacle are tried after 1, 5, 15 and 60 minutes. The admins read the obstacle,
// not an API's error.
func TestObstacleWaits(t *testing.T) {
	s := newStory(t, essays(10), nil)
	var tries []string
	s.channel.fail = func(quiz.Announcement, int) error {
		tries = append(tries, s.now.Format("15:04"))
		return fmt.Errorf("403 (code 50013): %w", &reason.Obstacle{Code: reason.LacksPermission, Args: map[string]string{"permissions": "Send Messages"}})
	}
	s.until("2026-11-23 12:00")
	if got, want := fmt.Sprint(tries), "[09:30 09:31 09:36 09:51 10:51 11:51]"; got != want {
		t.Errorf("tried at %s, want %s", got, want)
	}
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tr := range st.Room.Troubles {
		if tr.Args["detail"] != "" || tr.Obstacle == nil || tr.Obstacle.Args["permissions"] != "Send Messages" {
			t.Errorf("status tells %+v", tr)
		}
	}
}

// A failure that may pass alarms with the third attempt, without the platform's own words.
func TestFailureAlarm(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("500 {json}") }
	s.until("2026-11-23 17:00")
	if len(s.channel.alarms) != 1 || s.channel.alarms[0].Trouble.Args["detail"] != "" || s.channel.alarms[0].Trouble.Tries != 3 {
		t.Errorf("got %+v", s.channel.alarms)
	}
}

// A platform may tell of an obstacle before anything meets it. Admins are told at once, and once;
// when it is gone, what waits is due.
func TestChannelBlocked(t *testing.T) {
	s := newStory(t, essays(10), nil)
	archived := reason.Obstacle{Code: reason.ChannelArchived}
	blocked := func() (alarms int) {
		t.Helper()
		before := len(s.channel.alarms)
		if err := s.service.ChannelBlocked(s.ctx(), s.now, room, archived); err != nil {
			t.Fatal(err)
		}
		s.at(s.now)
		return len(s.channel.alarms) - before
	}
	if first, again := blocked(), blocked(); first != 1 || again != 0 {
		t.Errorf("got %d and then %d alarms", first, again)
	}
	s.channel.fail = func(quiz.Announcement, int) error { return &archived }
	s.until("2026-11-23 09:32")
	if len(s.channel.alarms) != 1 {
		t.Errorf("the job that met it alarms again: %+v", s.channel.alarms)
	}
	s.channel.fail = nil
	if err := s.service.ChannelOpen(s.ctx(), s.now, room); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask")
	if blocked() != 1 {
		t.Error("a new obstacle does not alarm")
	}
	if err := s.service.ChannelOpen(s.ctx(), s.now, room); err != nil || blocked() != 1 {
		t.Errorf("an obstacle that came back does not alarm (%v)", err)
	}
	const nowhere = "console/demo/nowhere"
	if err := errors.Join(s.service.ChannelOpen(s.ctx(), s.now, nowhere), s.service.ChannelBlocked(s.ctx(), s.now, nowhere, archived)); err != nil {
		t.Errorf("a channel without a room: %v", err)
	}
}
