package main

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// How the platform fails, besides what draw says. Silence is virtual time, everything else real.
const (
	// hang is longer than the adapter's client waits.
	hang = clientTime + 100*time.Millisecond
	slow = 60 * time.Millisecond
	// slowToRead is how long a request may take before it goes through, which it does though its caller may have
	// hung up or died: shorter than a nonce is remembered.
	slowToRead   = 100 * time.Millisecond
	silence      = time.Hour
	silenceEvery = 30 * time.Hour
)

// faults decides which requests fail, and how.
type faults struct {
	clock clock

	mu     sync.Mutex
	on     bool
	rng    *rand.Rand
	counts map[string]int
}

func newFaults(s scenario) *faults {
	return &faults{clock: s.Clock, on: s.Faults, rng: rand.New(rand.NewPCG(s.Seed, 2)), counts: map[string]int{}}
}

// calm ends all failing.
func (f *faults) calm() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.on = false
}

// counted is how often each kind happened.
func (f *faults) counted() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := map[string]int{}
	for kind, n := range f.counts {
		counts[kind] = n
	}
	return counts
}

// The ways in which a request fails.
const (
	tooMany    = "429 with Retry-After"
	broken     = "500"
	resetFirst = "reset before it was read"
	cutAfter   = "cut after it went through"
	hangAfter  = "hung after it went through"
	slowFirst  = "slow before it went through"
	slowAfter  = "slow after it went through"
	silentHang = "an hour of silence: hung"
	silentFail = "an hour of silence: reset"
)

// draw decides how the next request fails, the empty text for not at all.
func (f *faults) draw(r *http.Request) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.on {
		return ""
	}
	kind := f.kind(r)
	if kind != "" {
		f.counts[kind]++
	}
	return kind
}

func (f *faults) kind(r *http.Request) string {
	passed := f.clock.Now().Sub(f.clock.Virtual)
	if passed%silenceEvery > silenceEvery-silence {
		if f.rng.IntN(2) == 0 {
			return silentHang
		}
		return silentFail
	}
	if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/messages/") && f.rng.IntN(4) == 0 {
		return slowFirst // so that the service dies while a post is on its way
	}
	shares := []struct {
		kind    string
		percent float64
	}{
		{tooMany, 4},
		{broken, 4},
		{resetFirst, 4},
		{cutAfter, 4},
		{hangAfter, 2},
		{slowFirst, 3},
		{slowAfter, 3},
	}
	drawn := 100 * f.rng.Float64()
	for _, s := range shares {
		if drawn -= s.percent; drawn < 0 {
			return s.kind
		}
	}
	return ""
}

// wrap lets requests fail on their way to a handler.
func (f *faults) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch f.draw(r) {
		case tooMany:
			w.Header().Set("Retry-After", "90")
			http.Error(w, "too many requests", http.StatusTooManyRequests)
		case broken:
			http.Error(w, "it broke", http.StatusInternalServerError)
		case resetFirst, silentFail:
			cut(w)
		case silentHang:
			pause(r, hang)
			cut(w)
		case cutAfter:
			next.ServeHTTP(discard{http.Header{}}, r)
			cut(w)
		case hangAfter:
			next.ServeHTTP(discard{http.Header{}}, r)
			pause(r, hang)
			cut(w)
		case slowFirst:
			time.Sleep(slowToRead)
			next.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context())))
		case slowAfter:
			next.ServeHTTP(late{w, r}, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// pause waits, unless the caller hangs up.
func pause(r *http.Request, d time.Duration) {
	select {
	case <-r.Context().Done():
	case <-time.After(d):
	}
}

// cut resets the connection.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // what is not possible leaves an ordinary end
	}
	_ = conn.Close() // it is over either way
}

// discard is an answer that nobody gets.
type discard struct{ header http.Header }

func (d discard) Header() http.Header          { return d.header }
func (discard) Write(text []byte) (int, error) { return len(text), nil }
func (discard) WriteHeader(int)                {}

// late is an answer that takes its time.
type late struct {
	http.ResponseWriter
	request *http.Request
}

func (l late) Write(text []byte) (int, error) {
	pause(l.request, slow)
	return l.ResponseWriter.Write(text)
}
