package service_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
)

func TestDays(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.until("2026-11-23 09:29")
	s.expectKinds("")
	s.until("2026-11-23 09:30")
	s.expectKinds("ask")
	s.answer("ann", "x")
	s.until("2026-11-23 17:30")
	s.expectKinds("ask reveal")
	s.until("2026-11-24 09:29")
	s.expectKinds("ask reveal digest")
	s.until("2026-11-27 23:00")
	s.expectKinds("ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask reveal")
	s.until("2026-11-29 23:00")
	s.expectKinds("ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask reveal")
	s.until("2026-11-30 09:30")
	s.expectKinds("ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask")
}

// Whatever fails, before the post or after it went through, nothing is posted twice and nothing is
// lost.
func TestFailingPosts(t *testing.T) {
	for name, late := range map[string]bool{"before the post": false, "after the post": true} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t, essays(10), nil)
			s.channel.failsAfterPost = late
			failed := map[string]int{}
			s.channel.fail = func(a quiz.Announcement, _ int) error {
				if failed[a.Key]++; failed[a.Key] <= 4 {
					return errors.New("503")
				}
				return nil
			}
			s.until("2026-11-23 12:00")
			s.expectKinds("ask")
			s.answer("ann", "x")
			s.until("2026-11-25 08:00")
			s.expectKinds("ask reveal digest ask reveal")
			st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
			if err != nil {
				t.Fatal(err)
			}
			if len(st.Room.Troubles) == 0 || st.Room.Troubles[0].Code != reason.TroubleFailed {
				t.Errorf("status tells of no failure: %+v", st.Room.Troubles)
			}
		})
	}
}

// A process that dies in the middle of a post carries it on after the restart, once.
func TestRestartWithinAPost(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.crashAt("2026-11-23 09:30")
	expectRefusal(t, func() error { _, err := s.service.OpenRound(s.ctx(), room); return err }(), reason.NothingOpen)
	s.until("2026-11-23 09:31")
	s.expectKinds("ask")
	s.answer("ann", "x")
}

// The close is two transactions; a process that dies between them grades after the restart.
func TestRestartWithinAClose(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.until("2026-11-23 10:00")
	s.answer("ann", "x")
	broken := service.New(s.store, essays(10), brokenGrader{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	jobs := runner.New(broken, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
	s.now = localTime(t, "2026-11-23 17:30")
	if err := jobs.RunPending(s.ctx()); err != nil {
		t.Fatal(err)
	}
	s.expectKinds("ask")
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || st.Open == nil || st.Open.Phase != quiz.Closing {
		t.Fatalf("got %+v, %v, want a round that is closing", st.Open, err)
	}
	s.restart()
	s.until("2026-11-23 17:40")
	s.expectKinds("ask reveal")
	s.until("2026-11-23 20:00")
	me, err := s.service.Stats(s.ctx(), s.now, room, person("ann"))
	if err != nil || me.All == nil || me.All.Points != 1 || me.All.Answered != 1 || me.Streak != 1 {
		t.Errorf("got %+v, %v, want one point for one answer", me.All, err)
	}
}

type brokenGrader struct{}

func TestMachineWasOff(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.sleepUntil("2026-11-23 13:00") // within the catch-up window of four hours
	s.expectKinds("ask")
	if got, want := s.current().ClosesAt, localTime(t, "2026-11-23 17:30"); !got.Equal(want) {
		t.Errorf("a late question closes at %s, want %s", got, want)
	}
	s.answer("ann", "x")
	s.sleepUntil("2026-11-26 08:00") // the close always happens, however late
	s.expectKinds("ask reveal")
	s.sleepUntil("2026-11-26 14:00") // both windows passed
	s.expectKinds("ask reveal")
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil {
		t.Fatal(err)
	}
	var missed []string
	for _, tr := range st.Room.Troubles {
		if tr.Code == reason.TroubleMissed {
			missed = append(missed, string(tr.Job)+" "+tr.Args["detail"])
		}
	}
	if !slices.Contains(missed, "ask 2026-11-24") || !slices.Contains(missed, "ask 2026-11-26") {
		t.Errorf("status tells of %v, want the questions of the 24th to the 26th", missed)
	}
}
