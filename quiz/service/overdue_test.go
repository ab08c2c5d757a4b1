package service_test

import (
	"errors"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// tooLate counts the alarms of what was given up.
func (s *story) tooLate() (n int) {
	for _, a := range s.channel.alarms {
		if a.Trouble.Code == reason.TroubleTooLate {
			n++
		}
	}
	return n
}

// A question posted before a crash counts, even if the process returns after the close. The round
// is revealed, and nothing is asked again or reported as too late.
func TestOverdueQuestionStands(t *testing.T) {
	s := newStory(t, essays(2), nil)
	s.crashAt("2026-11-23 09:30")
	s.sleepUntil("2026-11-23 18:00")
	s.expectKinds("ask reveal")
	s.until("2026-11-24 10:00")
	s.expectKinds("ask reveal digest ask")
	if got := s.current().Number; got != 2 || s.tooLate() != 0 {
		t.Errorf("the next round has number %d, and %d things were called too late", got, s.tooLate())
	}
}

// A digest posted before a crash counts, even if the process returns after its window.
func TestOverdueDigestStands(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 18:00")
	s.crashAt("2026-11-24 09:25")
	s.sleepUntil("2026-11-24 15:00")
	s.until("2026-11-25 09:28")
	s.expectKinds("ask reveal digest")
	if s.tooLate() != 0 {
		t.Errorf("%d things were called too late", s.tooLate())
	}
}

type goneError struct{}

func (goneError) Error() string { return "the channel is gone" }
func (goneError) Gone() bool    { return true }

// An overdue job that can't be looked up is given up after about an hour, and at once if the room
// is gone.
func TestOverdueUnseen(t *testing.T) {
	for name, c := range map[string]struct {
		err           error
		during, after string
		alarms        int
	}{
		"failing": {errors.New("no answer"), "2026-11-23 18:00", "2026-11-23 19:00", 1},
		"gone":    {goneError{}, "2026-11-23 17:00", "2026-11-23 18:30", 0}, // which admins were told at once
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t, essays(2), nil)
			s.channel.lookupFails = true
			s.channel.fail = func(quiz.Announcement, int) error { return c.err }
			s.until(c.during)
			if st := s.status(); st.Open == nil || st.Open.Phase != quiz.Asking || s.tooLate() != 0 {
				t.Errorf("before: %+v and %d alarms, want a round that is still asking", st.Open, s.tooLate())
			}
			s.until(c.after)
			if st := s.status(); st.Open != nil || s.tooLate() != c.alarms {
				t.Errorf("after: %+v and %d alarms, want the round cancelled, with %d", st.Open, s.tooLate(), c.alarms)
			}
			s.channel.fail = nil
			s.until("2026-11-24 10:00")
			s.expectKinds("ask")
			if key := s.channel.posted[0].Key; !strings.HasPrefix(key, s.current().ID.String()+"/") || s.current().Number != 1 {
				t.Errorf("the round %s has number %d, and %s stands", s.current().ID, s.current().Number, key)
			}
		})
	}
}

// A late digest names no past time of the next question. A punctual one names the time.
func TestNextQuestionOfDigest(t *testing.T) {
	for when, want := range map[string]string{"2026-11-24 09:25": "2026-11-24 09:30", "2026-11-24 10:32": ""} {
		s := newStory(t, essays(20), nil)
		s.until("2026-11-23 17:30")
		s.sleepUntil(when)
		var digest *quiz.DigestNews
		for _, a := range s.channel.posted {
			if a.Digest != nil {
				digest = a.Digest
			}
		}
		if digest == nil {
			t.Fatalf("no digest at %s: %s", when, s.kinds())
		}
		got := ""
		if !digest.Next.IsZero() {
			got = digest.Next.Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("the digest of %s says that the next question comes at %q, want %q", when, got, want)
		}
	}
}

// A digest that waited past its question names no past time either.
func TestNextQuestionOfDigestThatWaited(t *testing.T) {
	s := newStory(t, essays(20), nil)
	s.until("2026-11-23 17:30")
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.ChannelArchived} }
	s.until("2026-11-24 10:30")
	s.channel.fail = nil
	s.must(s.service.ChannelOpen(s.ctx(), s.now, s.room))
	s.at(s.now)
	s.expectKinds("ask reveal digest ask")
	if next := s.channel.posted[2].Digest.Next; !next.IsZero() {
		t.Errorf("the digest of %s says that the next question comes at %s", s.now, next)
	}
}
