package adapter

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// maxClockSkew is the difference between the clocks from which on the log and the status warn.
const maxClockSkew = time.Minute

// ClockCheck is a transport that compares this machine's clock with the Date header of the
// platform's responses. With a wrong clock, questions come at the wrong time.
type ClockCheck struct {
	// Title is the platform's name as people write it, such as Slack.
	Title string
	Log   *slog.Logger
	Next  http.RoundTripper
	// Now is this machine's clock.
	Now func() time.Time

	mu     sync.Mutex
	skew   time.Duration
	warned bool
	date   time.Time // of the last response
	read   time.Time // when it was read, with the monotonic time
}

// RoundTrip implements [http.RoundTripper].
func (c *ClockCheck) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := c.Next.RoundTrip(r)
	if err != nil {
		return response, err
	}
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		c.compareWithDate(date)
	}
	return response, nil
}

func (c *ClockCheck) compareWithDate(date time.Time) {
	skew := c.Now().Sub(date).Round(time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skew, c.date, c.read = skew, date, time.Now()
	if off := skew.Abs() > maxClockSkew; off != c.warned {
		c.warned = off
		if off {
			c.Log.Warn("this machine's clock is off: questions come at the wrong time until it is set", "ahead", skew)
		}
	}
}

// PlatformTime returns the platform's time now by its last response, zero before the first one.
func (c *ClockCheck) PlatformTime() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.date.IsZero() {
		return c.date
	}
	return c.date.Add(time.Since(c.read))
}

// Err returns an error if the clock is off.
func (c *ClockCheck) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.skew > maxClockSkew:
		return fmt.Errorf("this machine's clock is %v ahead of %s's: set it, or switch time synchronization on", c.skew, c.Title)
	case c.skew < -maxClockSkew:
		return fmt.Errorf("this machine's clock is %v behind %s's: set it, or switch time synchronization on", -c.skew, c.Title)
	}
	return nil
}

// idleConnections is how many idle connections to one host are kept: in a busy minute every answer
// is a request of its own.
const idleConnections = 64

// NewTransport returns a copy of Go's default transport with enough idle connections for a busy
// minute.
func NewTransport() *http.Transport {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: idleConnections}
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = idleConnections
	return t
}
