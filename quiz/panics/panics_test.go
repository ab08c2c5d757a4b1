package panics_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz/panics"
)

func failWith(value any) func() error {
	return func() error { panic(value) }
}

// A panic becomes an error with its stack. Its text tells what the runtime says, and nothing that a
// member may have written.
func TestCatchKeepsTextsOfMembersOut(t *testing.T) {
	var list []int
	for name, c := range map[string]struct {
		run   func() error
		want  string
		panic bool
	}{
		"no panic":       {func() error { return nil }, "<nil>", false},
		"an error":       {func() error { return errors.New("down") }, "down", false},
		"of the runtime": {func() error { list[3] = 1; return nil }, "panic: runtime error: index out of range [3] with length 0", true},
		"with a text":    {failWith("a private answer"), "panic: a string, whose text may be a member's and is left out", true},
		"with an error":  {failWith(errors.New("a private answer")), "panic: a *errors.errorString, whose text may be a member's and is left out", true},
	} {
		err := panics.Catch(c.run)
		if fmt.Sprint(err) != c.want || panics.Is(err) != c.panic || panics.Is(fmt.Errorf("a room: %w", err)) != c.panic {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
		stack := panics.StackOf(err)
		if (len(stack) == 2) != c.panic {
			t.Errorf("%s: the stack is %v", name, stack)
		}
		if c.panic && (!strings.Contains(fmt.Sprint(stack[1]), "panics_test.go") || strings.Contains(fmt.Sprint(stack[1]), "a private answer")) {
			t.Errorf("%s: the stack is %v", name, stack[1])
		}
	}
}

// An activity that panics is started again after waits that double up to five minutes, and that begin anew
// when it was steady for ten minutes. Its own end is final.
func TestRestartWaitsLongerAndLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var starts []time.Duration
		began, ended := time.Now(), errors.New("over")
		err := panics.Restart(t.Context(), slog.New(slog.NewTextHandler(&log, nil)), "counts", func(context.Context) error {
			starts = append(starts, time.Since(began))
			began = time.Now()
			switch len(starts) {
			case 12: // it was steady before it panics
				time.Sleep(10 * time.Minute)
				began = time.Now()
			case 14:
				return ended
			}
			panic("a private answer")
		})
		want := []time.Duration{0}
		for _, seconds := range []int{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 1, 2} {
			want = append(want, time.Duration(seconds)*time.Second)
		}
		if !errors.Is(err, ended) || fmt.Sprint(starts) != fmt.Sprint(want) {
			t.Errorf("got %v after the waits %v, want %v", err, starts, want)
		}
		if text := log.String(); strings.Count(text, "part=counts") != 13 || strings.Contains(text, "a private answer") {
			t.Errorf("the log is\n%s", text)
		}
	})
}

// The end of the service ends the wait.
func TestRestartEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		began := time.Now()
		err := panics.Restart(ctx, slog.New(slog.DiscardHandler), "counts", func(context.Context) error {
			stop()
			panic("x")
		})
		if err != nil || time.Since(began) > 0 {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
	})
}
