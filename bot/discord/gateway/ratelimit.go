package gateway

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot/adapter"
)

// Rate limits, see https://docs.discord.com/developers/topics/rate-limits: fifty requests a second
// over all routes, a few of them left for discordgo's own, and a bucket for each route from the
// headers of its responses. Interaction responses don't count globally, and the first has no
// limit.
const (
	// GlobalRate is the number of requests in a second.
	GlobalRate = 40
	// GlobalBurst is the number of requests at once.
	GlobalBurst = 40
	// bucketIdleTime is how long an unused bucket is remembered.
	bucketIdleTime = time.Minute
	// BanTime is the shortest pause after a response that is not the API's: Cloudflare bans an
	// address for an hour if it goes on after too many refused requests.
	BanTime = 10 * time.Minute
	// MaxRateLimitWait is how long a request waits for rate limits before it fails.
	MaxRateLimitWait = 30 * time.Second
)

// RateLimits keep requests within Discord's rate limits. They wait as long as the request's context
// lasts.
type RateLimits struct {
	// Global limits the requests that count globally.
	Global *rate.Limiter

	mu          sync.Mutex
	globalUntil time.Time          // only responses to interactions are sent before
	bannedUntil time.Time          // nothing is sent before
	names       map[Route]string   // of buckets, as Discord names them
	buckets     map[string]*bucket // by name and major parameter
}

// bucket is the number of requests left until it is refilled.
type bucket struct {
	left, size   int
	until        time.Time     // when it is refilled
	refusedUntil time.Time     // the end of the pause after a refusal; until is never before
	every        time.Duration // the time between refills
	used         time.Time
}

func newRateLimits() *RateLimits {
	return &RateLimits{Global: rate.NewLimiter(GlobalRate, GlobalBurst), names: map[Route]string{}, buckets: map[string]*bucket{}}
}

// Wait waits until a request may be made. It fails at once if that is later than the context lasts.
func (l *RateLimits) Wait(ctx context.Context, r Route) error {
	for {
		pause := l.reserve(r, time.Now())
		if pause <= 0 {
			break
		}
		if !lastsFor(ctx, pause) || pause > MaxRateLimitWait {
			return rateLimited(r, "too many requests", pause)
		}
		if !adapter.Sleep(ctx, pause) {
			return ctx.Err()
		}
	}
	if r.respondsToInteraction() {
		return nil
	}
	return l.Global.Wait(ctx)
}

// lastsFor reports whether a context lasts for at least d.
func lastsFor(ctx context.Context, d time.Duration) bool {
	end, ok := ctx.Deadline()
	return !ok || time.Until(end) >= d
}

// reserve takes one request off its bucket, or returns how long to wait for one.
func (l *RateLimits) reserve(r Route, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if pause := l.bannedUntil.Sub(now); pause > 0 {
		return pause
	}
	if pause := l.globalUntil.Sub(now); pause > 0 && !r.respondsToInteraction() {
		return pause
	}
	b := l.buckets[l.bucketKey(r)]
	if b == nil || r.isCallback() {
		return 0
	}
	b.used = now
	if !now.Before(b.until) { // refilled
		b.left, b.until = b.size, now.Add(b.every)
	}
	if b.left > 0 {
		b.left--
		return 0
	}
	return b.until.Sub(now)
}

// update reads the rate limit headers of a response. A refusal may ask for a longer wait than the
// bucket's own.
func (l *RateLimits) update(r Route, h http.Header, refusal bool, now time.Time) {
	name := h.Get("X-RateLimit-Bucket")
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, wrong := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if name == "" || err != nil || wrong != nil || r.isCallback() {
		return
	}
	size, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	if err != nil {
		size = 1
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forgetIdle(now)
	l.names[r] = name
	next := bucket{left: left, size: max(size, 1), until: now.Add(seconds(after)), every: seconds(after), used: now}
	if refusal {
		next.every = min(next.every, defaultRetryStep)
	}
	if b := l.buckets[l.bucketKey(r)]; b != nil {
		next.every, next.refusedUntil, next.until = max(next.every, b.every), b.refusedUntil, latest(next.until, b.refusedUntil)
		if now.Before(b.until) {
			next.left = min(left, b.left) // responses come in another order than their requests
		}
	}
	l.buckets[l.bucketKey(r)] = &next
}

// bucketKey is the key of a route's bucket.
func (l *RateLimits) bucketKey(r Route) string { return l.names[r] + " " + r.Major }

// Scope is the scope of an exceeded rate limit.
type Scope int

// The scopes of rate limits.
const (
	RouteScope   Scope = iota
	GlobalScope        // all requests
	AddressScope       // the machine's address, which Cloudflare bans
)

// Refused notes that a rate limit refused a request.
func (l *RateLimits) Refused(r Route, after time.Duration, scope Scope, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := now.Add(after)
	switch scope {
	case AddressScope:
		l.bannedUntil = latest(l.bannedUntil, until)
		return
	case GlobalScope:
		l.globalUntil = latest(l.globalUntil, until)
		return
	}
	if l.names[r] == "" {
		l.names[r] = r.Name
	}
	b := l.buckets[l.bucketKey(r)]
	if b == nil {
		b = &bucket{size: 1, every: min(after, defaultRetryStep)}
		l.buckets[l.bucketKey(r)] = b
	}
	b.refusedUntil = latest(b.refusedUntil, until)
	b.left, b.until, b.used = 0, latest(b.until, b.refusedUntil), now
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// forgetIdle forgets buckets that are not used.
func (l *RateLimits) forgetIdle(now time.Time) {
	for key, b := range l.buckets {
		if now.Sub(b.used) > bucketIdleTime && now.After(b.until) {
			delete(l.buckets, key)
		}
	}
	maps.DeleteFunc(l.names, func(r Route, _ string) bool { return l.buckets[l.bucketKey(r)] == nil })
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
