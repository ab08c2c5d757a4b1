package adapter_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/quiz"
)

// A workspace knows its own rooms.
func TestWorkspace(t *testing.T) {
	w := adapter.Workspace{Platform: "slack", ID: "T1"}
	if w.Room("C1") != "slack/T1/C1" || w.Member("U1") != "slack/T1/U1" {
		t.Errorf("got %s and %s", w.Room("C1"), w.Member("U1"))
	}
	for room, want := range map[quiz.RoomID]string{"slack/T1/C1": "C1", "slack/T2/C1": "", "discord/T1/C1": "", "slack/T1": ""} {
		if got, ok := w.Channel(room); ok != (want != "") || ok && got != want {
			t.Errorf("%s: got %q, %v", room, got, ok)
		}
	}
}

// A handler that panics ends nothing but the handling of its event.
func TestRecoverHandler(t *testing.T) {
	handle := adapter.RecoverHandler(func(context.Context, bot.Event) (bot.Answer, error) { panic("mistake") }, slog.New(slog.DiscardHandler))
	if answer, err := handle(t.Context(), bot.Event{ID: "E1"}); answer != (bot.Nothing{}) || err == nil {
		t.Errorf("got %v and %v", answer, err)
	}
}

// An identity is looked up once for concurrent callers. A failed lookup is repeated, and no caller
// waits beyond its context.
func TestIdentity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var id adapter.Identity[string]
		calls := 0
		lookup := func(context.Context) (string, error) {
			calls++
			time.Sleep(time.Second)
			if calls == 1 {
				return "half", errors.New("out of reach")
			}
			return "bot", nil
		}
		if got, err := id.Get(t.Context(), lookup); got != "" || err == nil {
			t.Errorf("got %q and %v", got, err)
		}
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if got, err := id.Get(t.Context(), lookup); got != "bot" || err != nil {
					t.Errorf("got %q and %v", got, err)
				}
			})
		}
		synctest.Wait()
		brief, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := id.Get(brief, lookup); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("somebody with little time got %v", err)
		}
		wg.Wait()
		if got, ok := id.Known(); got != "bot" || !ok || calls != 2 {
			t.Errorf("known is %q, %v after %d lookups", got, ok, calls)
		}
	})
}

// Each change is reported once, and each reason once until there is a connection.
func TestConnectivity(t *testing.T) {
	var c adapter.Connectivity
	if c.Connected() || !c.NewTrouble("a") || c.NewTrouble("a") || !c.NewTrouble("b") {
		t.Error("reasons are not told once each")
	}
	if !c.SetConnected(true) || c.SetConnected(true) || !c.Connected() || !c.NewTrouble("b") || !c.SetConnected(false) {
		t.Error("changes are not told once each")
	}
}

// A failure keeps no other message from being handled, and only counted messages are marked.
func TestBackfill(t *testing.T) {
	failed := errors.New("failed")
	event := func(_ context.Context, id string) (bot.Event, error) {
		if id == "unknown" {
			return bot.Event{}, failed
		}
		return bot.Event{ID: id}, nil
	}
	handle := func(_ context.Context, e bot.Event) (bot.Answer, error) {
		switch e.ID {
		case "bad":
			return bot.Counted{}, failed
		case "talk":
			return bot.Nothing{}, nil
		}
		return bot.Counted{}, nil
	}
	var counted []string
	err := adapter.Backfill(t.Context(), []string{"1", "unknown", "bad", "talk", "2"}, event, handle, func(id string) { counted = append(counted, id) })
	if !errors.Is(err, failed) || !slices.Equal(counted, []string{"1", "2"}) {
		t.Errorf("got %v and %v", counted, err)
	}
	if got := adapter.Missing([]string{"1", "2", "3"}, map[string]bool{"2": true}); !slices.Equal(got, []string{"1", "3"}) {
		t.Errorf("missing are %v", got)
	}
}

// A clock more than a minute off is an error with the direction, logged once until the clock is
// set.
func TestClockCheck(t *testing.T) {
	platform := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	var off time.Duration
	log := &countingHandler{}
	c := &adapter.ClockCheck{
		Title: "Slack", Log: slog.New(log), Now: func() time.Time { return platform.Add(off) },
		Next: roundTripper(func(*http.Request) (*http.Response, error) {
			return &http.Response{Header: http.Header{"Date": {platform.Format(http.TimeFormat)}}, Body: http.NoBody}, nil
		}),
	}
	for _, step := range []struct {
		off  time.Duration
		want string
		logs int
	}{{0, "", 0}, {time.Minute, "", 0}, {-2 * time.Minute, "2m0s behind Slack's", 1}, {-time.Hour, "behind Slack's", 1}, {0, "", 1}, {2 * time.Minute, "2m0s ahead of Slack's", 2}} {
		off = step.off
		r, err := c.RoundTrip(&http.Request{})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if err := c.Err(); (err != nil) != (step.want != "") || err != nil && !strings.Contains(err.Error(), step.want) || log.n != step.logs {
			t.Errorf("%v off: got %v and %d log entries, want %q and %d", step.off, err, log.n, step.want, step.logs)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
