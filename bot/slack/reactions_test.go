package slack

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/internal/testing/slackspec"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
)

// Each of very many messages gets its reaction, in spite of failures.
func TestEveryMark(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.bot.rates.reaction.SetLimit(rate.Inf)
	s.setAnswer(func(bot.Event) (bot.Answer, error) { return bot.Counted{}, nil })
	s.run()
	s.AwaitSockets(1)
	n := 0
	s.SetFault(func(w http.ResponseWriter, method string) bool {
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
		if _, err := s.Deliver("events_api", s.MessagePayload("an answer")); err != nil {
			t.Fatal(err)
		}
	}
	s.waitUntil("all are marked", func() bool {
		s.Mu.Lock()
		defer s.Mu.Unlock()
		return len(s.Reactions) == messages
	})
}

// Reactions keep to Slack's rate limit.
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

// The author of a message in a thread may get an ephemeral message, for a counted message and for
// another one.
func TestWordsToThreadMessages(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	for name, c := range map[string]struct {
		answer bot.Answer
		marked bool
	}{
		"counts, with a hint": {bot.Counted{Hint: privateAnswer("Everybody can read this.").Card}, true},
		"doesn't count":       {privateAnswer("Everybody can read this."), false},
	} {
		s.setAnswer(func(bot.Event) (bot.Answer, error) { return c.answer, nil })
		message := s.MessagePayload("an answer")
		if _, err := s.Deliver("events_api", message); err != nil {
			t.Fatal(err)
		}
		awaitReactions(s.T, s.bot)
		event, _ := message["event"].(map[string]any)
		if got := s.Shown[len(s.Shown)-1]; got.User != "UANN" || got.Thread != "1.000001" || s.Reactions[slackspec.String(event, "ts")] != c.marked {
			t.Errorf("%s: shown is %+v, marked %v", name, got, s.Reactions)
		}
		before := len(s.Shown)
		s.Posts = []*slacktest.Post{{TS: "1.000001", User: slacktest.BotUser, Channel: slacktest.ChannelID}, {TS: slackspec.String(event, "ts"), Thread: "1.000001", User: "UANN", Text: "an answer", Channel: slacktest.ChannelID}}
		if err := s.bot.Backfill(t.Context(), "slack/T1/C1", quiz.MessageRef{Message: "1.000001"}, nil, s.handle); err != nil || len(s.Shown) != before {
			t.Errorf("%s: catching up says it again: %v", name, err)
		}
	}
}
