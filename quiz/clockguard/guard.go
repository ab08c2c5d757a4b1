package clockguard

import (
	"fmt"
	"sync"
	"time"
)

// Options are the clocks of a [Guard].
type Options struct {
	// Now is this machine's clock.
	Now func() time.Time
	// Elapsed is the monotonic time, nil for that of the process.
	Elapsed func() time.Duration
	// Floor is a time that has certainly passed, within a day: that of the program's build. A clock before
	// it is wrong in a new store, too.
	Floor time.Time
	// AnyJump says that the clock may jump ahead, as a virtual one does.
	AnyJump bool
}

// Guard judges the clock by its readings so far. It is safe for concurrent use.
type Guard struct {
	options Options

	mu        sync.Mutex
	newest    time.Time
	confirmed reading // the last one, zero before the first
	jumped    reading // the first one after a jump ahead, zero without one
	platform  reading // of a platform's clock, zero if unknown
	verdict   Verdict
}

// reading is a clock at a monotonic time.
type reading struct {
	at      time.Time
	elapsed time.Duration
}

// since returns the time that the reading leads to at a monotonic time, zero for no reading.
func (r reading) since(elapsed time.Duration) time.Time {
	if r.at.IsZero() {
		return r.at
	}
	return r.at.Add(elapsed - r.elapsed)
}

// New returns a Guard.
func New(o Options) *Guard {
	if o.Elapsed == nil {
		start := time.Now()
		o.Elapsed = func() time.Duration { return time.Since(start) }
	}
	return &Guard{options: o}
}

// Check judges the clock by the newest moment in the store. It returns the time to decide by. While
// the clock isn't trusted, that time stands still at the newest moment, and nothing may be decided.
func (g *Guard) Check(newest time.Time) (time.Time, Verdict) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.newest = newest
	return g.read()
}

// Time returns the time to record by, as Check does for the newest moment that it was last told.
func (g *Guard) Time() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, _ := g.read()
	return now
}

// Verdict returns the last verdict.
func (g *Guard) Verdict() Verdict {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.verdict
}

// NotePlatform tells the Guard the time by a platform's clock.
func (g *Guard) NotePlatform(at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.platform = reading{at, g.options.Elapsed()}
}

// PlatformAgrees reports whether a platform's clock shows the same time as this machine's. It is false
// if no platform was asked lately.
func (g *Guard) PlatformAgrees() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	platform := g.platformTime(g.options.Elapsed())
	return !platform.IsZero() && g.options.Now().Sub(platform).Abs() <= Tolerance
}

// platformTime returns the time by a platform's clock, zero if it is unknown.
func (g *Guard) platformTime(elapsed time.Duration) time.Time {
	if elapsed-g.platform.elapsed > platformFresh {
		return time.Time{}
	}
	return g.platform.since(elapsed)
}

// read judges the clock as it is now.
func (g *Guard) read() (time.Time, Verdict) {
	r := reading{g.options.Now().Round(0), g.options.Elapsed()}
	e := Evidence{
		Now: r.at, Newest: g.newest, Expected: g.confirmed.since(r.elapsed), Platform: g.platformTime(r.elapsed), Floor: g.options.Floor, AnyJump: g.options.AnyJump,
	}
	g.verdict = Judge(e)
	switch {
	case g.verdict != Ahead || !e.Platform.IsZero():
		g.jumped = reading{}
	case g.jumped.at.IsZero() || r.at.Sub(g.jumped.since(r.elapsed)).Abs() > Tolerance:
		g.jumped = r
	case r.elapsed-g.jumped.elapsed >= SecondReading:
		e.ReadTwice = true
		g.verdict = Judge(e)
	}
	if g.verdict == Trusted {
		if g.confirmed.at.IsZero() || e.ReadTwice || !e.Platform.IsZero() {
			g.confirmed, g.jumped = r, reading{}
		}
		return r.at, Trusted
	}
	for _, known := range []time.Time{g.newest, g.confirmed.at, e.Platform, e.Floor} {
		if !known.IsZero() {
			return known, g.verdict
		}
	}
	return r.at, g.verdict
}

// Refute returns an error if this machine's clock is wrong by more than what is in the store: by a
// platform's clock, or because it is before the build of the program.
func (g *Guard) Refute() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.options.Now()
	if platform := g.platformTime(g.options.Elapsed()); !platform.IsZero() {
		if now.Sub(platform).Abs() > Tolerance {
			return fmt.Errorf("it is %s by this machine's clock, and %s by a platform's: set the clock first", inUTC(now), inUTC(platform))
		}
		return nil
	}
	if !g.options.AnyJump && now.Before(g.options.Floor.Add(-MaxJump)) {
		return fmt.Errorf("it is %s by this machine's clock, and this program was built on %s: set the clock first", inUTC(now), inUTC(g.options.Floor))
	}
	return nil
}

func inUTC(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// Accept takes this machine's clock for confirmed, and newest for the newest moment in the store.
func (g *Guard) Accept(newest time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.newest, g.confirmed, g.jumped = newest, reading{g.options.Now().Round(0), g.options.Elapsed()}, reading{}
	g.read()
}
