package slack

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// datedTransport gives each response a Date. It fails while down is true.
type datedTransport struct {
	date time.Time
	down atomic.Bool
}

// RoundTrip implements [http.RoundTripper].
func (d *datedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.down.Load() {
		return nil, errors.New("no route to host")
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		response.Header.Set("Date", d.date.UTC().Format(http.TimeFormat))
	}
	return response, err
}

// The platform's time is the Date of a new response, not of an earlier one or this machine's clock.
func TestPlatformTime(t *testing.T) {
	dated := &datedTransport{date: time.Now().AddDate(0, 0, -40)}
	s := newHarness(t, Options{Transport: dated})
	for range 2 {
		at, err := s.bot.PlatformTime(t.Context())
		if err != nil || at.Sub(dated.date).Abs() > time.Minute {
			t.Errorf("got %v, %v, want %v", at, err, dated.date)
		}
		dated.date = dated.date.AddDate(0, 0, 10)
	}
	dated.down.Store(true)
	if at, err := s.bot.PlatformTime(t.Context()); err == nil {
		t.Errorf("out of reach: got %v", at)
	}
}
