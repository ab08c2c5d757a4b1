package record

import "time"

// Clock is virtual time. It keeps running while the service is down. It implements
// [quiz.Timekeeper].
type Clock struct {
	// Virtual is the virtual time at the real time Real. Speed is the number of virtual seconds in
	// a real one.
	Virtual time.Time `json:"virtual"`
	Real    time.Time `json:"real"`
	Speed   float64   `json:"speed"`
}

// shortestWait is the minimum of a wait. At thousands of virtual seconds a second the runner would
// poll without a pause.
const shortestWait = time.Millisecond

// Now returns the virtual time.
func (c Clock) Now() time.Time { return c.VirtualAt(time.Now()) }

// VirtualAt returns the virtual time at a real one.
func (c Clock) VirtualAt(t time.Time) time.Time {
	return c.Virtual.Add(time.Duration(float64(t.Sub(c.Real)) * c.Speed))
}

// After sends once the virtual duration d has passed.
func (c Clock) After(d time.Duration) <-chan time.Time {
	return time.After(max(c.RealDuration(d), shortestWait))
}

// RealDuration converts a virtual duration to real time.
func (c Clock) RealDuration(d time.Duration) time.Duration {
	return time.Duration(float64(d) / c.Speed)
}
