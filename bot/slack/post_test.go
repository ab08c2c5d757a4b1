package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
)

// threePartPosting returns a posting whose card takes three messages.
func threePartPosting(key string) bot.Posting {
	var parts []card.Part
	for i := range 3 {
		parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint(i)}}, Text: strings.Repeat("words ", 1300)})
	}
	parts = append(parts, card.Buttons{Items: []card.Button{{ID: "a", Label: "Answer"}}})
	return bot.Posting{Key: key, Room: "slack/T1/C1", Card: card.Card{Summary: "x", Parts: parts}}
}

// Each message of a posting is posted once after repeated attempts with any kind of failure, in a
// channel and in a thread.
func TestPostedOnce(t *testing.T) {
	var forget bool // Slack does not promise to dedup by client_msg_id
	faults := map[string]func(s *harness, n int) (bool, bool){
		"500":                  func(_ *harness, n int) (bool, bool) { return n == 2, false },
		"cut off before":       func(_ *harness, n int) (bool, bool) { return n == 1, false },
		"lost on the way back": func(_ *harness, n int) (bool, bool) { return false, n == 2 },
		"lost each time":       func(_ *harness, _ int) (bool, bool) { return false, true },
	}
	for name, fails := range faults {
		for _, thread := range []string{"", "1700000000.000001"} {
			for _, forget = range []bool{false, true} {
				s := newHarness(t, Options{})
				n := 0
				s.Fault = func(w http.ResponseWriter, method string) bool {
					if method != "chat.postMessage" {
						return false
					}
					n++
					before, _ := fails(s, n)
					if before {
						http.Error(w, "broken", http.StatusInternalServerError)
					}
					return before
				}
				s.AfterRequest = func(method string) bool {
					_, lost := fails(s, n)
					return method == "chat.postMessage" && lost
				}
				p := threePartPosting("7/ask")
				if thread != "" {
					p.ReplyTo, p.Broadcast = &quiz.MessageRef{Message: thread}, true
					s.Posts = append(s.Posts, &slacktest.Post{TS: thread, User: slacktest.BotUser, Channel: slacktest.ChannelID})
				}
				var places []quiz.MessageRef
				var err error
				for range 10 {
					if places, err = s.bot.Post(t.Context(), p); err == nil {
						break
					}
					p.FirstAttempt = time.Now().Add(-time.Second)
					if forget {
						s.Mu.Lock()
						for _, sent := range s.Posts {
							sent.Client = ""
						}
						s.Mu.Unlock()
					}
				}
				want := []string{"7/ask 1 " + thread, "7/ask 2 " + thread, "7/ask 3 " + thread}
				if got := s.PostedParts(); err != nil || !slices.Equal(got, want) || len(places) != 3 || places[0].Message != s.Posts[len(s.Posts)-1].TS {
					t.Errorf("%s in %q: %v; there stand %q, at %v", name, thread, err, got, places)
				}
			}
		}
	}
}

// A request may succeed after its caller's timeout. The next attempt finds its message.
func TestTimeouts(t *testing.T) {
	s := newHarness(t, Options{})
	hung := 0
	hangs, proceed := make(chan struct{}), make(chan struct{})
	s.Fault = func(_ http.ResponseWriter, method string) bool {
		if method == "chat.postMessage" && hung < 2 {
			hung++
			hangs <- struct{}{}
			<-proceed
		}
		return false
	}
	p := threePartPosting("7/ask")
	for range 10 {
		ctx, cancel := context.WithCancelCause(t.Context())
		result := make(chan error, 1)
		go func() {
			_, err := s.bot.Post(ctx, p)
			result <- err
		}()
		var err error
		select {
		case <-hangs:
			before := len(s.PostedParts())
			cancel(context.DeadlineExceeded)
			err = <-result
			proceed <- struct{}{} // it succeeds after its caller has given up
			s.waitUntil("the late request succeeds", func() bool { return len(s.PostedParts()) > before })
		case err = <-result:
		}
		cancel(nil)
		if err == nil {
			break
		}
		p.FirstAttempt = time.Now().Add(-time.Second)
	}
	if want := []string{"7/ask 1 ", "7/ask 2 ", "7/ask 3 "}; !slices.Equal(s.PostedParts(), want) || hung != 2 {
		t.Errorf("%d requests hung, and there stand %q", hung, s.PostedParts())
	}
}

