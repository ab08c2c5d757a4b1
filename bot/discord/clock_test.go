package discord

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/internal/testing/discordtest"
)

// datedTransport gives each response a Date. It fails while down is true.
type datedTransport struct {
	next http.RoundTripper
	date time.Time
	down atomic.Bool
}

// RoundTrip implements [http.RoundTripper].
func (d *datedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.down.Load() {
		return nil, errors.New("no route to host")
	}
	response, err := d.next.RoundTrip(r)
	if err == nil {
		response.Header.Set("Date", d.date.UTC().Format(http.TimeFormat))
	}
	return response, err
}

// The platform's time is the Date of a new response, not of an earlier one or this machine's clock.
func TestPlatformTime(t *testing.T) {
	dated := &datedTransport{date: time.Now().AddDate(0, 0, -40)}
	server := discordtest.New(t, time.Now)
	dated.next = server.Transport()
	s := adapterFor(t, server, Options{Transport: dated, Log: slog.New(slog.DiscardHandler)})
	for range 2 {
		at, err := s.PlatformTime(t.Context())
		if err != nil || at.Sub(dated.date).Abs() > time.Minute {
			t.Errorf("got %v, %v, want %v", at, err, dated.date)
		}
		dated.date = dated.date.AddDate(0, 0, 10)
	}
	dated.down.Store(true)
	limited, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // it tries again until then
	defer cancel()
	if at, err := s.PlatformTime(limited); err == nil {
		t.Errorf("out of reach: got %v", at)
	}
}
