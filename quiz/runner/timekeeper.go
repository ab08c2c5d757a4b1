package runner

import "time"

// Timekeeper tells the time and waits.
type Timekeeper interface {
	Now() time.Time
	// After sends once d has passed.
	After(d time.Duration) <-chan time.Time
}

// TimeFunc is a [Timekeeper] with a time of its own. It waits by the machine's clock.
type TimeFunc func() time.Time

// Now implements [Timekeeper].
func (f TimeFunc) Now() time.Time { return f() }

// After implements [Timekeeper].
func (TimeFunc) After(d time.Duration) <-chan time.Time { return time.After(d) }
