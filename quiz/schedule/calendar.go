// Package schedule holds dates, times of day and weekdays in their typed forms, and the calendar
// of a room.
package schedule

import (
	"slices"
	"time"
)

// Horizon is the number of days in which the calendar looks for a planned day. After a longer run
// of days off it looks again.
const Horizon = 400

// Calendar maps a timetable's dates to moments in its time zone.
type Calendar struct {
	times Timetable
	zone  *time.Location
}

// NewCalendar returns the calendar of a timetable, or an error for an unknown time zone.
func NewCalendar(t Timetable) (Calendar, error) {
	zone, err := t.Location()
	return Calendar{t, zone}, err
}

// Zone returns the room's time zone.
func (c Calendar) Zone() *time.Location { return c.zone }

// Date returns the local date at t.
func (c Calendar) Date(t time.Time) Date { return DateOf(t.In(c.zone)) }

// At returns the moment of a wall clock time on a day. For a skipped time it returns the moment of
// the skip, for a repeated time the first occurrence.
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

// wallClock returns the local time of t as the same time in UTC.
func wallClock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// firstOccurrence returns the earlier moment with t's wall clock time, if the time is repeated.
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

// IsPlanned reports whether a question is planned for d: a day of the plan, not a day off, and not
// skipped by the zone (Apia had no 30 December 2011).
func (c Calendar) IsPlanned(d Date) bool {
	return c.times.Days.Has(d.Weekday()) && !slices.Contains(c.times.DaysOff, d) && c.Date(c.At(d, c.times.Ask)) == d
}

// AskAt returns the due time of d's question.
func (c Calendar) AskAt(d Date) time.Time { return c.At(d, c.times.Ask) }

// DigestAt returns the due time of d's digest. It means nothing if the plan has no digests.
func (c Calendar) DigestAt(d Date) time.Time { return c.At(d, c.times.Digest) }

// ClosesAt returns the close of a round of date d asked at the given moment: the plan's reveal
// time, but no later than the next planned question.
func (c Calendar) ClosesAt(d Date, asked time.Time) time.Time {
	closes := c.revealAt(d, asked)
	if next, ok := c.NextAsk(d); ok && next.After(asked) && next.Before(closes) {
		return next
	}
	return closes
}

func (c Calendar) revealAt(d Date, asked time.Time) time.Time {
	if c.times.Reveal.Days > 0 && c.IsPlanned(d) {
		return c.At(d.AddDays(c.times.Reveal.Days), c.times.Reveal.Clock)
	}
	for day := d; ; day = day.AddDays(1) {
		if at := c.At(day, c.times.Reveal.Clock); at.After(asked) {
			return at
		}
	}
}

// NextAsk returns the due time of the first question after d. It reports false if none is planned
// within 400 days.
func (c Calendar) NextAsk(d Date) (time.Time, bool) {
	next, ok := c.nextPlanned(d)
	return c.AskAt(next), ok
}

// nextPlanned returns the first planned date after d.
func (c Calendar) nextPlanned(d Date) (Date, bool) {
	for range Horizon {
		d = d.AddDays(1)
		if c.IsPlanned(d) {
			return d, true
		}
	}
	return d, false
}
