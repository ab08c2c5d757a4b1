package main

import "time"

// clock is virtual time, which goes on while the service is dead. It implements [runner.Timekeeper].
type clock struct {
	// Virtual is the virtual time at the real time Real; Speed is how many virtual seconds pass in a real one.
	Virtual time.Time `json:"virtual"`
	Real    time.Time `json:"real"`
	Speed   float64   `json:"speed"`
}

// shortestWait is how long a wait takes at least. At thousands of virtual seconds a second the Runner would look
// without a pause.
const shortestWait = time.Millisecond

// Now is the virtual time.
func (c clock) Now() time.Time { return c.at(time.Now()) }

// at is the virtual time at a real one.
func (c clock) at(t time.Time) time.Time {
	return c.Virtual.Add(time.Duration(float64(t.Sub(c.Real)) * c.Speed))
}

// After sends once the virtual duration d has passed.
func (c clock) After(d time.Duration) <-chan time.Time {
	return time.After(max(c.takes(d), shortestWait))
}

// takes is how much real time a virtual duration takes.
func (c clock) takes(d time.Duration) time.Duration { return time.Duration(float64(d) / c.Speed) }
