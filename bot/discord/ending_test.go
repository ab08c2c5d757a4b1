package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot/adapter"
	"quizbot/bot/discord/gateway"
	"quizbot/internal/supervisor"
)

// Connected returns at once while Discord doesn't answer at the start.
func TestConnectedDoesNotHang(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	release := make(chan struct{})
	s.Fault(func(http.ResponseWriter, *http.Request) bool {
		<-release
		return false
	})
	s.run()
	s.waitUntil("it asks who it is", func() bool { return s.Calls("GET", "/applications/@me") > 0 })
	connected := make(chan bool, 1)
	go func() { connected <- s.bot.Connected() }()
	select {
	case <-connected:
	case <-time.After(patience):
		t.Error("nothing is said of whether the bot is connected")
	}
	s.Fault(nil)
	close(release)
	s.Ready()
}

// Stopping the service while Discord is down at its start is no error.
func TestStoppedAtStart(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	s := newHarness(t, Options{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		stop()
		return nil, &adapter.APIError{Method: "GET /applications/@me", Status: http.StatusBadGateway}
	})})
	if err := s.bot.Run(ctx, s.handle); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
}

// roundTrip carries requests.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements [http.RoundTripper].
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A callback lost on a dead connection is repeated within Discord's time limit.
func TestCallbackLost(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	release, met := make(chan struct{}), atomic.Bool{}
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/callback") || !met.CompareAndSwap(false, true) {
			return false
		}
		<-release
		panic(http.ErrAbortHandler)
	})
	s.setAnswer(ephemeralAnswer("Saved."))
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") {
		t.Errorf("got %+v, %v", a, err)
	}
	close(release)
}

// A session abandoned while opening doesn't open later beside its successor.
func TestAbandonedSession(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{OpenTime: 3 * time.Second})
	release, asked := make(chan struct{}), atomic.Int32{}
	free := sync.OnceFunc(func() { close(release) })
	t.Cleanup(free)
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/gateway/bot") && asked.Add(1) == 2 { // the first asks how many sessions are left
			<-release
		}
		return false
	})
	s.run()
	s.Ready()
	free()
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if n := s.Live(); n > 1 {
			t.Fatalf("%d sessions are open side by side", n)
		}
	}
}

// When Discord goes on calling sessions invalid, those that a day allows are not used up.
func TestSessionsAreNotUsedUp(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.SetStarts(gateway.ReservedStarts+1, time.Hour)
	s.run()
	s.Ready()
	s.Op(9, false)
	s.waitUntil("it looks for another session", func() bool {
		return s.Identifies() > 1 || strings.Contains(s.log.String(), "too many connections today")
	})
	if n := s.Identifies(); n > 1 {
		t.Errorf("%d sessions were begun, though %d are to be kept", n, gateway.ReservedStarts)
	}
}

// A connection cut before the gateway's hello keeps its session.
func TestCutBeforeHello(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	cut, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var met atomic.Int32
	go func() {
		for {
			conn, err := cut.Accept()
			if err != nil {
				return
			}
			met.Add(1)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = cut.Close() })
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"url":"ws://%s","shards":1,"session_start_limit":{"total":1000,"remaining":900,"reset_after":1000,"max_concurrency":1}}`, cut.Addr())
		return true
	})
	s.RefuseUpgrades(http.StatusServiceUnavailable) // so that it asks for the gateway's address again
	s.Drop()
	s.waitUntil("a connection is cut at once", func() bool { return met.Load() > 0 })
	s.RefuseUpgrades(0)
	s.Fault(nil)
	s.Ready()
	if s.Identifies() != 1 || s.Resumes() == 0 {
		t.Errorf("%d sessions were begun, and %d resumed", s.Identifies(), s.Resumes())
	}
}

// While Discord does not answer, ending the bot takes no longer than the service waits.
func TestEndsInTime(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	release := make(chan struct{})
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/callback") {
			<-release
		}
		return false
	})
	s.setAnswer(ephemeralAnswer("Saved."))
	pressed := make(chan struct{})
	go func() {
		defer close(pressed)
		_, _ = s.PressButton("ann", q.Message, "answer:1")
	}()
	s.waitUntil("it answers", func() bool { return s.Calls("POST", callbackPath) > 0 })
	s.stop()
	select {
	case err := <-s.ended:
		s.ended <- err
	case <-time.After(supervisor.StopTimeout):
		t.Errorf("it has not ended after %v", supervisor.StopTimeout)
	}
	close(release)
	<-pressed
}
