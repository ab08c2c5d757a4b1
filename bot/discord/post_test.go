package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// threeMessages is a card of three messages.
func threeMessages() card.Card {
	var parts []card.Part
	for i := range 3 {
		parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint("part ", i+1)}}, Text: strings.Repeat("words ", 550)})
	}
	parts = append(parts, card.Buttons{Items: []card.Button{{ID: "a", Label: "Answer"}}})
	return card.Card{Summary: "x", Parts: parts}
}

const messagesPath = "/channels/{c}/messages"

// postedTexts returns the first line and place of every posted message.
func (s *harness) postedTexts() []string {
	var list []string
	for _, id := range s.Messages() {
		raw := s.Raw(id)
		where := "in the channel"
		if raw["channel_id"] != discordtest.ChannelID {
			where = "in the thread"
		}
		components, err := json.Marshal(raw["components"])
		if err != nil {
			s.t.Fatal(err)
		}
		text := string(components)
		at := strings.Index(text, "part ")
		if at < 0 {
			continue
		}
		list = append(list, text[at:at+6]+" "+where)
	}
	return list
}

// However a request fails, each message of a posting stands once when it is posted again, in a
// channel and in a thread.
func TestPostedOnce(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func(n int) (before, lost bool){
		"500":                  func(n int) (bool, bool) { return n == 2, false },
		"three times in a row": func(n int) (bool, bool) { return n >= 2 && n < 5, false },
		"lost on the way back": func(n int) (bool, bool) { return false, n == 2 },
		"lost each time":       func(int) (bool, bool) { return false, true },
	} {
		for _, threaded := range []bool{false, true} {
			for _, forget := range []bool{false, true} { // Discord knows nonces for some minutes
				t.Run(fmt.Sprint(name, " ", threaded, " ", forget), func(t *testing.T) {
					t.Parallel()
					s := newHarness(t, Options{})
					p := bot.Posting{Key: "7/reveal", Room: room(), Card: threeMessages()}
					where := "in the channel"
					if threaded {
						q := s.postQuestion()
						p.ReplyTo, where = &q, "in the thread"
					}
					n := 0
					posts := func(r *http.Request) bool { return r.Method == "POST" && strings.HasSuffix(r.URL.Path, "/messages") }
					s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
						if !posts(r) {
							return false
						}
						n++
						before, _ := fails(n)
						if before {
							http.Error(w, `{"message":"broken"}`, http.StatusInternalServerError)
						}
						return before
					})
					s.After(func(r *http.Request) bool {
						_, lost := fails(n)
						return posts(r) && lost
					})
					var places []quiz.MessageRef
					var err error
					for range 12 {
						if places, err = s.bot.Post(t.Context(), p); err == nil {
							break
						}
						p.FirstAttempt = time.Now().Add(-time.Second)
						if forget {
							s.ForgetNonces()
						}
					}
					want := []string{"part 1 " + where, "part 2 " + where, "part 3 " + where}
					if got := s.postedTexts(); err != nil || !slices.Equal(got, want) || len(places) != 3 || places[0].Message != s.Messages()[len(s.Messages())-1] {
						t.Errorf("%v; there stand %q, at %v", err, got, places)
					}
				})
			}
		}
	}
}

// A timed-out request may succeed all the same. Its message is found.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	hung, giveUp, release := 0, func() {}, make(chan struct{})
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == "POST" && hung < 2 {
			hung++
			giveUp()
			<-release
		}
		return false
	})
	p := bot.Posting{Key: "7/ask", Room: room(), Card: threeMessages()}
	for range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		giveUp = cancel
		_, err := s.bot.Post(ctx, p)
		cancel()
		if err == nil {
			break
		}
		p.FirstAttempt = time.Now().Add(-time.Second)
		close(release)
		s.waitUntil("what hung goes through", func() bool { return len(s.postedTexts()) >= hung })
		release = make(chan struct{})
		s.ForgetNonces()
	}
	if want := []string{"part 1 in the channel", "part 2 in the channel", "part 3 in the channel"}; !slices.Equal(s.postedTexts(), want) || hung != 2 {
		t.Errorf("%d requests hung, and there stand %q", hung, s.postedTexts())
	}
}

// An expired posting is completed if part of it exists.
func TestOverduePartly(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	failing := true
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		fails := failing && r.Method == http.MethodPost && len(s.Messages()) == 1
		if fails {
			http.Error(w, `{"message":"broken"}`, http.StatusInternalServerError)
		}
		return fails
	})
	p := bot.Posting{Key: "7/ask", Room: room(), Card: threeMessages()}
	if _, err := s.bot.Post(t.Context(), p); err == nil {
		t.Fatal("a question of which a part stands is called posted")
	}
	failing = false
	p.FirstAttempt, p.Expired = time.Now().Add(-time.Second), true
	places, err := s.bot.Post(t.Context(), p)
	want := []string{"part 1 in the channel", "part 2 in the channel", "part 3 in the channel"}
	if err != nil || len(places) != 3 || !slices.Equal(s.postedTexts(), want) {
		t.Errorf("%v; there stand %q, at %v", err, s.postedTexts(), places)
	}
}

