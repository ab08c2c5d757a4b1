package agenda

import (
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// mondays is a room on the default plan that was set up long before Monday, 23 November 2026, and
// was served up to the Friday before.
func mondays(t *testing.T) *quiz.Room {
	t.Helper()
	friday := localDate(t, "2026-11-20")
	return &quiz.Room{ID: "console/demo/a", Plan: plan.Default(), LastDone: map[quiz.JobKind]schedule.Date{quiz.JobAsk: friday, quiz.JobDigest: friday}}
}

func TestEvaluate(t *testing.T) {
	open := &quiz.Round{Phase: quiz.Open, Date: localDate(t, "2026-11-23"), ClosesAt: instant(t, "2026-11-23T17:30:00Z")}
	for name, c := range map[string]struct {
		now    string
		change func(*quiz.Room)
		step   *quiz.Job
		round  *quiz.Round
		due    quiz.JobKind // empty for nothing
		wake   string
		missed int
	}{
		"before the digest": {now: "2026-11-23T08:00:00Z", wake: "2026-11-23T09:25:00Z"},
		"the digest":        {now: "2026-11-23T09:25:00Z", due: quiz.JobDigest},
		"the digest served": {
			now: "2026-11-23T09:26:00Z", change: func(r *quiz.Room) { r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-23")) },
			wake: "2026-11-23T09:30:00Z",
		},
		"both at once, the earlier first": {now: "2026-11-23T10:00:00Z", due: quiz.JobDigest},
		"both at once, the question the earlier one": {
			now: "2026-11-23T10:00:00Z", change: func(r *quiz.Room) { r.Plan.Digest = 9*60 + 40 }, due: quiz.JobAsk,
		},
		"a step planned by a clock that ran ahead": {
			now: "2026-11-23T09:31:00Z", step: &quiz.Job{Kind: quiz.JobAsk, Next: instant(t, "2027-11-23T09:32:00Z")}, due: quiz.JobAsk,
		},
		"the question": {
			now: "2026-11-23T09:30:00Z", change: func(r *quiz.Room) { r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-23")) }, due: quiz.JobAsk,
		},
		"the question, late": {
			now: "2026-11-23T13:29:59Z", change: func(r *quiz.Room) { r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-23")) }, due: quiz.JobAsk,
		},
		"the question, too late": {
			now: "2026-11-23T13:30:00Z", change: func(r *quiz.Room) { r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-23")) },
			wake: "2026-11-24T09:25:00Z", missed: 1,
		},
		"both too late":      {now: "2026-11-23T14:00:00Z", wake: "2026-11-24T09:25:00Z", missed: 2},
		"down for two weeks": {now: "2026-12-04T14:00:00Z", wake: "2026-12-07T09:25:00Z", missed: 16},
		"open": {
			now: "2026-11-23T12:00:00Z", change: func(r *quiz.Room) {
				r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-23"))
				r.MarkDone(quiz.JobAsk, localDate(t, "2026-11-23"))
			}, round: open, wake: "2026-11-23T17:30:00Z",
		},
		"the close": {
			now: "2026-11-23T17:30:00Z", change: func(r *quiz.Room) {
				r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-23"))
				r.MarkDone(quiz.JobAsk, localDate(t, "2026-11-23"))
			}, round: open, due: quiz.JobClose,
		},
		"the close, a week late": {
			now: "2026-11-30T09:00:00Z", change: func(r *quiz.Room) {
				r.MarkDone(quiz.JobDigest, localDate(t, "2026-11-27"))
				r.MarkDone(quiz.JobAsk, localDate(t, "2026-11-27"))
			}, round: open, due: quiz.JobClose,
		},
		"a question asked for by hand on a Sunday": {
			now: "2026-11-22T12:00:00Z", change: func(r *quiz.Room) { r.AskNow = true }, due: quiz.JobAsk,
		},
		"a step under way": {
			now: "2026-11-23T09:31:00Z", step: &quiz.Job{Kind: quiz.JobAsk, Next: instant(t, "2026-11-23T09:31:00Z")}, due: quiz.JobAsk,
		},
		"a step that waits": {
			now: "2026-11-23T09:31:00Z", step: &quiz.Job{Kind: quiz.JobAsk, Next: instant(t, "2026-11-23T09:32:00Z")},
			wake: "2026-11-23T09:32:00Z",
		},
	} {
		t.Run(name, func(t *testing.T) {
			room := mondays(t)
			if c.change != nil {
				c.change(room)
			}
			cal, err := NewCalendar(room.Plan)
			if err != nil {
				t.Fatal(err)
			}
			got := cal.Evaluate(room, c.step, c.round, instant(t, c.now))
			if got.IsDue != (c.due != "") || got.IsDue && got.Next.Kind != c.due {
				t.Errorf("due: got %q (%v), want %q", got.Next.Kind, got.IsDue, c.due)
			}
			if c.wake != "" && !got.NextCheck.Equal(instant(t, c.wake)) {
				t.Errorf("wake: got %s, want %s", got.NextCheck, c.wake)
			}
			if len(got.Missed) != c.missed {
				t.Errorf("missed: got %d, want %d", len(got.Missed), c.missed)
			}
		})
	}
}

// A question whose time is shortly before midnight is caught up with on the next day, as the one of
// its own date.
func TestEvaluateAcrossMidnight(t *testing.T) {
	room := mondays(t)
	room.Plan.Ask, room.Plan.Digest, room.Plan.Reveal = timeOfDay(t, "23:30"), timeOfDay(t, "23:00"), schedule.RevealAt{Clock: timeOfDay(t, "18:00")}
	room.MarkDone(quiz.JobDigest, localDate(t, "2026-11-24"))
	cal, err := NewCalendar(room.Plan)
	if err != nil {
		t.Fatal(err)
	}
	got := cal.Evaluate(room, nil, nil, instant(t, "2026-11-24T01:00:00Z"))
	if want := localDate(t, "2026-11-23"); !got.IsDue || got.Next.Kind != quiz.JobAsk || got.Next.Date != want {
		t.Errorf("got %+v, want the question of %s", got.Next, want)
	}
}
