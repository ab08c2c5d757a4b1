package daemon

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/config"
	"quizbot/internal/control"
	"quizbot/internal/health"
	"quizbot/internal/supervisor"
	"quizbot/internal/testing/silent"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
	"quizbot/store/bolt"

	"go.uber.org/goleak"
)

// freeAddress returns an unused address on loopback.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// The service asks a question that is due, is well, and ends cleanly when told to.
func TestRun(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := config.Settings{Config: config.Default(), Plans: map[quiz.RoomID]plan.Plan{"silent/w/c": dueNow()}}
	s.Data, s.Telemetry.Listen = filepath.Join(t.TempDir(), "quiz.db"), freeAddress(t)
	setUp(t, s.Data, "silent/w/c")
	platform := silent.New()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, &s, "test", []bot.Platform{platform}, slog.New(slog.DiscardHandler)) }()
	select {
	case key := <-platform.Postings():
		if !strings.HasSuffix(key, "/ask") {
			t.Errorf("the first post is %q, want a question", key)
		}
	case err := <-ended:
		t.Fatalf("the service ended: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("nothing was asked")
	}
	if err := health.Check(ctx, s.Telemetry.Listen); err != nil {
		t.Errorf("health: %v", err)
	}
	err := control.Regrade(ctx, s.Data, "silent/w/other", false, io.Discard)
	if err == nil || err.Error() != "the quiz has no room silent/w/other: name one of silent/w/c, or none for all" {
		t.Errorf("a regrade of an unknown room: got %q", err)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(supervisor.StopTimeout):
		t.Fatal("the service does not end")
	}
	if err := health.Check(context.Background(), s.Telemetry.Listen); err == nil {
		t.Error("the service is well after its end")
	}
}

// dueNow returns a plan with a question that was due an hour ago, within the time to catch up.
func dueNow() plan.Plan {
	p := plan.Default()
	p.Days = 1<<7 - 1
	ago := time.Now().UTC().Add(-time.Hour)
	p.Ask = schedule.Clock(ago.Hour()*60 + ago.Minute())
	p.Reveal = schedule.RevealAt{Clock: (p.Ask + 8*60) % (24 * 60)}
	return p
}

// setUp makes a database with a room that was set up two days ago.
func setUp(t *testing.T, path string, id quiz.RoomID) {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	service := service.New(s, questions.NewLibrary(), grading.Exact{}, service.Options{})
	err = service.SyncConfiguredRooms(context.Background(), time.Now().Add(-48*time.Hour), map[quiz.RoomID]plan.Plan{id: dueNow()})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

// A service that cannot work says so at its start, and leaves nothing behind.
func TestRunFails(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for name, c := range map[string]struct {
		change func(*config.Settings)
		say    string
	}{
		"the address is taken":  {func(s *config.Settings) { s.Telemetry.Listen = taken.Addr().String() }, "address already in use"},
		"a bank is missing":     {func(s *config.Settings) { s.Banks = []config.Bank{{Name: "x", Path: "/nowhere/bank.md"}} }, "does not exist"},
		"the folder is missing": {func(s *config.Settings) { s.Data = "/nowhere/quiz.db" }, "its folder does not exist"},
	} {
		s := config.Settings{Config: config.Default()}
		s.Data, s.Telemetry.Listen = filepath.Join(t.TempDir(), "quiz.db"), freeAddress(t)
		c.change(&s)
		if err := Run(context.Background(), &s, "test", nil, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
