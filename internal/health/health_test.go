package health

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
	"quizbot/internal/testing/silent"
	"quizbot/store/bolt"
)

// A service whose clock can't be trusted is well, and not ready.
func TestReadyChecks(t *testing.T) {
	kept, err := bolt.Open(filepath.Join(t.TempDir(), "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	var wrong atomic.Bool
	clock := func() error {
		if wrong.Load() {
			return errors.New("the clock is behind")
		}
		return nil
	}
	server, err := Listen(t.Context(), "127.0.0.1:0", kept, nil, slog.New(slog.DiscardHandler), nil, clock)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	for _, off := range []bool{false, true, false} {
		wrong.Store(off)
		if got := statusOf(t, server, "/readyz"); (got == http.StatusOK) == off {
			t.Errorf("with a clock that is wrong %v: /readyz answers %d", off, got)
		}
		if err := Check(ctx, server.Address()); err != nil {
			t.Errorf("with a clock that is wrong %v: /healthz: %v", off, err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What an operator should know follows the answer of a service that is well.
func TestNotesFollowTheAnswer(t *testing.T) {
	kept, err := bolt.Open(filepath.Join(t.TempDir(), "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	notes := func(context.Context) ([]string, error) { return []string{"parked: a", "left out: b"}, nil }
	server, err := Listen(t.Context(), "127.0.0.1:0", kept, nil, slog.New(slog.DiscardHandler), notes)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	if got, err := Ask(ctx, server.Address()); err != nil || got != "parked: a\nleft out: b\n" {
		t.Errorf("got %q, %v", got, err)
	}
	stop()
	if err := errors.Join(<-ended, kept.Close()); err != nil {
		t.Error(err)
	}
}

// The service is well for as long as its store answers.
func TestHealthFollowsTheStore(t *testing.T) {
	kept, err := bolt.Open(filepath.Join(t.TempDir(), "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	away := &awayPlatform{Platform: silent.New()}
	server, err := Listen(t.Context(), "127.0.0.1:0", kept, []bot.Platform{silent.New(), away}, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	if err := Check(ctx, server.Address()); err != nil {
		t.Errorf("with a store: got %v", err)
	}
	for _, up := range []bool{false, true} {
		away.up.Store(up)
		if got := statusOf(t, server, "/readyz"); (got == http.StatusOK) != up {
			t.Errorf("with a platform that is connected %v: /readyz answers %d", up, got)
		}
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Check(ctx, server.Address()); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("with a closed store: got %v, want 503", err)
	}
	for path, want := range map[string]int{"/readyz": 503, "/nonsense": 404} {
		if got := statusOf(t, server, path); got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("its end: got %v", err)
	}
	if err := Check(context.Background(), server.Address()); err == nil || !strings.Contains(err.Error(), "is quizbot serve running") {
		t.Errorf("without a service: got %v", err)
	}
}

func statusOf(t *testing.T, h *Server, path string) int {
	t.Helper()
	response, err := http.Get("http://" + h.Address() + path)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// awayPlatform is a platform that tells whether it is connected.
type awayPlatform struct {
	*silent.Platform
	up atomic.Bool
}

func (a *awayPlatform) Connected() bool { return a.up.Load() }

// fakeStore is a store whose writes are tried by a test.
type fakeStore struct {
	*bolt.Store
	probe func(context.Context) error
}

func (f fakeStore) Probe(ctx context.Context) error { return f.probe(ctx) }

// serveHealth runs a server over a store whose probe is the given one.
func serveHealth(t *testing.T, probe func(context.Context) error) *Server {
	t.Helper()
	kept, err := bolt.Open(filepath.Join(t.TempDir(), "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	server, err := Listen(t.Context(), "127.0.0.1:0", fakeStore{kept, probe}, nil, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, kept.Close()); err != nil {
			t.Error(err)
		}
	})
	return server
}

// A store that cannot be written is not well, and says why. It is tried once in a while.
func TestHealthOfWriting(t *testing.T) {
	var tries atomic.Int32
	server := serveHealth(t, func(context.Context) error {
		tries.Add(1)
		return errors.New("the disk is full")
	})
	for _, path := range []string{"/healthz", "/readyz", "/healthz"} {
		if got := statusOf(t, server, path); got != http.StatusServiceUnavailable {
			t.Errorf("%s answers %d", path, got)
		}
	}
	if err := Check(t.Context(), server.Address()); err == nil || !strings.Contains(err.Error(), "nothing can be saved: the disk is full") {
		t.Errorf("got %v", err)
	}
	if got := tries.Load(); got != 1 {
		t.Errorf("it was tried %d times", got)
	}
}

// A probe that takes too long has failed, is not begun again meanwhile, and recovers.
func TestProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tries atomic.Int32
		release := make(chan struct{})
		p := &probe{interval: time.Second, timeout: time.Second, try: func(context.Context) error {
			tries.Add(1)
			<-release
			return nil
		}}
		for range 3 {
			if err := p.result(t.Context()); err == nil || tries.Load() != 1 {
				t.Errorf("got %v after %d tries", err, tries.Load())
			}
		}
		close(release)
		synctest.Wait()
		if err := p.result(t.Context()); err != nil || tries.Load() != 1 {
			t.Errorf("when it ended: got %v after %d tries", err, tries.Load())
		}
		time.Sleep(2 * time.Second)
		if err := p.result(t.Context()); err != nil || tries.Load() != 2 {
			t.Errorf("later: got %v after %d tries", err, tries.Load())
		}
	})
}

// Connections that say nothing don't take all descriptors, and end.
func TestIdleConnections(t *testing.T) {
	server := serveHealth(t, func(context.Context) error { return nil })
	for range maxConnections + 4 {
		c, err := net.Dial("tcp", server.Address())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
	}
	limited, ok := server.listener.(*limitedListener)
	if !ok {
		t.Fatal("the listener has no limit")
	}
	if open := len(limited.open); open > maxConnections {
		t.Errorf("%d connections are open", open)
	}
	c, err := net.Dial("tcp", server.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.SetReadDeadline(time.Now().Add(6 * checkTimeout)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the connection ends with %v", err)
	}
}

// A header of any length is refused.
func TestLongHeader(t *testing.T) {
	server := serveHealth(t, func(context.Context) error { return nil })
	request, err := http.NewRequest(http.MethodGet, "http://"+server.Address()+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Long", strings.Repeat("x", 64<<10))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return // the connection ended before the request was written
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %s", response.Status)
	}
}
