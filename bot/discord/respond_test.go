package discord

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/discord/drawing"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// formOf is a form as the bot has one.
func formOf(value string) bot.Form {
	return bot.Form{ID: "answer:1", Title: "Your answer", Submit: "Save", Otherwise: textCard("Please press again."), Fields: []bot.Field{
		{ID: "answer", Label: "Only you see it", Value: value, Max: 3000, Optional: value != ""},
	}}
}

// A modal opens with the earlier text, and its submission arrives unchanged.
func TestForm(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setAnswer(formOf("before\n**that**"))
	s.Press("ann", "Answer")
	if text, open := s.Form("ann"); !open || text != "before\n**that**" {
		t.Errorf("the form holds %q, %v", text, open)
	}
	s.setAnswer(ephemeralAnswer("Saved."))
	for _, strange := range []bool{false, true} { // with a component that nobody knows yet
		s.Strange(strange)
		s.setAnswer(formOf(""))
		if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
			t.Fatal(err)
		}
		s.setAnswer(ephemeralAnswer("Saved."))
		s.Submit("ann", "  two\n\nlines 中文 *")
		list := s.handledEvents()
		sent, _ := list[len(list)-1].Act.(bot.Submission)
		if sent.ID != "answer:1" || sent.Values["answer"] != "  two\n\nlines 中文 *" || !strings.Contains(s.Private("ann"), "Saved.") {
			t.Errorf("arrived as %+v, answered with %q", sent, s.Private("ann"))
		}
	}
}

// The text of a refused form is returned to its author.
func TestRefusedForm(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.postQuestion()
	for _, refused := range []bool{true, false} {
		s.setAnswer(formOf(""))
		s.Press("ann", "Answer")
		said := ephemeralAnswer("This question is closed.")
		if refused {
			said.Refused, said.Typed = true, []card.Part{card.Quote{Text: "a long answer\nwith *stars*"}}
		}
		s.setAnswer(said)
		s.Submit("ann", "a long answer\nwith *stars*")
		got := s.Private("ann")
		if !strings.Contains(got, "This question is closed.") || strings.Contains(withoutSpaces(got), withoutSpaces("a long answer\nwith *stars*")) != refused {
			t.Errorf("refused %v: ann sees %q", refused, got)
		}
	}
}

// What Discord refuses because of a picture is shown without.
func TestPlainLayout(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	card := textCard("Look:")
	card.Parts = append(card.Parts, markdownPart("![a cat](https://example.com/cat.png)"))
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
		body := peekBody(r)
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
	s.setAnswer(bot.Ephemeral{Card: card})
	s.Command("ann", "/question")
	_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: card})
	for where, got := range map[string]string{"ann": s.Private("ann"), "the channel": s.Channel()} {
		if err != nil || !strings.Contains(got, "a cat (https://example.com/cat.png)") {
			t.Errorf("%s sees %q, %v", where, got, err)
		}
	}
}

// Five hundred who press at once are each answered, and each handled once.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setAnswer(ephemeralAnswer("Saved."))
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
	if n := len(s.handledEvents()); n != 500 {
		t.Errorf("%d are handled", n)
	}
}

// An interaction in an unknown channel is handled, since it names its own.
func TestHandledWithoutChannel(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	e := event{id: "1", guild: discordtest.GuildID, channel: "99", act: bot.Press{ID: "answer:1"}}
	e.member.User.ID = "5"
	s.setAnswer(ephemeralAnswer("Saved."))
	said, _ := s.bot.handleInteraction(t.Context(), s.handle, &e).(bot.Ephemeral)
	if list := s.handledEvents(); said.Card.Summary != "Saved." || len(list) != 1 || list[0].Room != roomID(discordtest.GuildID, "99") || list[0].Who.ID != memberID(discordtest.GuildID, "5") {
		t.Errorf("handled as %+v, and answered with %+v", list, said)
	}
}

// An update replaces an ephemeral message, and is sent beside a public one.
func TestInItsPlace(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	c := textCard("yours")
	c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{{ID: "grade:1", Label: "Grade"}}})
	s.setAnswer(bot.Update{Card: c})
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || a.Type != callbackMessage {
		t.Errorf("beside what everybody sees: got %+v, %v, want type %d", a, err, callbackMessage)
	}
	e := event{id: "1", token: "t", ephemeral: true, act: bot.Press{ID: "grade:1"}}
	var sent string
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/callback") {
			return false
		}
		sent = string(peekBody(r))
		w.WriteHeader(http.StatusNoContent)
		return true
	})
	if err := s.bot.showAnswer(t.Context(), &e, bot.Update{Card: c}); err != nil || !strings.HasPrefix(sent, `{"type":7,`) {
		t.Errorf("in the place of what one alone sees: %v, sent is %s", err, sent)
	}
}

// Optional and required fields are marked.
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

// letteredOptions are n options that are readLetters as a question's are.
func letteredOptions(n int) []card.Option {
	var list []card.Option
	for i := range n {
		list = append(list, card.Option{Value: fmt.Sprint(i), Label: quiz.ChoiceLetter(i) + ". an option"})
	}
	return list
}

// Choices in a modal arrive from every kind of component. A refused modal is shown in a plainer
// form.
func TestFormChosen(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, 12, 40} {
		for _, refused := range []bool{false, true} {
			s := newHarness(t, Options{})
			s.run()
			s.Ready()
			q := s.postQuestion()
			s.setAnswer(bot.Form{ID: "answer:1", Title: "T", Intro: []card.Part{card.Text{Line: card.Line{{Text: "What?"}}}}, Fields: []bot.Field{
				{ID: "choice", Kind: bot.ManyOptions, Label: "Choose", Options: letteredOptions(n), Optional: true},
			}})
			if refused {
				s.RefuseForms(`"type":10`)
			}
			if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
				t.Fatal(err)
			}
			s.setAnswer(ephemeralAnswer("Saved."))
			want := []string{"0", "2"}
			chosen := []string{"A", "C"}
			if n == 40 {
				want, chosen = append(want, "30"), append(chosen, "AE")
			}
			s.Choose("ann", chosen...)
			events := s.handledEvents()
			sent, ok := events[len(events)-1].Act.(bot.Submission)
			if !ok || !slices.Equal(sent.Chosen["choice"], want) || len(sent.Values) > 0 {
				t.Errorf("of %d, refused %v: got %+v", n, refused, events[len(events)-1].Act)
			}
		}
	}
}
