package gateway

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

// rateOf is what an answer says of its route's rate.
func rateOf(name string, left int, after string) http.Header {
	h := http.Header{}
	h.Set("X-RateLimit-Bucket", name)
	h.Set("X-RateLimit-Limit", "5")
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", after)
	return h
}

// A bucket counts down from the last response, separately for each channel and jointly for all
// routes sharing it, until it is refilled.
func TestRatesAreCounted(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	post, other := RouteOf("POST", "/channels/1/messages"), RouteOf("POST", "/channels/2/messages")
	patch := RouteOf("PATCH", "/channels/1/messages/9")
	l := newRateLimits()
	pauses := func(what string, r Route, at time.Time, want time.Duration) {
		t.Helper()
		if got := l.reserve(r, at); got != want {
			t.Errorf("%s: got a pause of %v, want %v", what, got, want)
		}
	}
	l.update(post, rateOf("b", 2, "2.5"), false, now)
	pauses("the first", post, now, 0)
	pauses("the second", post, now, 0)
	pauses("the third", post, now.Add(time.Second), 1500*time.Millisecond)
	pauses("another channel", other, now, 0)
	pauses("another route", patch, now, 0)
	l.update(patch, rateOf("b", 7, "1"), false, now) // which tells of a time before those two
	pauses("another route of the same rate", patch, now, time.Second)
	pauses("filled up again", post, now.Add(time.Second), 0)
	l.update(post, rateOf("b", 1, "2"), false, now.Add(2*time.Second))
	pauses("as many as the next answer leaves", post, now.Add(2*time.Second), 0)
	pauses("and no more", post, now.Add(2*time.Second), 2*time.Second)
}

// A bucket known only from a refusal is kept too, as is one of a late response.
func TestRefusedRate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l := newRateLimits()
	r, other := RouteOf("POST", "/channels/1/messages"), RouteOf("DELETE", "/channels/1/messages/2")
	l.Refused(r, 2*time.Second, RouteScope, now)
	if got := l.reserve(r, now); got != 2*time.Second {
		t.Errorf("the route: got a pause of %v, want 2s", got)
	}
	if got := l.reserve(other, now); got != 0 {
		t.Errorf("another route: got a pause of %v, want none", got)
	}
}

// Answers to interactions count for no rate, whatever Discord's answer says of one.
func TestFreeRoutes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l := newRateLimits()
	r := RouteOf("POST", "/interactions/1/secret/callback")
	l.update(r, rateOf("b", 0, "5"), false, now)
	if got := l.reserve(r, now); got != 0 || len(l.buckets) != 0 {
		t.Errorf("got a pause of %v, and %d rates are kept", got, len(l.buckets))
	}
	l.Refused(r, 5*time.Second, RouteScope, now)
	if got := l.reserve(r, now); got != 0 {
		t.Errorf("after a refusal: got a pause of %v", got)
	}
}

// Rates that nobody uses are forgotten, once they are over: there is one for each interaction.
func TestRatesAreForgotten(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l := newRateLimits()
	for i := range 100 {
		l.update(RouteOf("POST", fmt.Sprintf("/webhooks/1/token%d", i)), rateOf("b", 4, "1"), false, now)
	}
	l.update(RouteOf("POST", "/channels/1/messages"), rateOf("c", 0, "3600"), false, now)
	later := now.Add(bucketIdleTime + time.Second)
	l.update(RouteOf("POST", "/webhooks/1/last"), rateOf("b", 4, "1"), false, later)
	if n := len(l.buckets); n != 2 {
		t.Errorf("%d rates are kept, want the last one and that which lasts", n)
	}
	if got := l.reserve(RouteOf("POST", "/channels/1/messages"), later); got < 58*time.Minute {
		t.Errorf("what lasts an hour is forgotten: got a pause of %v", got)
	}
}

// The longer of two refusals holds. The remaining count of a later response starts anew.
func TestLongerRefusal(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	r := RouteOf("POST", "/channels/1/messages")
	for name, about := range map[string]Scope{"of the route": RouteScope, "of all": GlobalScope, "of the address": AddressScope} {
		l := newRateLimits()
		l.Refused(r, time.Minute, about, now)
		l.Refused(r, time.Second, about, now)
		if got := l.reserve(r, now); got != time.Minute {
			t.Errorf("%s: got a pause of %v, want 1m", name, got)
		}
	}
	l := newRateLimits()
	l.Refused(r, 2*time.Second, RouteScope, now)
	l.update(r, rateOf(r.Name, 3, "1"), false, now.Add(3*time.Second))
	if got := l.reserve(r, now.Add(3*time.Second)); got != 0 {
		t.Errorf("three are left, and there is a pause of %v", got)
	}
}