// An overdue posting is completed if a part of it exists.
func TestOverduePartly(t *testing.T) {
	s := newHarness(t, Options{})
	s.Fault = func(w http.ResponseWriter, method string) bool {
		fails := method == "chat.postMessage" && len(s.Posts) == 1
		if fails {
			http.Error(w, "broken", http.StatusInternalServerError)
		}
		return fails
	}
	p := threePartPosting("7/ask")
	if _, err := s.bot.Post(t.Context(), p); err == nil {
		t.Fatal("a question of which a part stands is called posted")
	}
	s.Fault = nil
	p.FirstAttempt, p.Expired = time.Now().Add(-time.Second), true
	places, err := s.bot.Post(t.Context(), p)
	if want := []string{"7/ask 1 ", "7/ask 2 ", "7/ask 3 "}; err != nil || len(places) != 3 || !slices.Equal(s.PostedParts(), want) {
		t.Errorf("%v; there stand %q, at %v", err, s.PostedParts(), places)
	}
}

// The metadata of messages says nothing about their content.
func TestMetadata(t *testing.T) {
	s := newHarness(t, Options{})
	if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Posts {
		if got := string(p.Metadata); !strings.HasPrefix(got, `{"event_type":"quizbot_posting","event_payload":{"key":"7/ask","part":`) || len(got) > 80 {
			t.Errorf("it carries %s", got)
		}
		if len(p.Client) != 36 || strings.Contains(p.Client, "7/ask") {
			t.Errorf("its id is %s", p.Client)
		}
	}
}

// The first attempt reads no history, and messages of another posting are not taken for its own.
func TestFreshPosts(t *testing.T) {
	s := newHarness(t, Options{})
	for _, key := range []string{"7/ask", "8/ask"} {
		if _, err := s.bot.Post(t.Context(), threePartPosting(key)); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.CallCount("conversations.history"); n != 0 || len(s.PostedParts()) != 6 {
		t.Errorf("%d looks, and there stand %q", n, s.PostedParts())
	}
	p := threePartPosting("9/ask")
	p.FirstAttempt = time.Now()
	if _, err := s.bot.Post(t.Context(), p); err != nil || len(s.PostedParts()) != 9 {
		t.Errorf("%v; there stand %q", err, s.PostedParts())
	}
}

// A message with a refused layout is posted in the plain layout.
func TestBarePosts(t *testing.T) {
	s := newHarness(t, Options{})
	n := 0
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		if n++; method != "chat.postMessage" || n > 2 {
			return false
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": "invalid_blocks"})
		return true
	})
	card := card.Card{Summary: "x", Parts: []card.Part{card.Table{Rows: [][]string{{"a", "b"}}, Numbers: []bool{false, false}}}}
	if _, err := s.bot.Post(t.Context(), bot.Posting{Key: "k", Room: "slack/T1/C1", Card: card}); err != nil {
		t.Fatal(err)
	}
	if blocks := string(s.Posts[0].Blocks); strings.Contains(blocks, `"table"`) || !strings.Contains(blocks, "a  b") {
		t.Errorf("it stands as %s", blocks)
	}
}

// Any message of a posting with a refused layout is posted in the plain layout. If that is refused,
// too, the error is ErrContentRefused, and no part of the posting is left.
func TestContentRefused(t *testing.T) {
	p := threePartPosting("7/reveal")
	for _, c := range []struct{ from, refusals, stand int }{{1, 1, 3}, {2, 1, 3}, {3, 1, 3}, {1, 2, 0}, {2, 2, 0}, {3, 9, 0}} {
		s := newHarness(t, Options{})
		n := 0
		s.RefuseMethod("chat.postMessage", "invalid_blocks", func() bool { n++; return n >= c.from && n < c.from+c.refusals })
		places, err := s.bot.Post(t.Context(), p)
		if got := len(s.PostedParts()); got != c.stand || (c.stand == 3) != (err == nil) || errors.Is(err, quiz.ErrContentRefused) != (err != nil) {
			t.Errorf("refused from %d on %d times: %d messages stand, want %d; %v, %v", c.from, c.refusals, got, c.stand, places, err)
		}
	}
	s := newHarness(t, Options{})
	n := 0
	s.RefuseMethod("chat.postMessage", "fatal_error", func() bool { n++; return n == 2 })
	if _, err := s.bot.Post(t.Context(), p); err == nil || errors.Is(err, quiz.ErrContentRefused) || len(s.PostedParts()) != 1 {
		t.Fatalf("an error of Slack's own: %v, and there stand %q", err, s.PostedParts())
	}
	n = 0
	s.RefuseMethod("chat.postMessage", "invalid_blocks", func() bool { n++; return n == 1 })
	p.FirstAttempt = s.Now().Add(-1)
	if _, err := s.bot.Post(t.Context(), p); err != nil || len(s.PostedParts()) != 3 {
		t.Errorf("a reveal of which a part stands is not completed: %v, and there stand %q", err, s.PostedParts())
	}
}

