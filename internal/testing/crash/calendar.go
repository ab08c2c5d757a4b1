package main

import (
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// calendar is the checker's own reading of a plan, independent of the product's. It searches the
// clock minute by minute instead of computing a time.
type calendar struct {
	plan plan.Plan
	zone *time.Location
}

func newCalendar(p plan.Plan) (calendar, error) {
	zone, err := time.LoadLocation(p.TimeZone)
	return calendar{p, zone}, err
}

// firstMinuteAt returns the first minute at which the local clock shows the given time of the
// date, or has skipped it.
func (c calendar) firstMinuteAt(d schedule.Date, at schedule.Clock) time.Time {
	want := time.Date(d.Year, d.Month, d.Day, 0, int(at), 0, 0, time.UTC)
	for t := want.Add(-16 * time.Hour); ; t = t.Add(time.Minute) {
		_, offset := t.In(c.zone).Zone()
		if shown := t.Add(time.Duration(offset) * time.Second); !shown.Before(want) {
			return t
		}
	}
}

// askTime and digestTime return the times at which the question and the digest of a date are due.
func (c calendar) askTime(d schedule.Date) time.Time    { return c.firstMinuteAt(d, c.plan.Ask) }
func (c calendar) digestTime(d schedule.Date) time.Time { return c.firstMinuteAt(d, c.plan.Digest) }

// closeTime returns the time at which the round of a date closes.
func (c calendar) closeTime(d schedule.Date) time.Time {
	if n := c.plan.Reveal.Days; n > 0 {
		return c.firstMinuteAt(d.AddDays(n), c.plan.Reveal.Clock)
	}
	asked := c.askTime(d)
	for ; ; d = d.AddDays(1) {
		if at := c.firstMinuteAt(d, c.plan.Reveal.Clock); at.After(asked) {
			return at
		}
	}
}

// deadline returns the end of the catch-up window of a job.
func (c calendar) deadline(due, closes time.Time) time.Time {
	late := due.Add(c.plan.CatchUp)
	if !closes.IsZero() && closes.Before(late) {
		return closes
	}
	return late
}

// lastDueDate returns the date of the last job due at or before t.
func (c calendar) lastDueDate(t time.Time, due func(schedule.Date) time.Time) schedule.Date {
	d := schedule.DateOf(t.In(c.zone)).AddDays(1)
	for t.Before(due(d)) {
		d = d.AddDays(-1)
	}
	return d
}

// datesDue returns the dates whose job is due between two times.
func (c calendar) datesDue(from, to time.Time, due func(schedule.Date) time.Time) []schedule.Date {
	var list []schedule.Date
	for d := c.lastDueDate(from, due); !due(d).After(to); d = d.AddDays(1) {
		if !due(d).Before(from) {
			list = append(list, d)
		}
	}
	return list
}
