package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/discord/drawing"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
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
			said.Refused, said.Typed = true, []card.Part{card.Quote{Text: "a long answer\nwith *stars*"}}
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
	long := bot.Ephemeral{Card: long()}
	for name, c := range map[string]struct {
		answer bot.Answer
		want   string
	}{
		"words": {private("Saved."), "Saved."}, "a form": {formOf(""), "Please press again."}, "in its place": {bot.Update{Card: cardOf("graded")}, "graded"},
		"many words": {long, "part 3"},
	} {
		slowly(c.answer)
		a, err := s.PressButton("ann", q.Message, "answer:1")
		if err != nil || a.Type != callbackDeferredMessage || a.Took >= a.Completed {
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
	s.answers(bot.Ephemeral{Card: long()})
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
			Components []drawing.Component `json:"components"`
			Data       struct {
				Components []drawing.Component `json:"components"`
			} `json:"data"`
		}
		body := peek(r)
		_ = json.Unmarshal(body, &sent)
		for _, c := range append(sent.Components, sent.Data.Components...) {
			if c.Type == drawing.TypeMediaGallery {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusBadRequest)
				_, _ = w.Write([]byte(`{"message":"Invalid Form Body","code":50035,"errors":{}}`))
				return true
			}
		}
		return false
	})
	s.answers(bot.Ephemeral{Card: card})
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
	var options []card.Option
	for range 30 {
		options = append(options, card.Option{Value: "v", Label: strings.Repeat("标签", 80)})
	}
	options[1].Value = strings.Repeat("v", 101)
	s.answers(bot.Completions{Options: options})
	if list := s.Complete("ann", "/question random gen"); len(list) != 25 || list[0].Value != "v" || len([]rune(list[0].Name)) != 100 {
		t.Errorf("got %d: %v", len(list), list)
	}
	list := s.handled()
	want := bot.Autocomplete{Path: "question random", Param: "topic", Typed: "gen"}
	if got, _ := list[len(list)-1].Act.(bot.Autocomplete); got.Path != want.Path || got.Param != want.Param || got.Typed != want.Typed {
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

// However many messages there are, each bears its mark, one that counts since it was edited, too; one that is gone by then
// needs none.
func TestMarks(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	id := s.Say("ann", "does not count")
	s.answers(bot.Counted{})
	s.Edit("ann", id, "counts")
	if !s.Marked(id) {
		t.Error("what was edited bears no mark")
	}
	var ids []string
	failed := atomic.Int32{}
	s.Limit("PUT", reactionPath, 4, 20*time.Millisecond)
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || failed.Add(1) > 5 { // more than a request is made again by itself
			return false
		}
		w.WriteHeader(http.StatusBadGateway)
		return true
	})
	for range 120 {
		id, _ := s.Write(q.Message, "ann", "x")
		ids = append(ids, id)
	}
	s.until("all are handled", func() bool { return len(s.handled()) == len(ids)+2 })
	s.bot.idle()
	if left := slices.DeleteFunc(ids, s.Marked); len(left) > 0 {
		t.Errorf("%d messages bear no mark", len(left))
	}
	s.Fault(nil)
	s.says(func(_ context.Context, e bot.Event) (bot.Answer, error) {
		if m, ok := e.Act.(bot.Message); ok {
			s.DeleteMessage(m.ID)
		}
		return bot.Counted{}, nil
	})
	s.Say("ann", "taken back")
	if strings.Contains(s.log.String(), "cannot mark") {
		t.Errorf("the log is\n%s", s.log)
	}
}

// An answer that came too late, or twice, is nobody's mistake, and is not gone on with.
func TestTooLate(t *testing.T) {
	t.Parallel()
	for _, code := range []int{10062, 40060} {
		s := newStand(t, Options{})
		s.run()
		s.Ready()
		q := s.asks()
		s.Forbid("POST", "/interactions/{i}/{t}/callback", code)
		s.answers(bot.Ephemeral{Card: long()})
		go func() { _, _ = s.PressButton("ann", q.Message, "answer:1") }()
		s.logs("an answer came too late, or twice")
		s.bot.idle()
		if n := s.Calls("POST", "/webhooks/{a}/{t}"); n != 0 || strings.Contains(s.log.String(), "level=WARN") {
			t.Errorf("%d: %d messages follow, and the log is\n%s", code, n, s.log)
		}
	}
}

// Further messages of an answer are waited for, so that they stand in their order.
func TestFollowUpsAreWaitedFor(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(bot.Ephemeral{Card: long()})
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
	s.until("all messages stand", func() bool { return strings.Contains(s.Private("ann"), "part 3") })
	if n := waited.Load(); n != 2 {
		t.Errorf("%d of 2 messages are waited for", n)
	}
}

// Where it is not known in which channel something was done, it is handled all the same: it names its own.
func TestHandledWithoutChannel(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	e := event{id: "1", guild: discordtest.GuildID, channel: "99", act: bot.Press{ID: "answer:1"}}
	e.member.User.ID = "5"
	s.answers(private("Saved."))
	said, _ := s.bot.handleInteraction(t.Context(), s.handle, &e).(bot.Ephemeral)
	if list := s.handled(); said.Card.Summary != "Saved." || len(list) != 1 || list[0].Room != roomID(discordtest.GuildID, "99") || list[0].Who.ID != memberID(discordtest.GuildID, "5") {
		t.Errorf("handled as %+v, and answered with %+v", list, said)
	}
}

