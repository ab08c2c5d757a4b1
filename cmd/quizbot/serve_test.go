package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/running"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/store"

	"go.uber.org/goleak"
)

// silent is a platform on which nobody says anything; it remembers what is posted.
type silent struct {
	mu     sync.Mutex
	posted []string
	posts  chan string
}

func (*silent) Name() string { return "silent" }

func (*silent) Run(ctx context.Context, _ bot.Handler) error {
	<-ctx.Done()
	return nil
}

func (s *silent) Post(_ context.Context, p bot.Posting) ([]quiz.Place, error) {
	s.mu.Lock()
	s.posted = append(s.posted, p.Key)
	s.mu.Unlock()
	s.posts <- p.Key
	return []quiz.Place{{Message: p.Key}}, nil
}

func (*silent) Edit(context.Context, quiz.RoomID, []quiz.Place, card.Card) error { return nil }

// freeAddress is one on loopback that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// The service asks what is due, says that it is well, and ends cleanly when it is told to.
func TestServe(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := settings{config: defaultConfig(), plans: map[quiz.RoomID]quiz.Plan{"silent/w/c": dueNow()}}
	s.Data, s.Telemetry.Listen = filepath.Join(t.TempDir(), "quiz.db"), freeAddress(t)
	setUp(t, s.Data, "silent/w/c")
	platform := &silent{posts: make(chan string, 10)}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, &s, []bot.Platform{platform}, slog.New(slog.DiscardHandler)) }()
	select {
	case key := <-platform.posts:
		if !strings.HasSuffix(key, "/ask") {
			t.Errorf("the first post is %q, want a question", key)
		}
	case err := <-ended:
		t.Fatalf("the service ended: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was asked")
	}
	check := healthcheckCmd{Listen: s.Telemetry.Listen}
	if err := check.run(ctx, streams{}); err != nil {
		t.Errorf("health: %v", err)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(running.StopTime):
		t.Fatal("the service does not end")
	}
	if err := check.run(context.Background(), streams{}); err == nil {
		t.Error("the service is well after its end")
	}
}

// dueNow is a plan whose question was due an hour ago, within the time to catch up.
func dueNow() quiz.Plan {
	p := quiz.DefaultPlan()
	p.Days = 1<<7 - 1
	ago := time.Now().UTC().Add(-time.Hour)
	p.Ask = quiz.Clock(ago.Hour()*60 + ago.Minute())
	p.Reveal = quiz.RevealAt{Clock: (p.Ask + 8*60) % (24 * 60)}
	return p
}

// setUp gives a store a room that was set up two days ago.
func setUp(t *testing.T, path string, id quiz.RoomID) {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	service := quiz.NewService(s, questions.NewLibrary(), grading.Certain{}, quiz.Options{})
	err = service.Adopt(context.Background(), time.Now().Add(-48*time.Hour), map[quiz.RoomID]quiz.Plan{id: dueNow()})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestServeSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct{ config, say string }{
		"no platform": {"", "no platform is configured"},
		"one token":   {"slack: {bot_token: xoxb-secret}", "slack.app_token: it is not set"},
		"swapped":     {"slack: {app_token: xoxb-secret, bot_token: xoxb-secret}", "slack.app_token: it does not begin with xapp-"},
		"quotes":      {"slack: {app_token: xapp-secret, bot_token: 'xoxb-secret\"'}", "slack.bot_token: there are spaces or quotation marks in it"},
		"an id":       {"discord: {token: '123456789012345678'}", "discord.token: this is the application's id"},
		"a secret":    {"discord: {token: xoxb-secret}", "discord.token: this does not look like one"},
		"a server":    {"discord: {server: Quiz}", "discord.server: \"Quiz\" is no server's id"},
	} {
		var errs bytes.Buffer
		status := run(context.Background(), []string{"serve", "--config", write(t, c.config)}, streams{strings.NewReader(""), io.Discard, &errs})
		if said := errs.String(); status != failed || !strings.Contains(said, c.say) || strings.Count(said, "\n") != 1 || strings.Contains(said, "xoxb") {
			t.Errorf("%s: status %d, said %q", name, status, said)
		}
	}
}

// What cannot work is said at the start, and nothing is left behind.
func TestServeFails(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for name, c := range map[string]struct {
		change func(*settings)
		say    string
	}{
		"the address is taken":  {func(s *settings) { s.Telemetry.Listen = taken.Addr().String() }, "address already in use"},
		"a bank is missing":     {func(s *settings) { s.Banks = []bankConfig{{Name: "x", Path: "/nowhere/bank.md"}} }, "does not exist"},
		"the folder is missing": {func(s *settings) { s.Data = "/nowhere/quiz.db" }, "its folder does not exist"},
	} {
		s := settings{config: defaultConfig()}
		s.Data, s.Telemetry.Listen = filepath.Join(t.TempDir(), "quiz.db"), freeAddress(t)
		c.change(&s)
		if err := serve(context.Background(), &s, nil, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
