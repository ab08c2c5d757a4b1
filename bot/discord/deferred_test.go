package discord

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/testing/discordtest"
)

// Slow handling is deferred: Discord gets a response within three seconds, and the answer follows.
// A modal can't follow, so its author is asked to press again.
func TestDeferredResponse(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{AckTime: 50 * time.Millisecond})
	s.run()
	s.Ready()
	q := s.postQuestion()
	var deferred sync.Map // a channel for each interaction, closed once Discord has a response to it
	respondedTo := func(interaction string) chan struct{} {
		c, _ := deferred.LoadOrStore(interaction, make(chan struct{}))
		return c.(chan struct{})
	}
	var closing sync.Mutex // a response may be sent again
	s.After(func(r *http.Request) bool {
		if parts := strings.Split(r.URL.Path, "/"); parts[len(parts)-1] == "callback" {
			closing.Lock()
			defer closing.Unlock()
			select {
			case <-respondedTo(parts[len(parts)-3]):
			default:
				close(respondedTo(parts[len(parts)-3]))
			}
		}
		return false
	})
	slowly := func(a bot.Answer) {
		s.setHandler(func(_ context.Context, e bot.Event) (bot.Answer, error) {
			<-respondedTo(e.ID)
			return a, nil
		})
	}
	long := bot.Ephemeral{Card: threeMessages()}
	for name, c := range map[string]struct {
		answer bot.Answer
		want   string
	}{
		"words": {ephemeralAnswer("Saved."), "Saved."}, "a form": {formOf(""), "Please press again."}, "in its place": {bot.Update{Card: textCard("graded")}, "graded"},
		"many words": {long, "part 3"},
	} {
		slowly(c.answer)
		a, err := s.PressButton("ann", q.Message, "answer:1")
		if err != nil || a.Type != callbackDeferredMessage || a.Took >= a.Completed {
			t.Errorf("%s: answered with %+v, %v", name, a, err)
		}
		s.waitUntil(name+" are shown", func() bool { return strings.Contains(s.Private("ann"), c.want) })
	}
	slowly(bot.Nothing{})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || strings.TrimSpace(s.Private("ann")) != "" {
		t.Errorf("nothing is shown as %q, %v", s.Private("ann"), err)
	}
}

// A long answer is shown whole, to its author alone.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setAnswer(bot.Ephemeral{Card: threeMessages()})
	s.Command("ann", "/quiz my-data")
	if got := s.Private("ann"); strings.Count(got, "part ") != 3 || s.Private("bob") != "" || strings.Contains(s.Channel(), "part 1") {
		t.Errorf("ann sees %q", got)
	}
	// Replaces an ephemeral message, and is sent beside a public one.
	s.Press("ann", "Answer")
	s.setAnswer(bot.Update{Card: textCard("instead")})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(s.Channel(), "What is it?") || !strings.Contains(s.Private("ann"), "instead") {
		t.Errorf("%v; there stands\n%s\nand for ann\n%s", err, s.Channel(), s.Private("ann"))
	}
}

// An interaction delivered twice is handled once. A response lost on the way is sent again, and
// shown once.
func TestDeliveredTwice(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setAnswer(ephemeralAnswer("Saved."))
	a, err := s.PressButton("ann", q.Message, "answer:1")
	if err != nil {
		t.Fatal(err)
	}
	s.Redeliver(a.Interaction)
	s.Say("ann", "so that all before has arrived")
	if n := len(s.handledEvents()); n != 2 {
		t.Errorf("%d events are handled", n)
	}
	var lost atomic.Bool
	s.After(func(r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/callback") && lost.CompareAndSwap(false, true)
	})
	if a, err := s.PressButton("bob", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") || strings.Contains(s.log.String(), "WARN") {
		t.Errorf("got %+v, %v\n%s", a, err, s.log)
	}
	s.After(nil)
	var failed atomic.Int32
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/callback") || failed.Add(1) > 2 {
			return false
		}
		http.Error(w, "upstream connect error", http.StatusServiceUnavailable)
		return true
	})
	if a, err := s.PressButton("eve", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") {
		t.Errorf("got %+v, %v\n%s", a, err, s.log)
	}
}

// A response that came too late, or twice, isn't logged as an error and has no follow-ups.
func TestTooLate(t *testing.T) {
	t.Parallel()
	for _, code := range []int{10062, 40060} {
		s := newHarness(t, Options{})
		s.run()
		s.Ready()
		q := s.postQuestion()
		s.Forbid("POST", "/interactions/{i}/{t}/callback", code)
		s.setAnswer(bot.Ephemeral{Card: threeMessages()})
		go func() { _, _ = s.PressButton("ann", q.Message, "answer:1") }()
		s.waitForLog("an answer came too late, or twice")
		s.bot.idle()
		if n := s.Calls("POST", "/webhooks/{a}/{t}"); n != 0 || strings.Contains(s.log.String(), "level=WARN") {
			t.Errorf("%d: %d messages follow, and the log is\n%s", code, n, s.log)
		}
	}
}

// Follow-ups are sent one after the other, so that they keep their order.
func TestFollowUpsAreWaitedFor(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setAnswer(bot.Ephemeral{Card: threeMessages()})
	var waited atomic.Int32
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/webhooks/") && r.URL.Query().Get("wait") == "true" {
			waited.Add(1)
		}
		return false
	})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.waitUntil("all messages stand", func() bool { return strings.Contains(s.Private("ann"), "part 3") })
	if n := waited.Load(); n != 2 {
		t.Errorf("%d of 2 messages are waited for", n)
	}
}

// A slow autocompletion is dropped, since autocompletions can't be deferred.
func TestSlowCompletion(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	e := event{id: "1", token: "t", act: bot.Autocomplete{}}
	handled := make(chan bot.Answer, 1)
	handled <- bot.Nothing{}
	if err := s.bot.deferResponse(t.Context(), &e, handled); err != nil || s.Calls("POST", "/interactions/{i}/{t}/callback") != 0 {
		t.Errorf("got %v, and Discord is told something", err)
	}
}

// The rest of a long answer follows, though what Discord said to its beginning got lost.
func TestLostBeginning(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setAnswer(bot.Ephemeral{Card: threeMessages()})
	var lost atomic.Bool
	s.After(func(r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/callback") && lost.CompareAndSwap(false, true)
	})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.bot.idle()
	if got := s.Private("ann"); strings.Count(got, "part ") != 3 {
		t.Errorf("ann sees %q", got)
	}
}

// A first answer that is refused for half a second is given then, while Discord still takes it.
func TestAnswerRefusedForAMoment(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	var until atomic.Int64
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/callback") {
			return false
		}
		until.CompareAndSwap(0, time.Now().Add(500*time.Millisecond).UnixNano())
		left := time.Until(time.Unix(0, until.Load()))
		if left > 0 {
			discordtest.Limited(w, left, false)
		}
		return left > 0
	})
	s.setAnswer(ephemeralAnswer("Saved."))
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") {
		t.Errorf("got %+v, %v after %d tries\n%s", a, err, s.Calls("POST", "/interactions/{i}/{t}/callback"), s.log)
	}
}
