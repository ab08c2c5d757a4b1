package main

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"quizbot/internal/testing/crash/record"
)

// Times of the faults. Outages are in virtual time, everything else is real.
const (
	// hangTime is longer than the client's timeout.
	hangTime     = clientTime + 100*time.Millisecond
	slowResponse = 60 * time.Millisecond
	// slowRequest is the delay before a slow request is handled, even if its caller has gone. It
	// is shorter than the nonce window.
	slowRequest  = 100 * time.Millisecond
	outageLength = time.Hour
	outagePeriod = 30 * time.Hour
)

// faults decides the fate of each request.
type faults struct {
	clock record.Clock

	mu     sync.Mutex
	on     bool
	rng    *rand.Rand
	counts map[string]int
}

func newFaults(s scenario) *faults {
	return &faults{clock: s.Clock, on: s.Faults, rng: rand.New(rand.NewPCG(s.Seed, 2)), counts: map[string]int{}}
}

// stopFailing ends all faults.
func (f *faults) stopFailing() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.on = false
}

// countsByKind returns how often each kind happened.
func (f *faults) countsByKind() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := map[string]int{}
	for kind, n := range f.counts {
		counts[kind] = n
	}
	return counts
}

// The kinds of faults.
const (
	faultRateLimited = "429 with Retry-After"
	faultServerError = "500"
	faultResetBefore = "reset before it was read"
	faultResetAfter  = "cut after it went through"
	faultHangAfter   = "hung after it went through"
	faultSlowBefore  = "slow before it went through"
	faultSlowAfter   = "slow after it went through"
	faultOutageHang  = "an hour of silence: hung"
	faultOutageReset = "an hour of silence: reset"
)

// drawFault returns the fault of the next request, empty for none.
func (f *faults) drawFault(r *http.Request) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.on {
		return ""
	}
	kind := f.faultKind(r)
	if kind != "" {
		f.counts[kind]++
	}
	return kind
}

func (f *faults) faultKind(r *http.Request) string {
	passed := f.clock.Now().Sub(f.clock.Virtual)
	if passed%outagePeriod > outagePeriod-outageLength {
		if f.rng.IntN(2) == 0 {
			return faultOutageHang
		}
		return faultOutageReset
	}
	if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/messages/") && f.rng.IntN(4) == 0 {
		return faultSlowBefore // the service may die while a post is in transit
	}
	shares := []struct {
		kind    string
		percent float64
	}{
		{faultRateLimited, 4},
		{faultServerError, 4},
		{faultResetBefore, 4},
		{faultResetAfter, 4},
		{faultHangAfter, 2},
		{faultSlowBefore, 3},
		{faultSlowAfter, 3},
	}
	drawn := 100 * f.rng.Float64()
	for _, s := range shares {
		if drawn -= s.percent; drawn < 0 {
			return s.kind
		}
	}
	return ""
}

// failSometimes injects faults in front of a handler.
func (f *faults) failSometimes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch f.drawFault(r) {
		case faultRateLimited:
			w.Header().Set("Retry-After", "90")
			http.Error(w, "too many requests", http.StatusTooManyRequests)
		case faultServerError:
			http.Error(w, "it broke", http.StatusInternalServerError)
		case faultResetBefore, faultOutageReset:
			resetConnection(w)
		case faultOutageHang:
			waitUnlessClosed(r, hangTime)
			resetConnection(w)
		case faultResetAfter:
			next.ServeHTTP(discardedResponse{http.Header{}}, r)
			resetConnection(w)
		case faultHangAfter:
			next.ServeHTTP(discardedResponse{http.Header{}}, r)
			waitUnlessClosed(r, hangTime)
			resetConnection(w)
		case faultSlowBefore:
			time.Sleep(slowRequest)
			next.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context())))
		case faultSlowAfter:
			next.ServeHTTP(slowWriter{w, r}, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// waitUnlessClosed waits, or returns early when the caller disconnects.
func waitUnlessClosed(r *http.Request, d time.Duration) {
	select {
	case <-r.Context().Done():
	case <-time.After(d):
	}
}

// resetConnection resets the connection.
func resetConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // otherwise an ordinary close
	}
	_ = conn.Close() // closed either way
}

// discardedResponse is a response nobody receives.
type discardedResponse struct{ header http.Header }

func (d discardedResponse) Header() http.Header          { return d.header }
func (discardedResponse) Write(text []byte) (int, error) { return len(text), nil }
func (discardedResponse) WriteHeader(int)                {}

// slowWriter delays the response.
type slowWriter struct {
	http.ResponseWriter
	request *http.Request
}

func (l slowWriter) Write(text []byte) (int, error) {
	waitUnlessClosed(l.request, slowResponse)
	return l.ResponseWriter.Write(text)
}
