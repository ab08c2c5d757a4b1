package schedule

import (
	"fmt"
	"time"
)

// Date is a day of the calendar. The zero Date is before all others.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of t in t's location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate parses a date like 2026-11-23.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date: write it like 2026-11-23", s)
	}
	return DateOf(t), nil
}

// Midnight returns the start of d in UTC, where all days have the same length.
func (d Date) Midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days after d. n may be negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Midnight().AddDate(0, 0, n)) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Midnight().Weekday() }

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.Midnight().Before(e.Midnight()) }

// Compare returns a negative number if d is before e, and a positive number if d is after e.
func (d Date) Compare(e Date) int { return d.Midnight().Compare(e.Midnight()) }

// After reports whether d is after e.
func (d Date) After(e Date) bool { return e.Before(d) }

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns d like 2026-11-23, and an empty text for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText returns [Date.String].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText parses the output of MarshalText.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}
