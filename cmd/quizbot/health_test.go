package main

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/store"
)

// The service is well for as long as its store answers.
func TestHealthFollowsTheStore(t *testing.T) {
	kept, err := store.Open(filepath.Join(t.TempDir(), "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	health, err := listenHealth("127.0.0.1:0", kept, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- health.run(ctx) }()
	check := healthcheckCmd{Listen: health.address()}
	if err := check.run(ctx, streams{}); err != nil {
		t.Errorf("with a store: got %v", err)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	if err := check.run(ctx, streams{}); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("with a closed store: got %v, want 503", err)
	}
	for path, want := range map[string]int{"/readyz": 503, "/nonsense": 404} {
		response, err := http.Get("http://" + health.address() + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: got %d, want %d", path, response.StatusCode, want)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("its end: got %v", err)
	}
	if err := check.run(context.Background(), streams{}); err == nil || !strings.Contains(err.Error(), "is quizbot serve running") {
		t.Errorf("without a service: got %v", err)
	}
}
