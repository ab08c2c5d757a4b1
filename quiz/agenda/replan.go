package agenda

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
)

// StartFrom starts the daily jobs with the next due times. Times that have passed are marked as
// done.
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

// Replan gives the room another plan. Pending dates before today belong to the old plan and are
// noted as missed.
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
				r.NoteTrouble(quiz.Trouble{At: now, Job: kind, TroubleReason: reason.New(reason.TroubleMissed, "detail", day.String())})
			}
			r.MarkDone(kind, yesterday)
		}
	}
	r.Plan = p
	allowAskToday(r, after, now)
	return nil
}

// allowAskToday reopens today's date if it was given up without a question and the plan's time is
// still ahead, as when a new plan asks later in the day.
func allowAskToday(r *quiz.Room, c Calendar, now time.Time) {
	today := c.Date(now)
	if !r.LastDone[quiz.JobAsk].Before(today) && r.LastAskedOn.Before(today) && !c.AskAt(today).Before(now) {
		r.LastDone[quiz.JobAsk] = today.AddDays(-1)
	}
}

// dailySteps are those that happen once on each expected date.
func dailySteps() []quiz.JobKind { return []quiz.JobKind{quiz.JobDigest, quiz.JobAsk} }

// maxClockSkew is how far planned times may be ahead of the clock. Times further ahead come from a
// wrong clock.
const maxClockSkew = 2 * runner.LongestWait

// sameSchedule reports whether two plans have their daily jobs at the same times.
func sameSchedule(p, q *plan.Plan) bool {
	return p.TimeZone == q.TimeZone && p.Days == q.Days && slices.Equal(p.DaysOff, q.DaysOff) && p.Ask == q.Ask && p.Digest == q.Digest
}

// NewRoom returns a room that starts with the next due times.
func NewRoom(id quiz.RoomID, plan plan.Plan, now time.Time) (quiz.Room, error) {
	calendar, err := NewCalendar(plan)
	if err != nil {
		return quiz.Room{}, err
	}
	room := quiz.Room{ID: id, Plan: plan, Since: now}
	StartFrom(&room, calendar, now)
	return room, nil
}
