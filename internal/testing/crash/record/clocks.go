package record

import "time"

// WrongClock is a life of the service with a clock that was wrong.
type WrongClock struct {
	From, To time.Time
	// Offset is how far it was ahead, negative where it was behind.
	Offset time.Duration
}

// maxTrusted is how far a clock may be ahead without being noticed.
const maxTrusted = 24 * time.Hour

// WrongClocks are the wrong clocks of a run.
type WrongClocks []WrongClock

// LatestShown returns the latest time that a trusted clock had shown until at. What is due by then may
// have been decided at that time.
func (w WrongClocks) LatestShown(at time.Time) time.Time {
	latest := at
	for _, c := range w {
		if c.From.After(at) || c.Offset > maxTrusted {
			continue
		}
		until := c.To
		if at.Before(until) {
			until = at
		}
		if shown := until.Add(c.Offset); shown.After(latest) {
			latest = shown
		}
	}
	return latest
}

// TrueTimes returns the earliest and the latest time at which a clock may have shown a time.
func (w WrongClocks) TrueTimes(shown time.Time) (earliest, latest time.Time) {
	earliest, latest = shown, shown
	for _, c := range w {
		at := shown.Add(-c.Offset)
		if at.Before(c.From) || at.After(c.To) {
			continue
		}
		if at.Before(earliest) {
			earliest = at
		}
		if at.After(latest) {
			latest = at
		}
	}
	return earliest, latest
}
