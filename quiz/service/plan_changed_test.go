package service_test

import (
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// A plan changed during the day neither asks again nor loses the open round, which keeps its
// announced close.
func TestChangedPlan(t *testing.T) {
	s := chatRoom(t)
	s.until("2026-11-23 10:00")
	s.set("ask", "11:00")
	s.set("reveal", "16:00")
	s.until("2026-11-23 17:29")
	s.expectQuestions("23")
	if st := s.status(); st.Open == nil || st.Open.Phase != quiz.Open {
		t.Fatalf("the round is lost: %+v", st.Open)
	}
	s.until("2026-11-24 12:00")
	s.expectQuestions("23 24")
	if got := s.current().ClosesAt.Format("15:04"); got != "16:00" {
		t.Errorf("the next round closes at %s", got)
	}
	s.set("days", "mon, tue, wed, thu, fri, sat, sun")
	s.until("2026-11-29 12:00")
	s.expectQuestions("23 24 25 26 27 28 29")
	if wrong := s.status().Room.Troubles; len(wrong) > 0 {
		t.Errorf("told as missed: %+v", wrong)
	}
}

// Days that were none of the plan's were not missed when it takes them up.
func TestDaysTakenUpWereNotMissed(t *testing.T) {
	s := chatRoom(t)
	s.until("2026-11-29 12:00") // a Sunday
	s.set("days", "sat, sun")
	s.until("2026-11-29 12:30")
	s.expectQuestions("23 24 25 26 27 29") // at once, because its time passed within the catch-up window
	if wrong := s.status().Room.Troubles; len(wrong) > 0 {
		t.Errorf("told as missed: %+v", wrong)
	}
}

// What the machine missed before a plan changed is said all the same.
func TestMissedBeforeAChange(t *testing.T) {
	s := chatRoom(t)
	s.until("2026-11-23 18:00")
	s.now = localTime(t, "2026-11-26 20:00") // off since Monday, and changed before anything was looked at
	s.set("time_zone", "Asia/Tokyo")
	s.at(s.now)
	var missed []string
	for _, w := range s.status().Room.Troubles {
		if w.Code == reason.TroubleMissed && w.Job == quiz.JobAsk {
			missed = append(missed, w.Args["detail"])
		}
	}
	if got := strings.Join(missed, " "); got != "2026-11-24 2026-11-25 2026-11-26" {
		t.Errorf("missed: %s", got)
	}
}

// A room that moves over the date line is not asked twice for a date.
func TestChangedZone(t *testing.T) {
	s := chatRoom(t)
	s.set("time_zone", "Asia/Shanghai")
	s.until("2026-11-24 02:00") // Tuesday's question stands in Shanghai
	s.expectQuestions("24")
	s.set("time_zone", "America/Los_Angeles") // where it is Monday
	s.until("2026-11-25 16:00")
	s.expectQuestions("24")
	s.until("2026-11-25 18:00")
	s.expectQuestions("24 25")
}

// A room whose digest is off has none, and none is told as missed or to come; switched on, it has
// one again.
func TestDigestOff(t *testing.T) {
	s := chatRoom(t)
	s.set("digest", "off")
	s.until("2026-11-26 12:00")
	digests := func() (n int) {
		for _, a := range s.channel.posted {
			if a.Room == s.room && a.Digest != nil {
				n++
			}
		}
		return n
	}
	if n := digests(); n > 0 {
		t.Errorf("%d digests stand", n)
	}
	if st := s.status(); !st.NextDigest.IsZero() || len(st.Room.Troubles) > 0 {
		t.Errorf("the next digest is at %s, troubles: %+v", st.NextDigest, st.Room.Troubles)
	}
	s.set("digest", "09:00")
	s.until("2026-11-27 09:10")
	if n := digests(); n == 0 {
		t.Errorf("switched on, no digest came")
	}
}
