package record

import (
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// Calendar is the checker's own reading of a plan, independent of the product's. It searches the
// clock minute by minute instead of computing a time.
type Calendar struct {
	plan plan.Plan
	zone *time.Location
}

// NewCalendar returns the calendar of a plan.
func NewCalendar(p plan.Plan) (Calendar, error) {
	zone, err := time.LoadLocation(p.TimeZone)
	return Calendar{p, zone}, err
}

// FirstMinuteAt returns the first minute at which the local clock shows the given time of the
// date, or has skipped it.
func (c Calendar) FirstMinuteAt(d schedule.Date, at schedule.Clock) time.Time {
	want := time.Date(d.Year, d.Month, d.Day, 0, int(at), 0, 0, time.UTC)
	for t := want.Add(-16 * time.Hour); ; t = t.Add(time.Minute) {
		_, offset := t.In(c.zone).Zone()
		if shown := t.Add(time.Duration(offset) * time.Second); !shown.Before(want) {
			return t
		}
	}
}

// AskTime returns the time at which the question of a date is due.
func (c Calendar) AskTime(d schedule.Date) time.Time { return c.FirstMinuteAt(d, c.plan.Ask) }

// DigestTime returns the time at which the digest of a date is due.
func (c Calendar) DigestTime(d schedule.Date) time.Time { return c.FirstMinuteAt(d, c.plan.Digest) }

// CloseTime returns the time at which the round of a date closes.
func (c Calendar) CloseTime(d schedule.Date) time.Time {
	if n := c.plan.Reveal.Days; n > 0 {
		return c.FirstMinuteAt(d.AddDays(n), c.plan.Reveal.Clock)
	}
	asked := c.AskTime(d)
	for ; ; d = d.AddDays(1) {
		if at := c.FirstMinuteAt(d, c.plan.Reveal.Clock); at.After(asked) {
			return at
		}
	}
}

// Deadline returns the end of the catch-up window of a job.
func (c Calendar) Deadline(due, closes time.Time) time.Time {
	late := due.Add(c.plan.CatchUp)
	if !closes.IsZero() && closes.Before(late) {
		return closes
	}
	return late
}

// LastDueDate returns the date of the last job due at or before t.
func (c Calendar) LastDueDate(t time.Time, due func(schedule.Date) time.Time) schedule.Date {
	d := schedule.DateOf(t.In(c.zone)).AddDays(1)
	for t.Before(due(d)) {
		d = d.AddDays(-1)
	}
	return d
}

// DatesDue returns the dates whose job is due between two times.
func (c Calendar) DatesDue(from, to time.Time, due func(schedule.Date) time.Time) []schedule.Date {
	var list []schedule.Date
	for d := c.LastDueDate(from, due); !due(d).After(to); d = d.AddDays(1) {
		if !due(d).Before(from) {
			list = append(list, d)
		}
	}
	return list
}
