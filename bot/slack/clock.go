package slack

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// maxSkew is the difference between this machine's clock and Slack's from which on the log and the status warn.
const maxSkew = time.Minute

// clock is a transport that compares this machine's clock with the Date header of Slack's responses. With a wrong clock,
// questions come at the wrong time.
type clock struct {
	log  *slog.Logger
	next http.RoundTripper
	now  func() time.Time

	mu     sync.Mutex
	skew   time.Duration
	warned bool
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

func (c *clock) compare(slackTime time.Time) {
	skew := c.now().Sub(slackTime).Round(time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skew = skew
	if off := skew.Abs() > maxSkew; off != c.warned {
		c.warned = off
		if off && c.log != nil {
			c.log.Warn("this machine's clock is off: questions come at the wrong time until it is set", "ahead", skew)
		}
	}
}

// check returns an error if the clock is off.
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