// All requests together keep to a rate, but for answers to what people do.
func TestAllRequests(t *testing.T) {
	t.Parallel()
	l := newRateLimits()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	l.Global.SetLimit(rate.Every(time.Hour))
	for i := range GlobalBurst {
		if err := l.Wait(ctx, RouteOf("GET", "/gateway/bot")); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	if err := l.Wait(ctx, RouteOf("GET", "/gateway/bot")); err == nil {
		t.Error("one more goes at once")
	}
	for _, path := range []string{"/interactions/1/t/callback", "/webhooks/1/t"} {
		if err := l.Wait(ctx, RouteOf("POST", path)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A refilled bucket has the size Discord reported, at least one, and the longest reported period.
func TestFilledUp(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	r := RouteOf("POST", "/channels/1/messages")
	for size, want := range map[string]int{"": 1, "0": 1, "3": 3} {
		h := rateOf("b", 0, "5")
		h.Set("X-RateLimit-Limit", size)
		l := newRateLimits()
		l.update(r, h, false, now)
		h.Set("X-RateLimit-Reset-After", "1") // as an answer tells at the end of that time
		l.update(r, h, false, now.Add(4*time.Second))
		at := now.Add(5 * time.Second)
		sent := 0
		for sent < 10 && l.reserve(r, at) == 0 {
			sent++
		}
		if got := l.reserve(r, at); sent != want || got != 5*time.Second {
			t.Errorf("of a size of %q: %d go at once, and the next after %v, want %d and 5s", size, sent, got, want)
		}
	}
}

// A refusal for a minute, as in Discord's own example, does not slow a rate of five a second down
// once it is over, and an answer that was under way meanwhile does not shorten it.
func TestRefusalPasses(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l, r := newRateLimits(), RouteOf("PUT", "/channels/1/messages/2/reactions/x/@me")
	l.update(r, rateOf("b", 0, "64.57"), true, now)
	l.Refused(r, seconds(64.57), RouteScope, now)
	l.update(r, rateOf("b", 2, "0.5"), false, now)
	if got := l.reserve(r, now.Add(2*time.Second)); got < time.Minute {
		t.Errorf("after a late answer: got a pause of %v", got)
	}
	now = now.Add(65 * time.Second)
	for round := range 3 {
		for range 5 {
			if got := l.reserve(r, now); got != 0 {
				t.Fatalf("round %d: got a pause of %v, and five go", round, got)
			}
		}
		if got := l.reserve(r, now); got <= 0 || got > time.Second {
			t.Errorf("round %d: the sixth waits for %v, of a rate a second", round, got)
		}
		l.update(r, rateOf("b", 0, "1"), false, now)
		now = now.Add(1100 * time.Millisecond)
	}
}

// Channels of two kinds have rates of two names for one kind of request, of which neither hides the
// other.
func TestRatesOfTwoNames(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l, server, direct := newRateLimits(), RouteOf("POST", "/channels/1/messages"), RouteOf("POST", "/channels/2/messages")
	l.update(server, rateOf("a", 0, "3"), false, now)
	l.update(direct, rateOf("b", 4, "3"), false, now)
	if got := l.reserve(server, now); got != 3*time.Second {
		t.Errorf("got a pause of %v, and nothing is left for 3 s", got)
	}
	l.update(direct, rateOf("b", 4, "3"), false, now.Add(bucketIdleTime+time.Minute))
	if len(l.names) != 1 {
		t.Errorf("names are kept of %d routes, one of which is in use", len(l.names))
	}
}

// A short Retry-After that arrives late doesn't shorten the pause after a ban.
func TestBanIsKept(t *testing.T) {
	t.Parallel()
	l, now, r := newRateLimits(), time.Now(), RouteOf("POST", "/channels/1/messages")
	l.Refused(r, BanTime, AddressScope, now)
	l.Refused(r, time.Second, GlobalScope, now)
	if pause := l.reserve(r, now); pause < BanTime {
		t.Errorf("the bot keeps still for %v, not for %v", pause, BanTime)
	}
}
