package quiz

import (
	"slices"
	"time"
)

// Horizon is how many days ahead the calendar looks for a planned day; a plan with more days off than
// that in a row is looked at again after them.
const Horizon = 400

// Calendar is a plan set against real time: it knows when the dates of a room begin, end and fall due.
type Calendar struct {
	plan Plan
	zone *time.Location
}

// NewCalendar returns the calendar of a plan, or an error where its time zone is unknown.
func NewCalendar(p Plan) (Calendar, error) {
	zone, err := p.zone()
	return Calendar{p, zone}, err
}

// Zone is the room's time zone.
func (c Calendar) Zone() *time.Location { return c.zone }

// Date is the local date at t.
func (c Calendar) Date(t time.Time) Date { return DateOf(t.In(c.zone)) }

// At is the moment when the wall clock shows the given time on the given day. A time that the clock skips
// is the moment at which it skips; of a time that comes twice it is the first.
func (c Calendar) At(d Date, clock Clock) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, int(clock), 0, 0, c.zone)
	want := d.midnight().Add(time.Duration(clock) * time.Minute)
	if shown := wall(t); !shown.Equal(want) {
		start, end := t.ZoneBounds()
		if shown.Before(want) {
			return end
		}
		return start
	}
	return first(t)
}

// wall is what the clock on t's wall shows, as if it hung in UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// first is the earlier of the two moments that show t's wall clock, where there are two.
func first(t time.Time) time.Time {
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Nanosecond).Zone()
	_, now := t.Zone()
	earlier := t.Add(-time.Duration(before-now) * time.Second)
	if earlier.Before(start) && wall(earlier).Equal(wall(t)) {
		return earlier
	}
	return t
}

// Planned reports whether a question is planned for d: one of the plan's days, not a day off, and a day
// that the zone did not leave out (Apia had no 30 December 2011).
func (c Calendar) Planned(d Date) bool {
	return c.plan.Days.Has(d.Weekday()) && !slices.Contains(c.plan.DaysOff, d) && c.Date(c.At(d, c.plan.Ask)) == d
}

// AskAt is when the question of d is due.
func (c Calendar) AskAt(d Date) time.Time { return c.At(d, c.plan.Ask) }

// DigestAt is when the digest of d is due. It means nothing for a plan without digests.
func (c Calendar) DigestAt(d Date) time.Time { return c.At(d, c.plan.Digest) }

// ClosesAt is when a round of date d that is asked at the given moment closes: at the plan's reveal time,
// but never later than the next planned question, which needs the room.
func (c Calendar) ClosesAt(d Date, asked time.Time) time.Time {
	closes := c.revealAt(d, asked)
	if next, ok := c.NextAsk(d); ok && next.After(asked) && next.Before(closes) {
		return next
	}
	return closes
}

func (c Calendar) revealAt(d Date, asked time.Time) time.Time {
	if c.plan.Reveal.Days > 0 && c.Planned(d) {
		return c.At(d.AddDays(c.plan.Reveal.Days), c.plan.Reveal.Clock)
	}
	for day := d; ; day = day.AddDays(1) {
		if at := c.At(day, c.plan.Reveal.Clock); at.After(asked) {
			return at
		}
	}
}

// NextAsk is when the first question after date d is due. It reports false where none is planned within
// 400 days.
func (c Calendar) NextAsk(d Date) (time.Time, bool) {
	next, ok := c.next(d)
	return c.AskAt(next), ok
}

// next is the first planned date after d.
func (c Calendar) next(d Date) (Date, bool) {
	for range Horizon {
		d = d.AddDays(1)
		if c.Planned(d) {
			return d, true
		}
	}
	return d, false
}
