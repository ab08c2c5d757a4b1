package main

import (
	"time"

	"quizbot/quiz"
)

// calendar is the checker's own reading of a plan, written apart from the product's: it looks for moments on the
// clock minute by minute instead of computing them.
type calendar struct {
	plan quiz.Plan
	zone *time.Location
}

func newCalendar(p quiz.Plan) (calendar, error) {
	zone, err := time.LoadLocation(p.TimeZone)
	return calendar{p, zone}, err
}

// moment is the first minute at which the clock on the wall shows the given time of the given date, or has
// skipped it.
func (c calendar) moment(d quiz.Date, at quiz.Clock) time.Time {
	want := time.Date(d.Year, d.Month, d.Day, 0, int(at), 0, 0, time.UTC)
	for t := want.Add(-16 * time.Hour); ; t = t.Add(time.Minute) {
		_, offset := t.In(c.zone).Zone()
		if shown := t.Add(time.Duration(offset) * time.Second); !shown.Before(want) {
			return t
		}
	}
}

// asks is when the question of a date is due, digests when its digest is.
func (c calendar) asks(d quiz.Date) time.Time    { return c.moment(d, c.plan.Ask) }
func (c calendar) digests(d quiz.Date) time.Time { return c.moment(d, c.plan.Digest) }

// closes is when the round of a date closes.
func (c calendar) closes(d quiz.Date) time.Time {
	if n := c.plan.Reveal.Days; n > 0 {
		return c.moment(d.AddDays(n), c.plan.Reveal.Clock)
	}
	asked := c.asks(d)
	for ; ; d = d.AddDays(1) {
		if at := c.moment(d, c.plan.Reveal.Clock); at.After(asked) {
			return at
		}
	}
}

// lateFor is until when a step of a date that is due at a time may come.
func (c calendar) lateFor(due, closes time.Time) time.Time {
	late := due.Add(c.plan.CatchUp)
	if !closes.IsZero() && closes.Before(late) {
		return closes
	}
	return late
}

// dateOf is the date whose step, as due tells it, is the last one at or before t.
func (c calendar) dateOf(t time.Time, due func(quiz.Date) time.Time) quiz.Date {
	d := quiz.DateOf(t.In(c.zone)).AddDays(1)
	for t.Before(due(d)) {
		d = d.AddDays(-1)
	}
	return d
}

// dates are those whose step is due from one moment to another.
func (c calendar) dates(from, to time.Time, due func(quiz.Date) time.Time) []quiz.Date {
	var list []quiz.Date
	for d := c.dateOf(from, due); !due(d).After(to); d = d.AddDays(1) {
		if !due(d).Before(from) {
			list = append(list, d)
		}
	}
	return list
}
