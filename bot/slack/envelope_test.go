package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/testing/slacktest"
)

// An envelope delivered twice, over one socket or over both, is handled once and acknowledged with
// the same reply.
func TestRedelivery(t *testing.T) {
	s := newHarness(t, Options{})
	s.answer = func(e bot.Event) (bot.Answer, error) {
		time.Sleep(20 * time.Millisecond)
		if _, sent := e.Act.(bot.Submission); sent {
			return bot.Ephemeral{Card: card.Card{Summary: "no", Parts: []card.Part{card.Text{Line: card.Line{{Text: "no"}}}}}, Refused: true}, nil
		}
		return bot.Ephemeral{Card: card.Card{Summary: "yes", Parts: []card.Part{card.Text{Line: card.Line{{Text: "yes"}}}}}}, nil
	}
	s.run()
	s.AwaitSockets(2)
	sent := s.SubmissionPayload("UANN", &slacktest.Modal{ID: "V1", Callback: "answer:1", Private: slacktest.ChannelID}, "text")
	for kind, payload := range map[string]any{"slash_commands": s.CommandPayload("/quiz help"), "events_api": s.MessagePayload("hello"), "interactive": sent} {
		before := len(s.handledEvents())
		replies := make([]string, 6)
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() {
				reply, err := s.Deliver(kind, payload)
				if err != nil {
					t.Errorf("%s: %v", kind, err)
				}
				replies[i] = string(reply)
			})
		}
		all.Wait()
		again, err := s.Deliver(kind, payload)
		if err != nil || slices.ContainsFunc(replies, func(r string) bool { return r != string(again) }) {
			t.Errorf("%s: acknowledged with %q, then %q, %v", kind, replies, again, err)
		}
		if n := len(s.handledEvents()) - before; n != 1 {
			t.Errorf("%s: handled %d times", kind, n)
		}
	}
}

// An envelope whose handling failed is handled again when it is delivered again.
func TestFailuresAreHandledAgain(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	var mended atomic.Bool
	s.answer = func(bot.Event) (bot.Answer, error) {
		if !mended.Load() {
			return bot.Nothing{}, errors.New("the disk is full")
		}
		return bot.Nothing{}, nil
	}
	s.run()
	s.AwaitSockets(1)
	payload := s.MessagePayload("hello")
	for _, n := range []int{1, 2} {
		if _, err := s.Deliver("events_api", payload); err != nil {
			t.Fatal(err)
		}
		if got := len(s.handledEvents()); got != n {
			t.Errorf("handled %d times, want %d", got, n)
		}
		mended.Store(true)
	}
	s.deliverRepeatedly(payload, 2)
	s.setAnswer(func(bot.Event) (bot.Answer, error) { panic("a mistake of ours") })
	s.deliverRepeatedly(s.MessagePayload("hello"), 4)
	sent := s.SubmissionPayload("UANN", &slacktest.Modal{ID: "V1", Callback: "answer:1", Private: slacktest.ChannelID}, "text")
	s.Patience = slacktest.AckTime
	if reply, err := s.Deliver("interactive", sent); !errors.Is(err, slacktest.ErrUnanswered) {
		t.Errorf("a form that was not handled is acknowledged with %s, %v, and closes as if it were", reply, err)
	}
	s.DropSockets() // a reconnect is handled, too
	s.waitUntil("catching up fails", func() bool { return strings.Contains(s.log.String(), "event=returned") })
	if text := s.log.String(); !strings.Contains(text, "panic: a string") || strings.Contains(text, "a mistake of ours") {
		t.Errorf("the log is\n%s", s.log)
	}
}

func (s *harness) deliverRepeatedly(payload any, want int) {
	s.T.Helper()
	for range 2 {
		if _, err := s.Deliver("events_api", payload); err != nil {
			s.T.Fatal(err)
		}
	}
	if got := len(s.handledEvents()); got != want {
		s.T.Errorf("handled %d times, want %d", got, want)
	}
}

