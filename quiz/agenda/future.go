package agenda

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/schedule"
)

// FutureDates returns the daily jobs that are done up to a date after today, with that date.
func (c Calendar) FutureDates(room *quiz.Room, now time.Time) map[quiz.JobKind]schedule.Date {
	future := map[quiz.JobKind]schedule.Date{}
	for _, kind := range dailySteps() {
		if last := room.LastDone[kind]; c.Date(now).Before(last) {
			future[kind] = last
		}
	}
	return future
}

// CorrectFutureDates sets the daily jobs of a room back to today, after a clock that ran ahead. asked
// are the dates of all its planned rounds. Dates after today that were done are kept apart, so that
// nothing is asked or told twice for any date. A job of today comes if it was not done and its
// catch-up window is open.
func (c Calendar) CorrectFutureDates(room *quiz.Room, asked []schedule.Date, now time.Time) {
	today := c.Date(now)
	recent := today.AddDays(-3)
	for kind, last := range c.FutureDates(room, now) {
		done := slices.Clone(asked)
		if kind == quiz.JobDigest {
			if done = slices.Clone(room.DigestDates); len(done) == 0 { // of an older release
				done = append(done, last, today)
			}
		}
		done = append(done, room.DoneAhead[kind]...)
		passed := today.AddDays(-1)
		if now.Before(c.tooLateAt(Due{kind, passed, c.jobTime(kind, passed)})) {
			passed = passed.AddDays(-1)
		}
		var ahead []schedule.Date
		for _, d := range done {
			if !today.Before(d) {
				passed = LaterDate(passed, d)
			}
			if recent.Before(d) { // today's, too: another correction may follow on the same day
				ahead = append(ahead, d)
			}
		}
		room.LastDone[kind] = passed
		slices.SortFunc(ahead, schedule.Date.Compare)
		delete(room.DoneAhead, kind)
		if ahead = slices.Compact(ahead); len(ahead) > 0 {
			if room.DoneAhead == nil {
				room.DoneAhead = map[quiz.JobKind][]schedule.Date{}
			}
			room.DoneAhead[kind] = ahead
		}
	}
	if today.Before(room.LastAskedOn) {
		room.LastAskedOn = schedule.Date{}
		for _, d := range asked {
			if !today.Before(d) {
				room.LastAskedOn = LaterDate(room.LastAskedOn, d)
			}
		}
	}
}
