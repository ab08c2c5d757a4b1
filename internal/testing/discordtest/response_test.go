package discordtest

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// A deferred answer comes later, by an edit; more answers follow.
func TestDeferred(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	bot(t, s, func(c *client, it payload.Object) {
		c.reply(it, payload.CallbackDeferred, payload.Object{"flags": 64})
		time.Sleep(30 * time.Millisecond)
		hook := "/webhooks/" + AppID + "/" + payload.TextOf(it, "token")
		c.call("PATCH", hook+"/messages/@original", saying(0, "first"))
		c.call("POST", hook, saying(64, "second"))
	})
	s.Command("ann", "/leaderboard")
	if got := s.Private("ann"); got != "first\nsecond" {
		t.Errorf("ann sees %q", got)
	}
}

// Whoever does not answer within three seconds has not answered, and who answers twice is told.
func TestThreeSeconds(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	statuses := make(chan int, 4)
	bot(t, s, func(c *client, it payload.Object) {
		if payload.TextOf(payload.ChildOf(it, "data"), "name") == "quiz" {
			time.Sleep(respondWithin + 100*time.Millisecond)
		}
		status, e := c.reply(it, payload.CallbackMessage, saying(64, "ok"))
		statuses <- status
		statuses <- payload.IntOf(e, "code")
		if payload.TextOf(payload.ChildOf(it, "data"), "name") != "quiz" {
			status, e := c.reply(it, payload.CallbackMessage, saying(64, "again"))
			statuses <- status
			statuses <- payload.IntOf(e, "code")
		}
	})
	s.Patience = respondWithin
	if a, err := s.Type(ChannelID, "ann", "/leaderboard"); err != nil || a.Type != payload.CallbackMessage || strings.TrimSpace(a.Shown) != "ok" {
		t.Errorf("answered with %+v, %v", a, err)
	}
	for _, want := range []int{204, 0, 400, 40060} {
		if got := <-statuses; got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	start := time.Now()
	if _, err := s.Type(ChannelID, "ann", "/quiz me"); !errors.Is(err, ErrUnanswered) || time.Since(start) > 2*respondWithin {
		t.Errorf("answered with %v after %v", err, time.Since(start))
	}
	for _, want := range []int{404, 10062} {
		if got := <-statuses; got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	if s.Private("ann") != "" {
		t.Errorf("ann sees %q", s.Private("ann"))
	}
}

// A token takes follow-ups for a quarter of an hour, and none before the first answer.
func TestTokenDies(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := New(t, now.time)
	hooks := make(chan string, 1)
	bot(t, s, func(c *client, it payload.Object) {
		hook := "/webhooks/" + AppID + "/" + payload.TextOf(it, "token")
		if status, e := c.call("POST", hook, saying(64, "early")); status != 404 || payload.IntOf(e, "code") != 10015 {
			t.Errorf("a follow-up before the answer gives %d %v", status, e)
		}
		c.reply(it, payload.CallbackMessage, saying(64, "ok"))
		hooks <- hook
	})
	s.Command("ann", "/leaderboard")
	hook := <-hooks
	now.pass(tokenLives - time.Second)
	if status, _ := send(t, s, "PATCH", hook+"/messages/@original", saying(0, "late")); status != 200 {
		t.Errorf("an edit in time is refused with %d", status)
	}
	now.pass(time.Second)
	if status, data := send(t, s, "PATCH", hook+"/messages/@original", saying(0, "too late")); status != 401 || payload.IntOf(payload.MustDecode(data), "code") != 50027 {
		t.Errorf("an edit too late gives %d %s", status, data)
	}
}

// What the bot must not answer with fails the test.
func TestWrongAnswers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind int
		data any
		want string
	}{
		"for everybody":  {payload.CallbackMessage, saying(0, "hello"), "an answer is for everybody: hello"},
		"deferred":       {payload.CallbackDeferred, payload.Object{}, "a deferred answer is for everybody"},
		"update":         {payload.CallbackUpdate, saying(64, "x"), "only a press"},
		"later":          {payload.CallbackDeferredUpdate, nil, "only a press"},
		"choices":        {payload.CallbackChoices, payload.Object{"choices": []any{}}, "only typing ahead"},
		"without an end": {payload.CallbackMessage, payload.Object{"content": "x", "flags": 64}, "allowed_mentions"},
	} {
		r := &recorder{TB: t}
		s := New(r, newClock().time)
		bot(t, s, func(c *client, it payload.Object) {
			c.reply(it, tt.kind, tt.data)
			c.reply(it, payload.CallbackMessage, saying(64, "ok"))
			c.call("PATCH", "/webhooks/"+AppID+"/"+payload.TextOf(it, "token")+"/messages/@original", saying(0, "ok"))
		})
		if _, err := s.Type(ChannelID, "ann", "/leaderboard"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		s.waitIdle()
		if got := r.text(); !strings.Contains(got, tt.want) {
			t.Errorf("%s: the test reports %q, want %q", name, got, tt.want)
		}
	}
}

// A message that everybody sees is not replaced for one, and its author's private one can be.
func TestUpdateOfPublicMessage(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	c := bot(t, s, func(c *client, it payload.Object) { c.reply(it, payload.CallbackUpdate, saying(0, "gone")) })
	_, m := c.call("POST", "/channels/"+ChannelID+"/messages", saying(0, "Question", button("Hint", "hint")))
	if _, err := s.PressButton("ann", payload.TextOf(m, "id"), "hint"); err != nil {
		t.Fatal(err)
	}
	if got := r.text(); !strings.Contains(got, "everybody sees is replaced by one for ann alone") {
		t.Errorf("the test reports %q", got)
	}
}

// A form cannot answer a form, nor words somebody who is still typing.
func TestWrongAnswersElsewhere(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	form := payload.Object{"custom_id": "form", "title": "T", "components": []any{
		payload.Object{"type": payload.ComponentLabel, "label": "L", "component": payload.Object{"type": payload.ComponentInput, "style": 1, "custom_id": "text"}},
	}}
	bot(t, s, func(c *client, it payload.Object) {
		if payload.IntOf(it, "type") == kindOfComplete {
			c.reply(it, payload.CallbackMessage, saying(64, "x"))
			c.reply(it, payload.CallbackChoices, payload.Object{"choices": []any{}})
			return
		}
		c.reply(it, payload.CallbackModal, form)
		c.reply(it, payload.CallbackMessage, saying(64, "ok"))
	})
	if got := s.Complete("ann", "/question random a"); len(got) > 0 || !strings.Contains(r.text(), "choices alone") {
		t.Errorf("offered %v, and the test is not told", got)
	}
	if _, err := s.Type(ChannelID, "ann", "/leaderboard"); err != nil {
		t.Fatal(err)
	}
	s.waitIdle()
	r.text()
	if _, err := s.SubmitModal("ann", "form", "x"); err != nil || !strings.Contains(r.text(), "can open a form") {
		t.Errorf("a form answers a form: %v", err)
	}
}

// A follow-up does not come before the answer that was promised.
func TestFollowUpTooEarly(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	bot(t, s, func(c *client, it payload.Object) {
		c.reply(it, payload.CallbackDeferred, payload.Object{"flags": 64})
		hook := "/webhooks/" + AppID + "/" + payload.TextOf(it, "token")
		c.call("POST", hook, saying(64, "early"))
		c.call("PATCH", hook+"/messages/@original", saying(0, "late"))
	})
	if a, err := s.Type(ChannelID, "ann", "/leaderboard"); err != nil || a.Type != payload.CallbackDeferred || a.Completed < a.Took {
		t.Errorf("answered with %+v, %v", a, err)
	}
	if violations := r.text(); !strings.Contains(violations, "before the deferred answer was completed") {
		t.Errorf("the test reports %q", violations)
	}
}

// Many can press at once, and what comes twice has one interaction.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	var came atomic.Int32
	c := bot(t, s, func(c *client, it payload.Object) {
		came.Add(1)
		c.reply(it, payload.CallbackMessage, saying(64, "ok"))
	})
	_, m := c.call("POST", "/channels/"+ChannelID+"/messages", saying(0, "Question", button("A", "a")))
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			a, err := s.PressButton("m"+string(rune('a'+i%26))+string(rune('a'+i/26)), payload.TextOf(m, "id"), "a")
			if err != nil || a.Took <= 0 || a.Took > s.Patience || a.Type != payload.CallbackMessage {
				t.Errorf("answered with %+v, %v", a, err)
			}
		})
	}
	all.Wait()
	if came.Load() != 100 {
		t.Errorf("%d presses came", came.Load())
	}
	a, err := s.PressButton("ann", payload.TextOf(m, "id"), "a")
	if err != nil {
		t.Fatal(err)
	}
	s.Redeliver(a.Interaction)
	c.until("the same again", func() bool { return came.Load() == 102 })
	events := c.got("INTERACTION_CREATE")
	if payload.TextOf(events[100], "id") != payload.TextOf(events[101], "id") {
		t.Error("what comes again is something else")
	}
}
