package schedule

import (
	"fmt"
	"time"
)

// Date is a day of the calendar in some room's zone. The zero Date comes before every other.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that t shows in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads a day written like 2026-11-23.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date: write it like 2026-11-23", s)
	}
	return DateOf(t), nil
}

// Midnight is the start of d in UTC, where no day is longer than another.
func (d Date) Midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days after d, before it where n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Midnight().AddDate(0, 0, n)) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Midnight().Weekday() }

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.Midnight().Before(e.Midnight()) }

// Compare orders dates for sorting: it is negative where d comes before e, and positive where d comes after e.
func (d Date) Compare(e Date) int { return d.Midnight().Compare(e.Midnight()) }

// After reports whether d comes After e.
func (d Date) After(e Date) bool { return e.Before(d) }

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// String returns d like 2026-11-23, and nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes d as [Date.String] does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}
