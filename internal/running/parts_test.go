package running_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/internal/running"
)

// The service ends when it is told to, or when one of its parts does; what ends by itself has failed.
func TestParts(t *testing.T) {
	obedient := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for name, c := range map[string]struct {
		tell bool
		run  func(context.Context) error
		want string
	}{
		"told to end":                {true, func(ctx context.Context) error { <-ctx.Done(); return nil }, ""},
		"told to end, and says so":   {true, obedient, ""},
		"told to end, and cannot":    {true, func(ctx context.Context) error { <-ctx.Done(); return errors.New("stuck") }, "x: stuck"},
		"ends by itself":             {false, func(context.Context) error { return nil }, "x ended though the service goes on"},
		"fails by itself":            {false, func(context.Context) error { return errors.New("gone") }, "x: gone"},
		"was canceled by its remote": {false, func(context.Context) error { return context.Canceled }, "x: context canceled"},
	} {
		ctx, stop := context.WithCancel(context.Background())
		if c.tell {
			stop()
		}
		err := running.Parts(ctx, slog.New(slog.DiscardHandler), running.Part{Name: "other", Run: obedient}, running.Part{Name: "x", Run: c.run})
		if got := strings.TrimSuffix(fmt.Sprint(err), "<nil>"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		stop()
	}
}

// What does not end is not waited for longer than a supervisor waits before it kills.
func TestPartsDoNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(context.Background())
		stop()
		began := time.Now()
		release := make(chan struct{})
		defer close(release)
		err := running.Parts(ctx, slog.New(slog.DiscardHandler), running.Part{Name: "x", Run: func(context.Context) error { <-release; return nil }})
		if err == nil || !strings.Contains(err.Error(), "not everything ended within 8s") || time.Since(began) != 8*time.Second {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
	})
}
