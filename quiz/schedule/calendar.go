// Package schedule holds dates, times of day and days of the week as people type them, and the calendar of a room.
package schedule

import (
	"slices"
	"time"
)

// Horizon is how many days ahead the calendar looks for a planned day; a plan with more days off than
// that in a row is looked at again after them.
const Horizon = 400

// Calendar is a timetable set against real time: it knows when the dates of a room begin, end and fall due.
type Calendar struct {
	times Timetable
	zone  *time.Location
}

// NewCalendar returns the calendar of a timetable, or an error where its time zone is unknown.
func NewCalendar(t Timetable) (Calendar, error) {
	zone, err := t.Location()
	return Calendar{t, zone}, err
}

// Zone is the room's time zone.
func (c Calendar) Zone() *time.Location { return c.zone }

// Date is the local date at t.
func (c Calendar) Date(t time.Time) Date { return DateOf(t.In(c.zone)) }

// At is the moment when the wall clock shows the given time on the given day. A time that the clock skips
// is the moment at which it skips; of a time that comes twice it is the first.
func (c Calendar) At(d Date, clock Clock) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, int(clock), 0, 0, c.zone)
	want := d.Midnight().Add(time.Duration(clock) * time.Minute)
	if shown := wallClock(t); !shown.Equal(want) {
		start, end := t.ZoneBounds()
		if shown.Before(want) {
			return end
		}
		return start
	}
	return firstOccurrence(t)
}

// wallClock is what the clock on t's wall shows, as if it hung in UTC.
func wallClock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// firstOccurrence is the earlier of the two moments that show t's wall clock, where there are two.
func firstOccurrence(t time.Time) time.Time {
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Nanosecond).Zone()
	_, now := t.Zone()
	earlier := t.Add(-time.Duration(before-now) * time.Second)
	if earlier.Before(start) && wallClock(earlier).Equal(wallClock(t)) {
		return earlier
	}
	return t
}

// Planned reports whether a question is planned for d: one of the plan's days, not a day off, and a day
// that the zone did not leave out (Apia had no 30 December 2011).
func (c Calendar) Planned(d Date) bool {
	return c.times.Days.Has(d.Weekday()) && !slices.Contains(c.times.DaysOff, d) && c.Date(c.At(d, c.times.Ask)) == d
}

// AskAt is when the question of d is due.
func (c Calendar) AskAt(d Date) time.Time { return c.At(d, c.times.Ask) }

// DigestAt is when the digest of d is due. It means nothing for a plan without digests.
func (c Calendar) DigestAt(d Date) time.Time { return c.At(d, c.times.Digest) }

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
	if c.times.Reveal.Days > 0 && c.Planned(d) {
		return c.At(d.AddDays(c.times.Reveal.Days), c.times.Reveal.Clock)
	}
	for day := d; ; day = day.AddDays(1) {
		if at := c.At(day, c.times.Reveal.Clock); at.After(asked) {
			return at
		}
	}
}

// NextAsk is when the first question after date d is due. It reports false where none is planned within
// 400 days.
func (c Calendar) NextAsk(d Date) (time.Time, bool) {
	next, ok := c.nextPlanned(d)
	return c.AskAt(next), ok
}

// nextPlanned is the first planned date after d.
func (c Calendar) nextPlanned(d Date) (Date, bool) {
	for range Horizon {
		d = d.AddDays(1)
		if c.Planned(d) {
			return d, true
		}
	}
	return d, false
}