// An event that slack-go does not understand is read by the bot itself. It is acknowledged, and the
// socket stays open.
func TestStrangeEvents(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	strange := s.MessagePayload("hello")
	event, _ := strange["event"].(map[string]any)
	event["blocks"] = []any{map[string]any{"type": "rich_text", "elements": "no list"}}
	for kind, payload := range map[string]any{"events_api": strange, "interactive": map[string]any{"type": "shortcut", "trigger_id": "1"}} {
		if _, err := s.Deliver(kind, payload); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if n := len(s.handledEvents()); n != 1 {
		t.Errorf("%d events are handled, want the message alone", n)
	}
	if _, err := s.Deliver("slash_commands", "no object"); err != nil || !strings.Contains(s.log.String(), "not understood") {
		t.Errorf("got %v, and the log is\n%s", err, s.log)
	}
}

// A submission with slow handling gets a waiting modal, and later its result. If a modal can't be
// opened, the member reads so.
func TestSlowAnswers(t *testing.T) {
	s := newHarness(t, Options{AckTime: 20 * time.Millisecond})
	release := make(chan struct{})
	s.answer = func(e bot.Event) (bot.Answer, error) {
		if _, back := e.Act.(bot.Reconnected); back {
			return bot.Nothing{}, nil
		}
		<-release
		return bot.Ephemeral{Card: card.Card{Summary: "Saved.", Parts: []card.Part{card.Text{Line: card.Line{{Text: "Saved."}}}}}}, nil
	}
	s.run()
	s.AwaitSockets(1)
	w := &slacktest.Modal{ID: "V1", Callback: "answer:1", Private: slacktest.ChannelID, Values: map[string]string{}}
	s.Mu.Lock()
	s.Views["UANN"] = w
	s.Mu.Unlock()
	reply, err := s.Deliver("interactive", s.SubmissionPayload("UANN", w, "text"))
	if err != nil || !strings.Contains(string(reply), `"update"`) {
		t.Errorf("acknowledged with %s, %v", reply, err)
	}
	close(release)
	s.waitUntil("the window says so", func() bool {
		s.Mu.Lock()
		defer s.Mu.Unlock()
		return strings.Contains(strings.Join(s.PrivateTexts["UANN"], ""), "Saved.")
	})
	s.setAnswer(func(bot.Event) (bot.Answer, error) {
		return bot.Form{ID: "x", Title: "t", Submit: "s", Otherwise: card.Card{Summary: "Try again.", Parts: []card.Part{card.Text{Line: card.Line{{Text: "Try again."}}}}}}, nil
	})
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		if method != "views.open" {
			return false
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": "expired_trigger_id"})
		return true
	})
	pressed := s.ActionPayload("UANN", &slacktest.Surface{Channel: slacktest.ChannelID, TS: "1.1"}, map[string]any{"type": "button", "action_id": "answer:1", "block_id": "b"})
	if _, err := s.Deliver("interactive", pressed); err != nil {
		t.Fatal(err)
	}
	s.waitUntil("the failure is said", func() bool {
		s.Mu.Lock()
		defer s.Mu.Unlock()
		return strings.Contains(strings.Join(s.PrivateTexts["UANN"], ""), "Try again.")
	})
}

// An answer with more messages than a response_url takes is shown whole, in order.
func TestLongAnswers(t *testing.T) {
	s := newHarness(t, Options{})
	var parts []card.Part
	for i := range 9 {
		parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint("page ", i)}}, Text: strings.Repeat("words ", 1300)})
	}
	s.answer = func(bot.Event) (bot.Answer, error) {
		return bot.Ephemeral{Card: card.Card{Summary: "x", Parts: parts}}, nil
	}
	s.run()
	s.AwaitSockets(1)
	if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz my-data")); err != nil {
		t.Fatal(err)
	}
	s.waitUntil("all of it is shown", func() bool {
		s.Mu.Lock()
		defer s.Mu.Unlock()
		return len(s.PrivateTexts["UANN"]) == 9
	})
	for i, text := range s.PrivateTexts["UANN"] {
		if !strings.HasPrefix(text, fmt.Sprint("page ", i)) {
			t.Errorf("message %d is %.40q", i, text)
		}
	}
	if n := s.CallCount("chat.postEphemeral"); n != 4 {
		t.Errorf("%d messages were whispered, want those after the fifth", n)
	}
}
