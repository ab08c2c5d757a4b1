package slack

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/internal/testing/slackspec"
	"quizbot/quiz"
)

// Of very many messages that count every one is marked, in the order in which they came, whatever fails on the way.
func TestEveryMark(t *testing.T) {
	s := newHarness(t, Options{})
	s.bot.rates.reaction.SetLimit(rate.Inf)
	s.setAnswer(func(bot.Event) (bot.Answer, error) { return bot.Seen{}, nil })
	s.run()
	s.awaitSockets(1)
	n := 0
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method != "reactions.add" {
			return false
		}
		if n++; n != 3 {
			return false
		}
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	})
	const messages = 200
	for range messages {
		if _, err := s.deliver("events_api", s.messagePayload("an answer")); err != nil {
			t.Fatal(err)
		}
	}
	s.waitUntil("all are marked", func() bool {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		return len(s.reactions) == messages
	})
}

// Marks keep to Slack's rate.
func TestMarksWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := newRates(), time.Now()
		for range methodBurst + 50 {
			if err := p.reaction.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := time.Since(began); got != 50*methodEvery {
			t.Errorf("fifty marks more than a burst take %v", got)
		}
	})
}

// A message of a thread that counts may get words for its author alone, and so may one that does not.
func TestWordsToThreadMessages(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	for name, c := range map[string]struct {
		answer bot.Answer
		marked bool
	}{
		"counts, with a hint": {bot.Seen{Hint: privateAnswer("Everybody can read this.").Card}, true},
		"doesn't count":       {privateAnswer("Everybody can read this."), false},
	} {
		s.setAnswer(func(bot.Event) (bot.Answer, error) { return c.answer, nil })
		message := s.messagePayload("an answer")
		if _, err := s.deliver("events_api", message); err != nil {
			t.Fatal(err)
		}
		s.awaitReactions(s.bot)
		event, _ := message["event"].(map[string]any)
		if got := s.shown[len(s.shown)-1]; got.user != "UANN" || got.thread != "1.000001" || s.reactions[slackspec.String(event, "ts")] != c.marked {
			t.Errorf("%s: shown is %+v, marked %v", name, got, s.reactions)
		}
		before := len(s.shown)
		s.posts = []*post{{TS: "1.000001", User: botUser, channel: channelID}, {TS: slackspec.String(event, "ts"), Thread: "1.000001", User: "UANN", Text: "an answer", channel: channelID}}
		if err := s.bot.CatchUp(t.Context(), "slack/T1/C1", quiz.MessageRef{Message: "1.000001"}, nil, s.handle); err != nil || len(s.shown) != before {
			t.Errorf("%s: catching up says it again: %v", name, err)
		}
	}
}

// Messages with files say so, new, edited, and fetched later.
func TestFiles(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	files := []any{map[string]any{"id": "F1", "name": "answer.png"}}
	message := map[string]any{"type": "message", "subtype": "file_share", "channel": channelID, "user": "UANN", "text": "", "ts": "2.000001", "thread_ts": "1.000001", "files": files}
	s.deliverEvent(message)
	s.deliverEvent(map[string]any{"type": "message", "subtype": "message_changed", "channel": channelID, "message": message, "previous_message": map[string]any{"ts": "2.000001", "user": "UANN", "text": "before"}})
	s.posts = []*post{{TS: "1.000001", User: botUser, channel: channelID}, {TS: "2.000001", Thread: "1.000001", User: "UANN", Files: files, channel: channelID}}
	if err := s.bot.CatchUp(t.Context(), "slack/T1/C1", quiz.MessageRef{Message: "1.000001"}, nil, s.handle); err != nil {
		t.Fatal(err)
	}
	list := s.handledEvents()
	if len(list) != 3 {
		t.Fatalf("%d events", len(list))
	}
	for _, e := range list {
		message, _ := e.Act.(bot.Message)
		edit, _ := e.Act.(bot.Edit)
		if !message.Attached && !edit.Attached {
			t.Errorf("without its file arrives %+v", e.Act)
		}
	}
}

// A bot token that Slack keeps refusing ends the service, though its sockets are open; a single refusal does not.
func TestBotTokenRevoked(t *testing.T) {
	for _, event := range []string{"", "app_uninstalled", "tokens_revoked"} {
		s := newHarness(t, Options{})
		s.bot.token.wait = time.Millisecond
		s.run()
		s.awaitSockets(2)
		before := s.callCount("auth.test")
		s.refuseMethod("chat.postMessage", "account_inactive", always)
		if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); quiz.ObstacleIn(err) == nil {
			t.Fatalf("got %v", err)
		}
		s.waitUntil("the token is checked", func() bool { return s.callCount("auth.test") > before })
		if !s.bot.Connected() || len(s.ended) > 0 {
			t.Fatal("it ends at a single refusal")
		}
		s.setFault(func(w http.ResponseWriter, method string) bool {
			if method == "apps.connections.open" {
				return false
			}
			_, _ = w.Write([]byte(`{"ok":false,"error":"account_inactive"}`))
			return true
		})
		if event != "" {
			s.deliverEvent(map[string]any{"type": event})
		} else if _, err := s.bot.Post(t.Context(), threePartPosting("8/ask")); err == nil {
			t.Fatal("it is posted")
		}
		select {
		case err := <-s.ended:
			if err == nil || !strings.Contains(err.Error(), "slack.bot_token, is refused: auth.test: account_inactive: the app was removed") {
				t.Errorf("%s: got %v", event, err)
			}
			s.ended <- nil
		case <-time.After(patience):
			t.Errorf("%s: it goes on", event)
		}
	}
}

// Another program on the same app token is said once; the bot's own sockets are not.
func TestSharedToken(t *testing.T) {
	for open, said := range map[int]bool{1: false, 2: false, 4: true} {
		s := newHarness(t, Options{})
		s.connections = open
		s.run()
		s.awaitSockets(2)
		s.dropSockets()
		s.awaitSockets(2)
		s.waitUntil("it is said", func() bool { return strings.Contains(s.log.String(), "another program uses this app token") || !said })
		if n := strings.Count(s.log.String(), "another program uses this app token"); n > 1 || (n == 1) != said {
			t.Errorf("%d open: said %d times", open, n)
		}
		if got := slices.Contains(s.bot.Warnings(), bot.WarnSharedToken); got != said {
			t.Errorf("%d open: status warns: %v", open, got)
		}
	}
}

// A clock that is more than a minute off from Slack's is said, once until it is set.
func TestClock(t *testing.T) {
	s := newHarness(t, Options{})
	for _, c := range []struct {
		off  time.Duration
		want string
		said int
	}{{0, "", 0}, {30 * time.Second, "", 0}, {-2 * time.Minute, "behind Slack's", 1}, {-3 * time.Minute, "behind Slack's", 1}, {0, "", 1}, {time.Hour, "ahead of Slack's", 2}} {
		s.bot.clock.Now = func() time.Time { return time.Now().Add(c.off) }
		if _, err := s.bot.api.AuthTestContext(t.Context()); err != nil {
			t.Fatal(err)
		}
		err := s.bot.clock.Err()
		if got := strings.Count(s.log.String(), "clock is off"); (err != nil) != (c.want != "") || err != nil && !strings.Contains(err.Error(), c.want) || got != c.said {
			t.Errorf("%v off: %v, said %d times, want %d", c.off, err, got, c.said)
		}
		if got := slices.Contains(s.bot.Warnings(), bot.WarnClock); got != (c.want != "") {
			t.Errorf("%v off: status warns: %v", c.off, got)
		}
	}
}
