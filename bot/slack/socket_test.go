package slack

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"quizbot/bot"
)

// A socket is opened again after it was cut, or after Slack asked to refresh it. The other socket
// receives events meanwhile. After a time without any socket the bot backfills.
func TestSocketsComeBack(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := newHarness(t, Options{})
	var back atomic.Int32
	s.answer = func(e bot.Event) (bot.Answer, error) {
		if _, ok := e.Act.(bot.Reconnected); ok {
			back.Add(1)
		}
		return bot.Nothing{}, nil
	}
	s.run()
	s.AwaitSockets(2)
	for _, reason := range []string{"warning", "refresh_requested"} {
		s.Mu.Lock()
		first, opened := s.Sockets[0], s.SocketCount
		s.Mu.Unlock()
		if err := first.Send(map[string]any{"type": "disconnect", "reason": reason}); err != nil {
			t.Fatal(err)
		}
		s.waitUntil("the socket is left", func() bool { return s.OpenSockets() == 1 || s.SocketsOpened() > opened })
		if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz help")); err != nil {
			t.Errorf("%s: what comes while one socket is away: %v", reason, err)
		}
		s.AwaitSockets(2)
	}
	if !s.bot.Connected() {
		t.Error("it is not connected")
	}
	s.DropSockets()
	s.AwaitSockets(2)
	if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz help")); err != nil {
		t.Error(err)
	}
	s.waitUntil("the bot catches up", func() bool { return back.Load() >= 2 })
	s.stop()
	s.ended <- <-s.ended
	s.HTTP.CloseClientConnections()
	s.HTTP.Close()
	s.bot.http.CloseIdleConnections()
}

// A silent socket is replaced by another.
func TestSilentSocket(t *testing.T) {
	s := newHarness(t, Options{Ping: 50 * time.Millisecond})
	s.run()
	s.AwaitSockets(1)
	s.waitUntil("silent sockets are replaced", func() bool { return s.SocketsOpened() > 4 })
	s.waitUntil("commands are taken", func() bool {
		_, err := s.Deliver("slash_commands", s.CommandPayload("/quiz help"))
		return err == nil
	})
}

// Refused tokens end the adapter with an error and its remedy, also if they are revoked while it
// runs.
func TestRevoked(t *testing.T) {
	s := newHarness(t, Options{})
	s.Revoked = true
	err := s.bot.Run(t.Context(), s.handle)
	if err == nil || !strings.Contains(err.Error(), "token_revoked: the app was removed from the workspace or its token revoked: install it again") {
		t.Errorf("got %v", err)
	}
	s = newHarness(t, Options{})
	s.run()
	s.AwaitSockets(2)
	s.Mu.Lock()
	s.Revoked = true
	s.Mu.Unlock()
	s.DropSockets()
	select {
	case err := <-s.ended:
		if err == nil || !strings.Contains(err.Error(), "slack.app_token, is refused: token_revoked") {
			t.Errorf("got %v", err)
		}
		s.ended <- nil
	case <-time.After(patience):
		t.Error("it goes on")
	}
}

// While Slack is out of reach the bot waits, logs that once, and goes on later.
func TestOutOfReach(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.SetFault(func(w http.ResponseWriter, _ string) bool {
		http.Error(w, "down", http.StatusBadGateway)
		return true
	})
	s.run()
	s.waitUntil("it tries", func() bool { return s.CallCount("auth.test") >= 1 })
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		if method == "apps.connections.open" {
			http.Error(w, "down", http.StatusBadGateway)
		}
		return method == "apps.connections.open"
	})
	s.waitUntil("it tries sockets", func() bool { return s.CallCount("apps.connections.open") >= 4 })
	s.SetFault(nil)
	s.AwaitSockets(2)
	if n := strings.Count(s.log.String(), "cannot open a socket"); n != 1 {
		t.Errorf("it was said %d times:\n%s", n, s.log)
	}
}

// The log warns once of another program with the app token, and never of the bot's own sockets.
func TestSharedToken(t *testing.T) {
	for open, said := range map[int]bool{1: false, 2: false, 4: true} {
		s := newHarness(t, Options{})
		s.Connections = open
		s.run()
		s.AwaitSockets(2)
		s.DropSockets()
		s.AwaitSockets(2)
		s.waitUntil("it is said", func() bool { return strings.Contains(s.log.String(), "another program uses this app token") || !said })
		if n := strings.Count(s.log.String(), "another program uses this app token"); n > 1 || (n == 1) != said {
			t.Errorf("%d open: said %d times", open, n)
		}
		if got := slices.Contains(s.bot.Warnings(), bot.WarnSharedToken); got != said {
			t.Errorf("%d open: status warns: %v", open, got)
		}
	}
}
