package supervisor_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/internal/supervisor"
)

// The service ends when it is told to, or when one of its units does; what ends by itself has
// failed.
func TestRun(t *testing.T) {
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
		err := supervisor.Run(ctx, slog.New(slog.DiscardHandler), supervisor.Unit{Name: "other", Run: obedient}, supervisor.Unit{Name: "x", Run: c.run})
		if got := strings.TrimSuffix(fmt.Sprint(err), "<nil>"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		stop()
	}
}

// What does not end is not waited for longer than a supervisor waits before it kills.
func TestRunDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(context.Background())
		stop()
		began := time.Now()
		release := make(chan struct{})
		defer close(release)
		err := supervisor.Run(ctx, slog.New(slog.DiscardHandler), supervisor.Unit{Name: "x", Run: func(context.Context) error { <-release; return nil }})
		if err == nil || !strings.Contains(err.Error(), "not everything ended within 8s") || time.Since(began) != 8*time.Second {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
	})
}
