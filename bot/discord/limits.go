package discord

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates of https://docs.discord.com/developers/topics/rate-limits: fifty requests a second in all, of which some are left
// for what the library asks for itself, and for each route what its answers say. What answers interactions does not count
// among all, and first answers have no rate.
const (
	requestsASecond = 40
	requestsAtOnce  = 40
	// idleTime is how long a bucket is remembered without use.
	idleTime = time.Minute
	// banTime is the least that the bot keeps still after an answer that is none of the API's: Cloudflare bans an address
	// for an hour that goes on after too many refused requests.
	banTime = 10 * time.Minute
)

// limits keep requests within Discord's rates. They wait as long as the request's context lasts.
type limits struct {
	all *rate.Limiter

	mu      sync.Mutex
	still   time.Time          // nothing but answers to interactions is sent before
	banned  time.Time          // nothing at all is sent before
	names   map[route]string   // of buckets
	buckets map[string]*bucket // by name and what they are for
}

// bucket is what is left of a route's rate until it is filled up again, to its size for another while.
type bucket struct {
	left, size int
	until      time.Time
	refused    time.Time // what Discord said when it refused a request, which until is never before
	every      time.Duration
	used       time.Time
}

func newLimits() *limits {
	return &limits{all: rate.NewLimiter(requestsASecond, requestsAtOnce), names: map[route]string{}, buckets: map[string]*bucket{}}
}

// route is what a request is about: requests of one kind share a rate for each channel, server or webhook.
type route struct{ kind, about string }

// routeOf finds the route of a path below the version of the API.
func routeOf(method, path string) route {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	about := ""
	for i := 1; i < len(parts); i++ {
		switch {
		case i == 1 && (parts[0] == "channels" || parts[0] == "guilds"):
			about, parts[i] = parts[i], ":id"
		case i == 2 && parts[0] == "webhooks":
			about, parts[i] = parts[i], ":token"
		case parts[0] == "interactions" && i == 2:
			parts[i] = ":token"
		case parts[i-1] == "reactions":
			parts[i] = ":emoji"
		case isID(parts[i]):
			parts[i] = ":id"
		}
	}
	return route{kind: method + " /" + strings.Join(parts, "/"), about: about}
}

func isID(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil
}

// free reports whether a route has no rate: the first answer to an interaction.
func (r route) free() bool { return strings.HasPrefix(r.kind, "POST /interactions/") }

// answers reports whether a route answers interactions, which does not count among all requests.
func (r route) answers() bool { return r.free() || strings.Contains(r.kind, " /webhooks/") }

// wait waits until a request may be made. Where that is later than the context lasts, it does not wait at all.
func (l *limits) wait(ctx context.Context, r route) error {
	for {
		pause := l.pause(r, time.Now())
		if pause <= 0 {
			break
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < pause || pause > longestWait {
			return &apiError{route: r.kind, status: http.StatusTooManyRequests, message: "too many requests", after: pause}
		}
		if !sleep(ctx, pause) {
			return ctx.Err()
		}
	}
	if r.answers() {
		return nil
	}
	return l.all.Wait(ctx)
}

// pause takes one request off its bucket, or tells how long to wait for one.
func (l *limits) pause(r route, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if pause := l.banned.Sub(now); pause > 0 {
		return pause
	}
	if pause := l.still.Sub(now); pause > 0 && !r.answers() {
		return pause
	}
	b := l.buckets[l.keyOf(r)]
	if b == nil || r.free() {
		return 0
	}
	b.used = now
	if !now.Before(b.until) { // filled up
		b.left, b.until = b.size, now.Add(b.every)
	}
	if b.left > 0 {
		b.left--
		return 0
	}
	return b.until.Sub(now)
}

// note reads what an answer says of its route's rate. A refusal may ask for a longer wait than the rate's own.
func (l *limits) note(r route, h http.Header, refusal bool, now time.Time) {
	name := h.Get("X-RateLimit-Bucket")
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, wrong := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if name == "" || err != nil || wrong != nil || r.free() {
		return
	}
	size, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	if err != nil {
		size = 1
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	l.names[r] = name
	next := bucket{left: left, size: max(size, 1), until: now.Add(seconds(after)), every: seconds(after), used: now}
	if refusal {
		next.every = min(next.every, retryStep)
	}
	if b := l.buckets[l.keyOf(r)]; b != nil {
		next.every, next.refused, next.until = max(next.every, b.every), b.refused, latest(next.until, b.refused)
		if now.Before(b.until) {
			next.left = min(left, b.left) // answers come in another order than their requests
		}
	}
	l.buckets[l.keyOf(r)] = &next
}

// keyOf is where a route's bucket is kept.
func (l *limits) keyOf(r route) string { return l.names[r] + " " + r.about }

// What a refusal because of a rate is about: the route, all requests, or the machine's address.
type scope int

const (
	ofRoute scope = iota
	ofAll
	ofAddress
)

// refused notes that Discord refused a request because of a rate.
func (l *limits) refused(r route, after time.Duration, about scope, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := now.Add(after)
	switch about {
	case ofAddress:
		l.banned = latest(l.banned, until)
		return
	case ofAll:
		l.still = latest(l.still, until)
		return
	}
	if l.names[r] == "" {
		l.names[r] = r.kind
	}
	b := l.buckets[l.keyOf(r)]
	if b == nil {
		b = &bucket{size: 1, every: min(after, retryStep)}
		l.buckets[l.keyOf(r)] = b
	}
	b.refused = latest(b.refused, until)
	b.left, b.until, b.used = 0, latest(b.until, b.refused), now
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sweep forgets buckets that nobody uses.
func (l *limits) sweep(now time.Time) {
	for key, b := range l.buckets {
		if now.Sub(b.used) > idleTime && now.After(b.until) {
			delete(l.buckets, key)
		}
	}
	maps.DeleteFunc(l.names, func(r route, _ string) bool { return l.buckets[l.keyOf(r)] == nil })
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// sleep waits, and reports false where ctx ended before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
