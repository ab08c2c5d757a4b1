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

// Times of the faults, in virtual time.
const (
	// hangTime is longer than the client's timeout.
	hangTime     = clientTime + 10*time.Second
	slowResponse = 12 * time.Second
	// minSlowRequest and maxSlowRequest bound the delay before a slow request is handled, even if its
	// caller has gone. They are shorter than the nonce window. Some callers give up before.
	minSlowRequest, maxSlowRequest = 4 * time.Second, 50 * time.Second
	outageLength                   = time.Hour
	outagePeriod                   = 30 * time.Hour
)

// faults decides the fate of each request.
type faults struct {
	mu     sync.Mutex
	on     bool
	rng    *rand.Rand
	counts map[string]int
}

func newFaults(s scenario) *faults {
	return &faults{on: s.Faults, rng: rand.New(rand.NewPCG(s.Seed, 2)), counts: map[string]int{}}
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
func (f *faults) drawFault(r *http.Request, passed time.Duration) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.on {
		return ""
	}
	kind := f.faultKind(r, passed)
	if kind != "" {
		f.counts[kind]++
	}
	return kind
}

// faultKind draws a fault, so much time after the start.
func (f *faults) faultKind(r *http.Request, passed time.Duration) string {
	if isOutage(passed) {
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

// isOutage reports whether a failing platform is silent, so much time after the start.
func isOutage(passed time.Duration) bool { return passed%outagePeriod > outagePeriod-outageLength }

// failSometimes injects faults in front of a handler.
func (p *platform) failSometimes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch p.faults.drawFault(r, p.clock.Now().Sub(p.clock.Start())) {
		case faultRateLimited:
			w.Header().Set("Retry-After", "90")
			http.Error(w, "too many requests", http.StatusTooManyRequests)
		case faultServerError:
			http.Error(w, "it broke", http.StatusInternalServerError)
		case faultResetBefore, faultOutageReset:
			resetConnection(w)
		case faultOutageHang:
			p.wait(w, r, hangTime)()
			resetConnection(w)
		case faultResetAfter:
			next.ServeHTTP(discardedResponse{http.Header{}}, r)
			resetConnection(w)
		case faultHangAfter:
			next.ServeHTTP(discardedResponse{http.Header{}}, r)
			p.wait(w, r, hangTime)()
			resetConnection(w)
		case faultSlowBefore:
			alone := r.WithContext(context.WithoutCancel(r.Context()))
			done := p.wait(w, alone, p.faults.drawDelay())
			next.ServeHTTP(w, alone)
			done()
		case faultSlowAfter:
			kept := keptResponse{discardedResponse{http.Header{}}, http.StatusOK, nil}
			next.ServeHTTP(&kept, r)
			done := p.wait(w, r, slowResponse)
			kept.send(w)
			done()
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// drawDelay returns the delay of a slow request.
func (f *faults) drawDelay() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return minSlowRequest + time.Duration(f.rng.Int64N(int64(maxSlowRequest-minSlowRequest)))
}

// wait waits for virtual time to pass, or returns early when the caller disconnects. It tells the caller
// first, who keeps the time from moving on. Afterwards the time stands still until done is called.
func (p *platform) wait(w http.ResponseWriter, r *http.Request, d time.Duration) (done func()) {
	over := make(chan struct{})
	p.mu.Lock()
	p.members.schedule(p.clock.Now().Add(d), func() {
		p.resumed++
		close(over)
	})
	p.publishLimit()
	p.mu.Unlock()
	w.WriteHeader(http.StatusProcessing)
	resume := func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.resumed--
		p.publishLimit()
	}
	select {
	case <-r.Context().Done():
		go func() {
			<-over
			resume()
		}()
		return func() {}
	case <-over:
		return resume
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

// keptResponse is a response that is sent later.
type keptResponse struct {
	discardedResponse
	status int
	text   []byte
}

func (k *keptResponse) Write(text []byte) (int, error) {
	k.text = append(k.text, text...)
	return len(text), nil
}

func (k *keptResponse) WriteHeader(status int) { k.status = status }

// send sends the response.
func (k *keptResponse) send(w http.ResponseWriter) {
	w.WriteHeader(k.status)
	_, _ = w.Write(k.text) // a caller that has gone asks again
}
