package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/discord/gateway"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// limited is a server whose rates the bot meets, with its own.
func limited(t *testing.T) *harness {
	s := newHarness(t, Options{})
	s.bot.client.Limits.Global.SetLimit(rate.Limit(gateway.GlobalRate))
	return s
}

// Buckets are respected before a refusal. A refused request is repeated when allowed.
func TestRates(t *testing.T) {
	t.Parallel()
	s := limited(t)
	s.Limit("POST", messagesPath, 2, 200*time.Millisecond)
	refused := 0
	s.After(func(*http.Request) bool { return false })
	p := bot.Posting{Key: "1/ask", Room: room(), Card: threeMessages()}
	began := time.Now()
	if _, err := s.bot.Post(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 100*time.Millisecond || s.Calls("POST", messagesPath) != 3+refused {
		t.Errorf("three messages took %v and %d requests", took, s.Calls("POST", messagesPath))
	}
	// Many at once do not know the rate yet, and are refused.
	s = limited(t)
	s.Limit("POST", "/channels/{c}/messages", 5, 300*time.Millisecond)
	errs := make(chan error, 10)
	for i := range 10 {
		go func() {
			_, err := s.bot.Post(t.Context(), bot.Posting{Key: fmt.Sprint(i, "/ask"), Room: room(), Card: textCard(fmt.Sprint(i))})
			errs <- err
		}()
	}
	for range 10 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n := len(s.Messages()); n != 10 {
		t.Errorf("%d messages stand", n)
	}
}

// A global limit delays all requests but interaction responses. A response without JSON, as from
// Cloudflare, delays everything for minutes. No wait outlasts its context, and the error tells
// Discord's delay.
func TestLimitedAtOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		refuse func(w http.ResponseWriter)
		least  time.Duration
	}{
		"of the route": {func(w http.ResponseWriter) { discordtest.Limited(w, time.Hour, false) }, 59 * time.Minute},
		"global":       {func(w http.ResponseWriter) { discordtest.Limited(w, time.Hour, true) }, 59 * time.Minute},
		"a page of Cloudflare's": {func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte("<html>error 1015: you are being rate limited</html>"))
		}, gateway.BanTime - time.Minute},
	} {
		s := limited(t)
		s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == "POST" {
				c.refuse(w)
			}
			return r.Method == "POST"
		})
		began := time.Now()
		for range 2 {
			_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")})
			var asked interface{ RetryAfter() time.Duration }
			if !errors.As(err, &asked) || asked.RetryAfter() < c.least {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if n := s.Calls("POST", messagesPath); n != 1 || time.Since(began) > patience {
			t.Errorf("%s: asked %d times, for %v", name, n, time.Since(began))
		}
		s.Fault(nil)
		err := s.bot.Edit(t.Context(), room(), []quiz.MessageRef{{Message: discordtest.ChannelID}}, textCard("x"))
		if other := s.Calls("PATCH", "/channels/{c}/messages/{m}") > 0; other != (name == "of the route") {
			t.Errorf("%s: another route was asked: %v, %v", name, other, err)
		}
	}
}

// A wait ends with its context.
func TestWaitsEnd(t *testing.T) {
	t.Parallel()
	s := limited(t)
	s.bot.client.Limits.Refused(gateway.RouteOf("POST", "/channels/"+discordtest.ChannelID+"/messages"), 29*time.Second, gateway.RouteScope, time.Now())
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	began := time.Now()
	_, err := s.bot.Post(ctx, bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")})
	if !errors.Is(err, context.Canceled) || time.Since(began) > 15*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	began = time.Now()
	if _, err = s.bot.Post(ctx, bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")}); adapter.StatusOf(err) != http.StatusTooManyRequests || time.Since(began) > 15*time.Second {
		t.Errorf("got %v after %v, though the wait is longer than the context", err, time.Since(began))
	}
}

// Errors don't contain the bot's token or an interaction's.
func TestErrorsTellNoToken(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.Fault(func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) })
	_, _ = s.bot.identity.Get(t.Context(), func(context.Context) (identity, error) {
		return identity{application: discordtest.AppID, user: discordtest.BotID}, nil
	})
	e := event{id: "1", token: "very-secret"}
	for _, err := range []error{
		s.bot.sendCallback(t.Context(), &e, callback{Type: callbackDeferredMessage}), s.bot.sendFollowUps(t.Context(), &e, drawing.Draw(textCard("x"))), s.bot.SendDirectMessage(t.Context(), "discord/1/2", textCard("x")),
	} {
		if err == nil || strings.Contains(err.Error(), "very-secret") || strings.Contains(err.Error(), discordtest.Token) {
			t.Errorf("got %v", err)
		}
	}
}
