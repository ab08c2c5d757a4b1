package discord

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/discord/gateway"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

const (
	historyPath  = "/channels/{c}/messages"
	threadsPath  = "/channels/{c}/messages/{m}/threads"
	reactionPath = "/channels/{c}/messages/{m}/reactions/{e}/@me"
	followUpPath = "/webhooks/{a}/{t}"
	callbackPath = "/interactions/{i}/{t}/callback"
)

// A thread with some pages of answers is read to its end, within the rate that Discord tells for
// histories.
func TestRatesOfHistories(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	for range 4*historyLimit + 5 {
		if _, refused := s.Write(q.Message, "ann", "text"); refused != "" {
			t.Fatal(refused)
		}
	}
	s.Limit("GET", historyPath, 2, 300*time.Millisecond)
	err := s.bot.Backfill(t.Context(), room(), q, nil, s.handle)
	if n := len(s.handledEvents()); err != nil || n != 4*historyLimit+5 {
		t.Errorf("caught %d messages in %d requests: %v", n, s.Calls("GET", historyPath), err)
	}
}

// A long ephemeral answer is shown whole, within the rate limit of follow-ups.
func TestRatesOfFollowUps(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.Limit("POST", followUpPath, 2, 200*time.Millisecond)
	card := threeMessages()
	card.Parts = append(card.Parts[:3:3], card.Parts[:3]...)
	s.setAnswer(bot.Ephemeral{Card: card})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.bot.idle()
	if n := strings.Count(s.Private("ann"), "part "); n != 6 {
		t.Errorf("ann sees %d of 6 messages\n%s", n, s.log)
	}
}

// A follow-up that Discord delays is sent after the delay, and no follow-up twice.
func TestFollowUpSentLater(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	var refused atomic.Bool
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, "/webhooks/") || !refused.CompareAndSwap(false, true) {
			return false
		}
		discordtest.Limited(w, 50*time.Millisecond, false)
		return true
	})
	s.setAnswer(bot.Ephemeral{Card: threeMessages()})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.bot.idle()
	if n := strings.Count(s.Private("ann"), "part "); n != 3 {
		t.Errorf("ann sees %d of 3 messages\n%s", n, s.log)
	}
}

// While Discord has the bot's own requests wait, presses and forms are answered all the same.
func TestAnswersDoNotWaitForAll(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPatch {
			discordtest.Limited(w, gateway.MaxRateLimitWait-time.Second, true)
		}
		return r.Method == http.MethodPatch
	})
	ctx, cancel := context.WithTimeout(t.Context(), gateway.MaxRateLimitWait-10*time.Second)
	defer cancel()
	if err := s.bot.Edit(ctx, room(), []quiz.MessageRef{q}, textCard("x")); adapter.StatusOf(err) != http.StatusTooManyRequests {
		t.Fatalf("got %v", err)
	}
	s.setAnswer(ephemeralAnswer("Saved."))
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") {
		t.Errorf("got %+v, %v", a, err)
	}
}

// Hundreds of responses don't wait for posts, since they don't count globally.
func TestFollowUpsDoNotWaitForPosts(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.waitForLog("commands registered")
	s.bot.client.Limits.Global.SetLimit(rate.Every(time.Hour)) // posts use all of it
	s.bot.client.Limits.Global.AllowN(time.Now(), gateway.GlobalBurst)
	s.setAnswer(bot.Ephemeral{Card: threeMessages()})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.bot.idle()
	if n := strings.Count(s.Private("ann"), "part "); n != 3 {
		t.Errorf("ann sees %d of 3 messages\n%s", n, s.log)
	}
}

// When a rate is filled up again, those who waited go as many at a time as it has; all answers in a
// thread get their mark.
func TestNotAllAtOnce(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.Limit("PUT", reactionPath, 1, 50*time.Millisecond)
	s.setAnswer(bot.Counted{})
	var ids []string
	for range 20 {
		id, _ := s.Write(q.Message, "ann", "an answer")
		ids = append(ids, id)
	}
	s.waitUntil("all are handled", func() bool { return len(s.handledEvents()) == len(ids) })
	s.bot.idle()
	if unmarked := slices.DeleteFunc(ids, s.Marked); len(unmarked) > 0 {
		t.Errorf("%d of 20 have no reaction, after %d requests", len(unmarked), s.Calls("PUT", reactionPath))
	}
}

// A hanging request delays no other, whatever discordgo's own limiter does.
func TestRequestsSideBySide(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	gate, hangs := make(chan struct{}), make(chan struct{})
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			close(hangs)
			<-gate
		}
		return false
	})
	first := make(chan error, 1)
	go func() { first <- s.bot.client.Get(t.Context(), "/gateway/bot", nil) }()
	<-hangs
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	second := make(chan error, 1)
	go func() { second <- s.bot.client.Get(ctx, "/users/@me", nil) }()
	select {
	case err := <-second:
		if err != nil {
			t.Error(err)
		}
	case <-ctx.Done():
		t.Error("a request waits for another one")
	}
	close(gate)
	if err := <-first; err != nil {
		t.Error(err)
	}
}
