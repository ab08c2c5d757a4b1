package runner

import "time"

// Timekeeper tells the time and waits.
type Timekeeper interface {
	Now() time.Time
	// After sends once d has passed.
	After(d time.Duration) <-chan time.Time
}

// TimeFunc is a Timekeeper that tells what the function returns, and waits as long as the machine's own clock
// does.
type TimeFunc func() time.Time

// Now implements [Timekeeper].
func (f TimeFunc) Now() time.Time { return f() }

// After implements [Timekeeper].
func (TimeFunc) After(d time.Duration) <-chan time.Time { return time.After(d) }
