package slack

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/quiz/reason"
)

// A bot token that Slack keeps refusing ends the adapter even with open sockets. A single refusal
// does not.
func TestBotTokenRevoked(t *testing.T) {
	for _, event := range []string{"", "app_uninstalled", "tokens_revoked"} {
		s := newHarness(t, Options{})
		s.bot.token.wait = time.Millisecond
		s.run()
		s.AwaitSockets(2)
		before := s.CallCount("auth.test")
		s.RefuseMethod("chat.postMessage", "account_inactive", always)
		if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); reason.AsObstacle(err) == nil {
			t.Fatalf("got %v", err)
		}
		s.waitUntil("the token is checked", func() bool { return s.CallCount("auth.test") > before })
		if !s.bot.Connected() || len(s.ended) > 0 {
			t.Fatal("it ends at a single refusal")
		}
		s.SetFault(func(w http.ResponseWriter, method string) bool {
			if method == "apps.connections.open" {
				return false
			}
			_, _ = w.Write([]byte(`{"ok":false,"error":"account_inactive"}`))
			return true
		})
		if event != "" {
			s.DeliverEvent(map[string]any{"type": event})
		} else if _, err := s.bot.Post(t.Context(), threePartPosting("8/ask")); err == nil {
			t.Fatal("it is posted")
		}
		s.checkReported(event != "")
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

// A clock more than a minute off from Slack's is logged once until it is set.
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