// A posting for a deleted or closed thread goes to the channel, and the next attempt finds it
// there.
func TestClosedThreads(t *testing.T) {
	under := quiz.MessageRef{Message: "1.000001"}
	for _, code := range []string{"thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel"} {
		s := newHarness(t, Options{})
		s.Posts = []*slacktest.Post{{TS: under.Message, User: slacktest.BotUser, Channel: slacktest.ChannelID}}
		s.RefuseMethod("chat.postMessage", code, func() bool { return s.PostRequests == nil && s.Calls["chat.postMessage"] == 1 })
		p := threePartPosting("7/reveal")
		p.ReplyTo, p.Broadcast = &under, true
		places, err := s.bot.Post(t.Context(), p)
		want := []string{"7/reveal 1 ", "7/reveal 2 ", "7/reveal 3 "}
		if err != nil || !slices.Equal(s.PostedParts(), want) || places[0].Thread != "" {
			t.Errorf("%s: %v, %v; there stand %q", code, places, err, s.PostedParts())
		}
		p.FirstAttempt = s.Now().Add(-1)
		if again, err := s.bot.Post(t.Context(), p); err != nil || !slices.Equal(again, places) || !slices.Equal(s.PostedParts(), want) {
			t.Errorf("%s, posted again: %v, %v; there stand %q", code, again, err, s.PostedParts())
		}
	}
	s := newHarness(t, Options{})
	p := threePartPosting("7/reveal")
	p.ReplyTo, p.FirstAttempt = &under, s.Now().Add(-1)
	if _, err := s.bot.Post(t.Context(), p); err != nil || len(s.PostedParts()) != 3 || s.PostedParts()[0] != "7/reveal 1 " {
		t.Errorf("the question was deleted: %v; there stand %q", err, s.PostedParts())
	}
	if err := s.bot.Backfill(t.Context(), p.Room, under, []string{"2.000001"}, s.handle); err != nil || len(s.handledEvents()) > 0 {
		t.Errorf("catching up with a thread that is gone: %v, %v", s.handledEvents(), err)
	}
}

// The first message of a reveal is broadcast to the channel once, and it is no member's answer.
func TestBroadcast(t *testing.T) {
	s := newHarness(t, Options{})
	under := quiz.MessageRef{Message: "1.000001"}
	s.Posts = []*slacktest.Post{{TS: under.Message, User: slacktest.BotUser, Channel: slacktest.ChannelID}}
	p := threePartPosting("7/reveal")
	p.ReplyTo, p.Broadcast = &under, true
	for range 2 {
		if _, err := s.bot.Post(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		p.FirstAttempt = s.Now().Add(-1)
		var shown []string
		for _, v := range s.PostRequests {
			shown = append(shown, v.Get("reply_broadcast"))
		}
		if want := []string{"true", "", ""}; !slices.Equal(shown, want) || len(s.PostedParts()) != 3 {
			t.Errorf("shown in the channel, too: %q, want %q; there stand %q", shown, want, s.PostedParts())
		}
	}
	if err := s.bot.Backfill(t.Context(), p.Room, under, nil, s.handle); err != nil || len(s.handledEvents()) > 0 {
		t.Errorf("catching up: %v, %v", s.handledEvents(), err)
	}
	s.PostRequests = nil
	s.RefuseMethod("chat.postMessage", "restricted_action", func() bool { return s.Calls["chat.postMessage"] == 4 })
	p.Key = "8/reveal"
	if _, err := s.bot.Post(t.Context(), p); err != nil || s.PostRequests[0].Get("reply_broadcast") != "" || s.PostRequests[0].Get("thread_ts") == "" {
		t.Errorf("in a channel that takes replies alone: %v", err)
	}
}
