package slack

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
)

// Retry-After is respected in posts and in answers.
func TestRateLimited(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	for _, method := range []string{"chat.postMessage", "response_url"} {
		var first time.Time
		s.SetFault(func(w http.ResponseWriter, m string) bool {
			if m != method || !first.IsZero() {
				return false
			}
			first = time.Now()
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		})
		if method == "response_url" {
			s.setAnswer(func(bot.Event) (bot.Answer, error) { return bot.Ephemeral{Card: threePartPosting("").Card}, nil })
			if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz help")); err != nil {
				t.Fatal(err)
			}
			s.waitUntil("the answer is shown", func() bool {
				s.Mu.Lock()
				defer s.Mu.Unlock()
				return len(s.PrivateTexts["UANN"]) == 3
			})
		} else if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(first); waited < time.Second {
			t.Errorf("%s: it waited %v", method, waited)
		}
	}
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		w.Header().Set("Retry-After", "300")
		w.WriteHeader(http.StatusTooManyRequests)
		return method == "chat.postMessage"
	})
	_, err := s.bot.Post(t.Context(), threePartPosting("8/ask"))
	var asked interface{ RetryAfter() time.Duration }
	if !errors.As(err, &asked) || asked.RetryAfter() != 5*time.Minute {
		t.Errorf("a long wait: got %v", err)
	}
}

// Messages in a channel are a second apart after a short burst. Other channels do not wait.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newRates()
		began := time.Now()
		for range 10 {
			if err := p.message.Wait(t.Context(), "C1"); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := time.Since(began), 7*time.Second; got != want {
			t.Errorf("ten messages take %v, want %v", got, want)
		}
		if err := p.message.Wait(t.Context(), "C2"); err != nil || time.Since(began) != 7*time.Second {
			t.Errorf("another channel waits: %v", err)
		}
	})
}
