package slack

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// maxSkew is how far this machine's clock may be off from Slack's before that is said.
const maxSkew = time.Minute

// clock carries requests, and compares this machine's clock with the time that Slack's responses tell. Questions would come
// at the wrong time by a clock that is off.
type clock struct {
	log  *slog.Logger
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	skew time.Duration
	said bool
}

// RoundTrip implements [http.RoundTripper].
func (c *clock) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := c.next.RoundTrip(r)
	if err != nil {
		return response, err
	}
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		c.compare(date)
	}
	return response, nil
}

func (c *clock) compare(theirs time.Time) {
	skew := c.now().Sub(theirs).Round(time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skew = skew
	if off := skew.Abs() > maxSkew; off != c.said {
		c.said = off
		if off && c.log != nil {
			c.log.Warn("this machine's clock is off: questions come at the wrong time until it is set", "ahead", skew)
		}
	}
}

// check returns an error where the clock is off.
func (c *clock) check() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.skew > maxSkew:
		return fmt.Errorf("this machine's clock is %v ahead of Slack's: set it, or switch time synchronization on", c.skew)
	case c.skew < -maxSkew:
		return fmt.Errorf("this machine's clock is %v behind Slack's: set it, or switch time synchronization on", -c.skew)
	}
	return nil
}
