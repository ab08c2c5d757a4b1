package service_test

import (
	"testing"

	"quizbot/quiz/schedule"
)

// setUpAt sets a room up from chat at a moment, with the default plan.
func setUpAt(t *testing.T, when string) *story {
	t.Helper()
	s := newStory(t, essays(9), nil)
	if err := s.service.PauseRoom(s.ctx(), s.now, room, person("boss"), schedule.Date{}); err != nil {
		t.Fatal(err)
	}
	s.sleepUntil(when)
	s.room = "console/demo/chat"
	if _, _, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, person("boss"), ""); err != nil {
		t.Fatal(err)
	}
	return s
}

// A room that is set up in the evening and told to ask in three minutes asks in three minutes,
// once.
func TestAskInThreeMinutes(t *testing.T) {
	s := setUpAt(t, "2026-11-23 17:22")
	s.set("ask", "17:25")
	s.until("2026-11-23 17:24")
	s.expectKinds("")
	s.until("2026-11-23 17:25")
	s.expectKinds("ask")
	s.until("2026-11-23 17:40")
	s.set("ask", "17:50")
	s.until("2026-11-23 23:00")
	s.expectKinds("ask reveal")
}

// A day is not asked for again where its question came, was skipped, or the new time has passed.
func TestTodayStaysServed(t *testing.T) {
	for name, c := range map[string]struct {
		skip bool
		ask  string
	}{
		"skipped": {true, "17:25"},
		"passed":  {false, "17:10"},
	} {
		t.Run(name, func(t *testing.T) {
			s := setUpAt(t, "2026-11-23 09:00")
			if c.skip {
				if _, err := s.service.SkipDate(s.ctx(), s.now, s.room, person("boss"), schedule.Date{}); err != nil {
					t.Fatal(err)
				}
				s.until("2026-11-23 17:22")
			} else {
				s = setUpAt(t, "2026-11-23 17:22")
			}
			s.set("ask", c.ask)
			s.until("2026-11-23 23:00")
			s.expectKinds("")
		})
	}
}

// A zone in which today's time is still ahead asks today as well.
func TestZoneWithTodayAhead(t *testing.T) {
	s := setUpAt(t, "2026-11-23 12:00")
	s.set("time_zone", "America/New_York")
	s.until("2026-11-23 14:30")
	s.expectKinds("ask")
}
