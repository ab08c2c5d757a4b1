package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
)

// formOf is a form as the bot has one.
func formOf(value string) bot.Form {
	return bot.Form{ID: "answer:1", Title: "Your answer", Submit: "Save", Otherwise: cardOf("Please press again."), Fields: []bot.Field{
		{ID: "answer", Label: "Only you see it", Value: value, Max: 3000, Optional: value != ""},
	}}
}

// A form opens with what was there before, and what was typed arrives as it was.
func TestForm(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(formOf("before\n**that**"))
	s.Press("ann", "Answer")
	if text, open := s.Form("ann"); !open || text != "before\n**that**" {
		t.Errorf("the form holds %q, %v", text, open)
	}
	s.answers(private("Saved."))
	for _, strange := range []bool{false, true} { // with a component that nobody knows yet
		s.Strange(strange)
		s.answers(formOf(""))
		if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
			t.Fatal(err)
		}
		s.answers(private("Saved."))
		s.Submit("ann", "  two\n\nlines 中文 *")
		list := s.handled()
		sent, _ := list[len(list)-1].Act.(bot.Submission)
		if sent.ID != "answer:1" || sent.Values["answer"] != "  two\n\nlines 中文 *" || !strings.Contains(s.Private("ann"), "Saved.") {
			t.Errorf("arrived as %+v, answered with %q", sent, s.Private("ann"))
		}
	}
}

// What was typed into a form that is refused comes back to its author.
func TestRefusedForm(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	s.asks()
	for _, refused := range []bool{true, false} {
		s.answers(formOf(""))
		s.Press("ann", "Answer")
		said := private("This question is closed.")
		if refused {
			said.Refused, said.Typed = true, []bot.Part{bot.Saying{Text: "a long answer\nwith *stars*"}}
		}
		s.answers(said)
		s.Submit("ann", "a long answer\nwith *stars*")
		got := s.Private("ann")
		if !strings.Contains(got, "This question is closed.") || strings.Contains(squeeze(got), squeeze("a long answer\nwith *stars*")) != refused {
			t.Errorf("refused %v: ann sees %q", refused, got)
		}
	}
}

// Handling that takes long is answered later: within three seconds Discord is told so. A form cannot come later, so its
// author is asked to press again.
func TestSlow(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{AckTime: 50 * time.Millisecond})
	s.run()
	s.Ready()
	q := s.asks()
	slowly := func(a bot.Answer) {
		s.says(func(context.Context, bot.Event) (bot.Answer, error) {
			time.Sleep(200 * time.Millisecond)
			return a, nil
		})
	}
	long := bot.Private{Card: long()}
	for name, c := range map[string]struct {
		answer bot.Answer
		want   string
	}{
		"words": {private("Saved."), "Saved."}, "a form": {formOf(""), "Please press again."}, "in its place": {bot.Update{Card: cardOf("graded")}, "graded"},
		"many words": {long, "part 3"},
	} {
		slowly(c.answer)
		a, err := s.PressButton("ann", q.Message, "answer:1")
		if err != nil || a.Type != answerLater || a.Took > 3*time.Second {
			t.Errorf("%s: answered with %+v, %v", name, a, err)
		}
		s.until(name+" are shown", func() bool { return strings.Contains(s.Private("ann"), c.want) })
	}
	slowly(bot.Nothing{})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || strings.TrimSpace(s.Private("ann")) != "" {
		t.Errorf("nothing is shown as %q, %v", s.Private("ann"), err)
	}
}

// Answers of any length are whole, and their author's alone.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(bot.Private{Card: long()})
	s.Command("ann", "/quiz my-data")
	if got := s.Private("ann"); strings.Count(got, "part ") != 3 || s.Private("bob") != "" || strings.Contains(s.Channel(), "part 1") {
		t.Errorf("ann sees %q", got)
	}
	// In the place of a message that only ann sees, and beside one that everybody does.
	s.Press("ann", "Answer")
	s.answers(bot.Update{Card: cardOf("instead")})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(s.Channel(), "What is it?") || !strings.Contains(s.Private("ann"), "instead") {
		t.Errorf("%v; there stands\n%s\nand for ann\n%s", err, s.Channel(), s.Private("ann"))
	}
}

// An interaction that comes twice is handled once; one whose answer got lost on the way is answered once.
func TestTwice(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(private("Saved."))
	a, err := s.PressButton("ann", q.Message, "answer:1")
	if err != nil {
		t.Fatal(err)
	}
	s.Redeliver(a.Interaction)
	s.Say("ann", "so that all before has arrived")
	if n := len(s.handled()); n != 2 {
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

// What Discord refuses because of a picture is shown without.
func TestBarely(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	card := cardOf("Look:")
	card.Parts = append(card.Parts, documentOf("![a cat](https://example.com/cat.png)"))
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || r.ContentLength == 0 {
			return false
		}
		var sent struct {
			Components []component `json:"components"`
			Data       struct {
				Components []component `json:"components"`
			} `json:"data"`
		}
		body := peek(r)
		_ = json.Unmarshal(body, &sent)
		for _, c := range append(sent.Components, sent.Data.Components...) {
			if c.Type == typeGallery {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusBadRequest)
				_, _ = w.Write([]byte(`{"message":"Invalid Form Body","code":50035,"errors":{}}`))
				return true
			}
		}
		return false
	})
	s.answers(bot.Private{Card: card})
	s.Command("ann", "/question")
	_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: card})
	for where, got := range map[string]string{"ann": s.Private("ann"), "the channel": s.Channel()} {
		if err != nil || !strings.Contains(got, "a cat (https://example.com/cat.png)") {
			t.Errorf("%s sees %q, %v", where, got, err)
		}
	}
}

// Values that are being typed are completed, for their author, whatever the bot is asked about.
func TestCompletion(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{AckTime: 50 * time.Millisecond})
	s.run()
	s.Ready()
	s.asks() // so that commands are registered by then
	s.until("commands are registered", func() bool { return strings.Contains(s.log.String(), "commands registered") })
	var options []bot.Option
	for range 30 {
		options = append(options, bot.Option{Value: "v", Label: strings.Repeat("标签", 80)})
	}
	options[1].Value = strings.Repeat("v", 101)
	s.answers(bot.Completions{Options: options})
	if list := s.Complete("ann", "/question random gen"); len(list) != 25 || list[0].Value != "v" || len([]rune(list[0].Name)) != 100 {
		t.Errorf("got %d: %v", len(list), list)
	}
	list := s.handled()
	want := bot.Completing{Path: "question random", Param: "topic", Typed: "gen"}
	if got, _ := list[len(list)-1].Act.(bot.Completing); got.Path != want.Path || got.Param != want.Param || got.Typed != want.Typed {
		t.Errorf("arrived as %+v", list[len(list)-1])
	}
	s.answers(bot.Completions{})
	if list := s.Complete("ann", "/question show zzz"); len(list) != 0 {
		t.Errorf("got %v", list)
	}
}

// Five hundred who press at once are each answered, and each handled once.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(private("Saved."))
	var all sync.WaitGroup
	for i := range 500 {
		all.Go(func() {
			who := "m" + string(rune('a'+i%26)) + string(rune('a'+i/26))
			if a, err := s.PressButton(who, q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") {
				t.Errorf("%s: %+v, %v", who, a, err)
			}
		})
	}
	all.Wait()
	if n := len(s.handled()); n != 500 {
		t.Errorf("%d are handled", n)
	}
}
