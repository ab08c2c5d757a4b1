package agenda

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
)

// StartFrom has the daily steps begin with the first times that come, not with those that passed.
func StartFrom(r *quiz.Room, c Calendar, now time.Time) {
	today := c.Date(now)
	for _, kind := range []quiz.JobKind{quiz.JobAsk, quiz.JobDigest} {
		passed := today
		if !c.jobTime(kind, today).Before(now) {
			passed = today.AddDays(-1)
		}
		r.MarkDone(kind, passed)
	}
}

// Replan gives the room another plan. Dates before today belong to the old one: what of them was not served
// was missed, and the new plan asks for none of them.
func Replan(r *quiz.Room, p plan.Plan, now time.Time) error {
	before, err := NewCalendar(r.Plan)
	if err != nil {
		return err
	}
	after, err := NewCalendar(p)
	if err != nil {
		return err
	}
	if !sameSchedule(&r.Plan, &p) {
		yesterday := after.Date(now).AddDays(-1)
		for _, kind := range dailySteps() {
			for day := range before.PendingDates(r, kind, yesterday) {
				r.NoteTrouble(quiz.Trouble{At: now, Job: kind, Code: reason.TroubleMissed, Detail: day.String()})
			}
			r.MarkDone(kind, yesterday)
		}
	}
	r.Plan = p
	allowAskToday(r, after, now)
	return nil
}

// allowAskToday lets today's question be asked at the plan's time where that is still ahead, though the day was given up,
// as when the room was set up after the time that its plan had then.
func allowAskToday(r *quiz.Room, c Calendar, now time.Time) {
	today := c.Date(now)
	if !r.LastDone[quiz.JobAsk].Before(today) && r.LastAskedOn.Before(today) && !c.AskAt(today).Before(now) {
		r.LastDone[quiz.JobAsk] = today.AddDays(-1)
	}
}

// dailySteps are those that happen once on each expected date.
func dailySteps() []quiz.JobKind { return []quiz.JobKind{quiz.JobDigest, quiz.JobAsk} }

// maxClockSkew is by how much what was planned may lie ahead of the clock; what lies further ahead was planned
// by a clock that was wrong.
const maxClockSkew = 2 * runner.LongestWait

// repairClockSkew corrects what a clock that ran ahead has left behind: dates served too early, which would keep the room
// silent until they come, and a round that would stay open as long. Two days are no sign of that, because a
// room may move to a zone where it is the day before yesterday. It reports whether there was anything.
func repairClockSkew(r *quiz.Room, c Calendar, round *quiz.Round, now time.Time) bool {
	today, wrong := c.Date(now), false
	for kind, served := range r.LastDone {
		if today.AddDays(2).Before(served) {
			r.LastDone[kind], wrong = today, true
		}
	}
	if wrong && today.AddDays(2).Before(r.LastAskedOn) {
		r.LastAskedOn = today
	}
	if round != nil && today.AddDays(2).Before(round.Date) {
		round.Date, wrong = today, true
		round.PlannedAt, round.ClosesAt = now, c.ClosesAt(today, now)
	}
	if wrong {
		r.NoteTrouble(quiz.Trouble{At: now, Job: quiz.JobAsk, Code: reason.TroubleClock})
	}
	return wrong
}

// sameSchedule reports whether two plans have daily steps at the same moments.
func sameSchedule(p, q *plan.Plan) bool {
	return p.TimeZone == q.TimeZone && p.Days == q.Days && slices.Equal(p.DaysOff, q.DaysOff) && p.Ask == q.Ask && p.Digest == q.Digest
}

// NewRoom is a room that starts with the first times that come.
func NewRoom(id quiz.RoomID, plan plan.Plan, now time.Time) (quiz.Room, error) {
	calendar, err := NewCalendar(plan)
	if err != nil {
		return quiz.Room{}, err
	}
	room := quiz.Room{ID: id, Plan: plan, Since: now}
	StartFrom(&room, calendar, now)
	return room, nil
}