// A thread is opened once, with a name Discord accepts. A failure has a remedy, and each attempt
// is one request.
func TestThreads(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		upset    func(s *harness, q quiz.MessageRef)
		named    string
		obstacle string // or what the error says
	}{
		"well":                  {func(*harness, quiz.MessageRef) {}, "题目 题目", ""},
		"nothing to see":        {func(*harness, quiz.MessageRef) {}, "\u200b \u3164", ""},
		"not allowed":           {func(s *harness, _ quiz.MessageRef) { s.Deny(discordtest.ChannelID, discordtest.PublicThreads) }, "x", "Create Public Threads"},
		"too many in the guild": {func(s *harness, _ quiz.MessageRef) { s.Forbid("POST", threadsPath, 160006) }, "x", "code 160006"},
		"down": {func(s *harness, _ quiz.MessageRef) {
			s.Fault(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusBadGateway); return true })
		}, "x", "502"},
		"the question is gone": {func(s *harness, q quiz.MessageRef) { s.DeleteMessage(q.Message) }, "x", ""},
	} {
		s := newHarness(t, Options{})
		places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: textCard("What is it?")})
		if err != nil || len(s.Threads()) != 0 {
			t.Fatalf("posted with %v, %d threads", err, len(s.Threads()))
		}
		c.upset(s, places[0])
		for n := range 2 { // the second time as after a crash
			err := s.bot.OpenThread(t.Context(), room(), places[0], c.named)
			said := fmt.Sprint(err)
			if o := reason.AsObstacle(err); o != nil {
				said = o.Args["permissions"]
			}
			if (err == nil) != (c.obstacle == "") || err != nil && !strings.Contains(said, c.obstacle) {
				t.Errorf("%s: %v, %s", name, err, said)
			}
			if calls := s.Calls("POST", threadsPath); calls != n+1 && name != "down" {
				t.Errorf("%s: %d requests for %d attempts", name, calls, n+1)
			}
		}
		if n := len(s.Messages()); n > 1 {
			t.Errorf("%s: %d messages", name, n)
		}
	}
}

// A reveal is posted in the channel, whole and once, if its thread can't be written in.
func TestRevealWithoutThread(t *testing.T) {
	t.Parallel()
	channelThread := []string{"part 1 in the channel", "part 2 in the channel", "part 3 in the channel"}
	for name, c := range map[string]struct {
		upset  func(s *harness, q quiz.MessageRef)
		beside string
		want   []string
	}{
		"archived":       {func(s *harness, q quiz.MessageRef) { s.Archive(q.Message, false) }, "", []string{"part 1 in the thread", "part 2 in the thread", "part 3 in the thread"}},
		"locked":         {func(s *harness, q quiz.MessageRef) { s.Archive(q.Message, true) }, "50083", channelThread},
		"deleted":        {func(s *harness, q quiz.MessageRef) { s.DeleteChannel(q.Message) }, "", channelThread},
		"not allowed":    {func(s *harness, q quiz.MessageRef) { s.Forbid("POST", "/channels/"+q.Message+"/messages", 50013) }, "50013", channelThread},
		"and no message": {func(s *harness, q quiz.MessageRef) { s.DeleteChannel(q.Message); s.DeleteMessage(q.Message) }, "", channelThread},
		"half-way": {func(s *harness, q quiz.MessageRef) {
			n := 0
			s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
				if n++; r.Method == "POST" && n == 2 {
					s.Archive(q.Message, true)
				}
				return false
			})
		}, "50083", []string{"part 1 in the thread", "part 2 in the channel", "part 3 in the channel"}},
	} {
		s := newHarness(t, Options{})
		q := s.postQuestion()
		c.upset(s, q)
		p := bot.Posting{Key: "1/reveal", Room: room(), ReplyTo: &q, Card: threeMessages()}
		for range 2 {
			places, err := s.bot.Post(t.Context(), p)
			if len(places) != 3 || p.FirstAttempt.IsZero() && (err == nil) != (c.beside == "") || err != nil && !strings.Contains(err.Error(), c.beside) {
				t.Errorf("%s: stands at %v, %v", name, places, err)
			}
			if got := s.postedTexts(); !slices.Equal(got, c.want) {
				t.Errorf("%s: there stand %q", name, got)
			}
			p.FirstAttempt = time.Now().Add(-time.Second)
		}
	}
}

// A channel out of reach is said to be so, with what to do.
func TestGone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		upset func(s *harness)
		want  string
	}{
		"deleted":     {func(s *harness) { s.DeleteChannel(discordtest.ChannelID) }, "the channel does not exist any more"},
		"not seen":    {func(s *harness) { s.Forbid("POST", messagesPath, 50001) }, "give it View Channel there"},
		"not allowed": {func(s *harness) { s.Forbid("POST", messagesPath, 50013) }, "quizbot doctor names it"},
		"kicked":      {func(s *harness) { s.Kick() }, "View Channel"},
		"revoked":     {func(s *harness) { s.Revoke() }, "copy it again"},
	} {
		s := newHarness(t, Options{})
		c.upset(s)
		_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")})
		var gone interface{ Gone() bool }
		if err == nil || !strings.Contains(err.Error(), c.want) || !errors.As(err, &gone) || !gone.Gone() {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A question that was deleted, or whose thread is locked, needs no drawing again; the bot being out
// of reach is said.
func TestEdit(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	if err := s.bot.Edit(t.Context(), room(), []quiz.MessageRef{q}, textCard("closed")); err != nil || !strings.Contains(s.Channel(), "closed") {
		t.Errorf("got %v, and there stands\n%s", err, s.Channel())
	}
	s.Forbid("PATCH", "/channels/{c}/messages/{m}", 50005)
	if err := s.bot.Edit(t.Context(), room(), []quiz.MessageRef{q}, textCard("again")); err != nil {
		t.Errorf("a message of another bot's: %v", err)
	}
	s.Allow()
	s.DeleteMessage(q.Message)
	if err := s.bot.Edit(t.Context(), room(), []quiz.MessageRef{q}, textCard("again")); !reflect.DeepEqual(err, bot.MessagesGone{q}) {
		t.Errorf("a message that is gone: %v", err)
	}
	s.Fault(func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return true
	})
	if err := s.bot.Edit(t.Context(), room(), []quiz.MessageRef{q}, textCard("again")); err == nil {
		t.Error("nothing is said of a Discord that does not answer")
	}
}
