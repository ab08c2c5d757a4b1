package panics

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A panic is an error with its place. What people wrote is in neither.
func TestCatch(t *testing.T) {
	failure := errors.New("the disk is full")
	if err := Catch(func() error { return failure }); !errors.Is(err, failure) || Is(err) {
		t.Errorf("got %v", err)
	}
	for name, c := range map[string]struct {
		run  func() error
		want string
	}{
		"an index": {func() error {
			var list []int
			return Catch(func() error { return errors.New(string(rune(list[len("abc")]))) })
		}, "index out of range [3]"},
		"a text":   {func() error { panic("my private answer") }, "panic: a string"},
		"an error": {func() error { panic(errors.New("my private answer")) }, "panic: a *errors.errorString"},
	} {
		err := Catch(c.run)
		if !Is(err) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		stack, _ := StackOf(err)[1].(string)
		if !strings.Contains(stack, "panics_test.go") || strings.Contains(stack+err.Error(), "private") {
			t.Errorf("%s: got %v\n%s", name, err, stack)
		}
	}
}

// An activity that panics is run again after waits that grow, and begin anew after a good while.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		began, runs := time.Now(), []time.Duration{}
		err := Restart(t.Context(), slog.New(slog.NewTextHandler(&log, nil)), "the counts", func(context.Context) error {
			runs = append(runs, time.Since(began).Round(time.Second))
			switch len(runs) {
			case 4:
				time.Sleep(time.Hour)
			case 6:
				return errors.New("over")
			}
			panic("no")
		})
		if err == nil || err.Error() != "over" {
			t.Errorf("got %v", err)
		}
		want := []time.Duration{0, time.Second, 3 * time.Second, 7 * time.Second, time.Hour + 8*time.Second, time.Hour + 10*time.Second}
		for i := range want {
			if runs[i] != want[i] {
				t.Errorf("it ran at %v, want %v", runs, want)
				break
			}
		}
		if n := strings.Count(log.String(), `part="the counts"`); n != 5 {
			t.Errorf("the log has %d panics:\n%s", n, log.String())
		}
	})
}

// The end of the service ends the wait.
func TestRestartEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	err := Restart(ctx, slog.New(slog.DiscardHandler), "x", func(context.Context) error {
		stop()
		panic("no")
	})
	if err != nil {
		t.Errorf("got %v", err)
	}
}
