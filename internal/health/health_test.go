package health

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"quizbot/bot"
	"quizbot/internal/testing/silent"
	"quizbot/store/bolt"
)

// The service is well for as long as its store answers.
func TestHealthFollowsTheStore(t *testing.T) {
	kept, err := bolt.Open(filepath.Join(t.TempDir(), "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	away := &awayPlatform{Platform: silent.New()}
	server, err := Listen(t.Context(), "127.0.0.1:0", kept, []bot.Platform{silent.New(), away}, slog.New(slog.DiscardHandler))
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
