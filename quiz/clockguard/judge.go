// Package clockguard judges whether this machine's clock can be trusted, before anything is decided
// by it.
package clockguard

import "time"

const (
	// Tolerance is how far the clock may be behind the newest moment in the store.
	Tolerance = time.Minute
	// MaxJump is how far the clock may jump ahead without a confirmation.
	MaxJump = 24 * time.Hour
	// SecondReading is the time between the two readings that confirm a jump ahead. A clock that is
	// wrong after a boot is usually set within it.
	SecondReading = 15 * time.Minute
	// platformFresh is how long the time of a platform is taken for known after it was read.
	platformFresh = 10 * time.Minute
)

// Verdict says whether the clock can be trusted.
type Verdict string

// The verdicts. Nothing is decided unless the clock is trusted.
const (
	Trusted Verdict = ""
	Behind  Verdict = "behind" // behind the newest moment in the store, the build, or by more than a day a platform
	Ahead   Verdict = "ahead"  // it jumped ahead by more than a day, and nothing confirms that
)

// Evidence is everything that is known about the time at one moment. Unknown times are zero.
type Evidence struct {
	// Now is this machine's clock.
	Now time.Time
	// Newest is the newest moment in the store.
	Newest time.Time
	// Expected is the last confirmed time plus the monotonic time since.
	Expected time.Time
	// Platform is the time by a platform's clock.
	Platform time.Time
	// Floor is a time that has certainly passed, within a day: that of the program's build.
	Floor time.Time
	// ReadTwice says that a second reading agreed with the first one after a jump.
	ReadTwice bool
	// AnyJump says that the clock may jump ahead, as a virtual one does.
	AnyJump bool
}

// Judge returns the verdict on the clock.
func Judge(e Evidence) Verdict {
	if e.Now.Before(e.Newest.Add(-Tolerance)) {
		return Behind
	}
	if e.AnyJump {
		return Trusted
	}
	if !e.Platform.IsZero() {
		switch off := e.Now.Sub(e.Platform); {
		case off > MaxJump:
			return Ahead
		case off < -MaxJump:
			return Behind
		}
		return Trusted
	}
	if e.Now.Before(e.Floor.Add(-MaxJump)) {
		return Behind
	}
	last := e.Expected
	if last.IsZero() {
		last = e.Newest
	}
	if !last.IsZero() && e.Now.Sub(last) > MaxJump && !e.ReadTwice {
		return Ahead
	}
	return Trusted
}
