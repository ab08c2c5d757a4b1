package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
)

// The service ends when it is told to, or when one of its parts does; what ends by itself has failed.
func TestRunAll(t *testing.T) {
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
		err := runAll(ctx, slog.New(slog.DiscardHandler), []part{{"other", obedient}, {"x", c.run}})
		if got := strings.TrimSuffix(fmt.Sprint(err), "<nil>"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		stop()
	}
}

// What does not end is not waited for longer than a supervisor waits before it kills.
func TestRunAllDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(context.Background())
		stop()
		began := time.Now()
		release := make(chan struct{})
		defer close(release)
		err := runAll(ctx, slog.New(slog.DiscardHandler), []part{{"x", func(context.Context) error { <-release; return nil }}})
		if err == nil || !strings.Contains(err.Error(), "not everything ended within 8s") || time.Since(began) != 8*time.Second {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
	})
}

func TestUnserved(t *testing.T) {
	set := settings{plans: map[quiz.RoomID]quiz.Plan{"slack/T/C": {}, "silent/w/c": {}, "discord/G/C": {}}}
	if got := fmt.Sprint(unserved(&set, []bot.Platform{&silent{}})); got != "[discord/G/C slack/T/C]" {
		t.Errorf("got %s", got)
	}
}

// Everything that was not understood in a bank is in the log, each with its place.
func TestLoadLibraryTellsProblems(t *testing.T) {
	var out bytes.Buffer
	bank := write(t, "stray\n\n## 1. What is it?\n\nAnswer: that\n")
	library, err := loadLibrary([]bankConfig{{Name: "own", Path: bank}}, slog.New(slog.NewTextHandler(&out, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if got := length(library.Questions("own")); got != 1 {
		t.Errorf("got %d questions, want 1", got)
	}
	for _, want := range []string{"level=WARN", "line=1", "bank loaded", "questions=1", "problems=1"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log does not say %s:\n%s", want, out.String())
		}
	}
}

func length[T any](seq iter.Seq[T]) (n int) {
	for range seq {
		n++
	}
	return n
}