// A message that stands nobody knows where is not handled: it is fetched before its round closes.
func TestUnheardWithoutChannel(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	e := event{id: "message 1", guild: discordtest.GuildID, channel: "99", act: bot.Message{Thread: "99", ID: "1", Text: "x"}}
	s.bot.handleMessage(t.Context(), s.handle, &e)
	if list := s.handled(); len(list) != 0 {
		t.Errorf("handled as %+v", list)
	}
}

// Who types on is told nothing later: there is no answer of this kind.
func TestSlowCompletion(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	e := event{id: "1", token: "t", act: bot.Autocomplete{}}
	handled := make(chan bot.Answer, 1)
	handled <- bot.Nothing{}
	if err := s.bot.deferResponse(t.Context(), &e, handled); err != nil || s.Calls("POST", "/interactions/{i}/{t}/callback") != 0 {
		t.Errorf("got %v, and Discord is told something", err)
	}
}

// What may be meant by a value is told whole, or not at all: it must not become another value.
func TestCompletions(t *testing.T) {
	t.Parallel()
	var options []card.Option
	for i := range maxChoices + 3 {
		options = append(options, card.Option{Value: strconv.Itoa(i), Label: strconv.Itoa(i)})
	}
	if got := completions(bot.Completions{Options: options}); len(got.Choices) != maxChoices || got.Choices[24].Value != "24" {
		t.Errorf("got %d: %+v", len(got.Choices), got.Choices)
	}
	for value, want := range map[string]int{"": 0, "v": 1, strings.Repeat("v", maxChoiceLength): 1, strings.Repeat("v", maxChoiceLength+1): 0} {
		if got := completions(bot.Completions{Options: []card.Option{{Value: value, Label: "l"}}}); len(got.Choices) != want || got.Choices == nil {
			t.Errorf("%q: got %+v, want %d", value, got.Choices, want)
		}
	}
}

// What a press changes stands in the place of a message that its author alone sees, and beside one that everybody sees.
func TestInItsPlace(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	c := cardOf("yours")
	c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{{ID: "grade:1", Label: "Grade"}}})
	s.answers(bot.Update{Card: c})
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || a.Type != callbackMessage {
		t.Errorf("beside what everybody sees: got %+v, %v, want type %d", a, err, callbackMessage)
	}
	e := event{id: "1", token: "t", ephemeral: true, act: bot.Press{ID: "grade:1"}}
	var sent string
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/callback") {
			return false
		}
		sent = string(peek(r))
		w.WriteHeader(http.StatusNoContent)
		return true
	})
	if err := s.bot.showAnswer(t.Context(), &e, bot.Update{Card: c}); err != nil || !strings.HasPrefix(sent, `{"type":7,`) {
		t.Errorf("in the place of what one alone sees: %v, sent is %s", err, sent)
	}
}

// A field that may stay empty says so, and one that must be filled.
func TestFields(t *testing.T) {
	t.Parallel()
	for optional, want := range map[bool]string{true: `"min_length":0,"max_length":3000,"required":false`, false: `"min_length":1,"max_length":3000,"required":true`} {
		got, err := json.Marshal(drawing.DrawModal(bot.Form{ID: "f", Title: "T", Fields: []bot.Field{{ID: "a", Label: "L", Max: 3000, Optional: optional}}}))
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("optional %v: got %s, %v, want %s", optional, got, err, want)
		}
	}
	if f := drawing.DrawModal(bot.Form{Fields: []bot.Field{{Max: drawing.MaxInput + 1}}}); f.Components[0].Component.MaxLength != drawing.MaxInput {
		t.Errorf("a field takes %d characters, of which Discord allows %d", f.Components[0].Component.MaxLength, drawing.MaxInput)
	}
}

// The rest of a long answer follows, though what Discord said to its beginning got lost.
func TestLostBeginning(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(bot.Ephemeral{Card: long()})
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
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
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
	s.answers(private("Saved."))
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Saved.") {
		t.Errorf("got %+v, %v after %d tries\n%s", a, err, s.Calls("POST", "/interactions/{i}/{t}/callback"), s.log)
	}
}

// letteredOptions are n options that are readLetters as a question's are.
func letteredOptions(n int) []card.Option {
	var list []card.Option
	for i := range n {
		list = append(list, card.Option{Value: fmt.Sprint(i), Label: quiz.ChoiceLetter(i) + ". an option"})
	}
	return list
}

// Choices made in a form arrive, whatever it takes to choose from; a form that Discord refuses is shown more plainly.
func TestFormChosen(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, 12, 40} {
		for _, refused := range []bool{false, true} {
			s := newStand(t, Options{})
			s.run()
			s.Ready()
			q := s.asks()
			s.answers(bot.Form{ID: "answer:1", Title: "T", Intro: []card.Part{card.Text{Line: card.Line{{Text: "What?"}}}}, Fields: []bot.Field{
				{ID: "choice", Kind: bot.ManyOptions, Label: "Choose", Options: letteredOptions(n), Optional: true},
			}})
			if refused {
				s.RefuseForms(`"type":10`)
			}
			if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
				t.Fatal(err)
			}
			s.answers(private("Saved."))
			want := []string{"0", "2"}
			chosen := []string{"A", "C"}
			if n == 40 {
				want, chosen = append(want, "30"), append(chosen, "AE")
			}
			s.Choose("ann", chosen...)
			events := s.handled()
			sent, ok := events[len(events)-1].Act.(bot.Submission)
			if !ok || !slices.Equal(sent.Chosen["choice"], want) || len(sent.Values) > 0 {
				t.Errorf("of %d, refused %v: got %+v", n, refused, events[len(events)-1].Act)
			}
		}
	}
}
