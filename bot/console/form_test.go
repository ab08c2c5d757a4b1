package console_test

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/console"
	"quizbot/bot/words"
)

// still is a time in which nothing happens.
type still struct{}

func (still) Now() time.Time                                   { return time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC) }
func (still) RunPending(context.Context) error                 { return nil }
func (still) AdvanceTo(context.Context, time.Time) error       { return nil }
func (still) NextDue(context.Context) (time.Time, bool, error) { return time.Time{}, false, nil }

// answers is a bot with a form as its only answer. It records the submissions.
type answers struct {
	form bot.Form
	sent []bot.Submission
	said []bot.Message
}

func (a *answers) handle(_ context.Context, e bot.Event) (bot.Answer, error) {
	switch act := e.Act.(type) {
	case bot.Press:
		return a.form, nil
	case bot.Submission:
		a.sent = append(a.sent, act)
		return bot.Ephemeral{Card: card.Card{Parts: []card.Part{card.Text{Line: card.Line{{Text: "Sent."}}}}}}, nil
	case bot.Message:
		a.said = append(a.said, act)
	default:
	}
	return bot.Nothing{}, nil
}

// typed has lines typed below a question with one button, and returns what is shown.
func (a *answers) typed(t *testing.T, lines string) (string, error) {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	c := console.New(strings.NewReader(lines), &out, still{}, console.Options{
		Room:  func() (words.Printer, *time.Location) { return catalogue.In("en", "UTC"), time.UTC },
		Width: 80, Echo: true,
	})
	question := card.Card{Parts: []card.Part{card.Buttons{Items: []card.Button{{ID: "answer:1", Label: "Answer", Primary: true}}}}}
	if _, err := c.Post(t.Context(), bot.Posting{Key: "1/ask", Room: console.Room, Card: question}); err != nil {
		t.Fatal(err)
	}
	err = c.Run(t.Context(), a.handle)
	return out.String(), err
}

// options are some of a value and a label each.
func options(texts ...string) []card.Option {
	var list []card.Option
	for pair := range slices.Chunk(texts, 2) {
		list = append(list, card.Option{Value: pair[0], Label: pair[1]})
	}
	return list
}

func setup() bot.Form {
	return bot.Form{
		ID: "setup:1", Title: "Set up", Submit: "Save",
		Intro: []card.Part{card.Text{Line: card.Line{{Text: "A quiz in this channel."}}}},
		Fields: []bot.Field{
			{ID: "zone", Kind: bot.ShortText, Label: "Time zone", Value: "UTC", Placeholder: "Like Europe/Berlin"},
			{ID: "language", Kind: bot.OneOption, Label: "Language", Options: options("en", "English", "zh-CN", "中文"), Chosen: []string{"en"}},
			{ID: "days", Kind: bot.ManyOptions, Label: "Days", Options: options("mon", "Monday", "tue", "Tuesday", "wed", "Wednesday")},
			{ID: "note", Label: "A note", Optional: true},
		},
	}
}

func TestFormOfManyFields(t *testing.T) {
	a := answers{form: setup()}
	shown, err := a.typed(t, "1\nEurope/Berlin\n7\n2\nA 3\nfirst\nsecond\n.\n")
	if err != nil || len(a.sent) != 1 {
		t.Fatalf("%d forms were sent, %v:\n%s", len(a.sent), err, shown)
	}
	got := a.sent[0]
	if got.ID != "setup:1" || !maps.Equal(got.Values, map[string]string{"zone": "Europe/Berlin", "note": "first\nsecond"}) ||
		!maps.EqualFunc(got.Chosen, map[string][]string{"language": {"zh-CN"}, "days": {"mon", "wed"}}, slices.Equal) {
		t.Errorf("sent was %+v", got)
	}
	for _, want := range []string{"A quiz in this channel.", "Like Europe/Berlin", "So far: UTC", "1  English ✓", "2  中文\n", "That isn't one of the options."} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown:\n%s", want, shown)
		}
	}
}

func TestFormKeepsWhatIsThere(t *testing.T) {
	a := answers{form: setup()}
	shown, err := a.typed(t, "1\n.\n\n.\n中文\nwed、tue\n:help\n:clear\n")
	if err != nil || len(a.sent) != 1 {
		t.Fatalf("%d forms were sent, %v:\n%s", len(a.sent), err, shown)
	}
	got := a.sent[0]
	if got.Values["zone"] != "UTC" || got.Values["note"] != "" || !slices.Equal(got.Chosen["language"], []string{"en"}) || !slices.Equal(got.Chosen["days"], []string{"wed", "tue"}) {
		t.Errorf("sent was %+v:\n%s", got, shown)
	}
	if !strings.Contains(shown, "This can't be left empty.") {
		t.Errorf("no day was taken:\n%s", shown)
	}
}

// Help in the middle of an answer takes nothing away from it.
func TestHelpWithinAnAnswer(t *testing.T) {
	a := answers{form: bot.Form{ID: "answer:1", Fields: []bot.Field{{ID: "answer"}}}}
	if _, err := a.typed(t, "1\none\n:help\ntwo\n.\n"); err != nil || len(a.sent) != 1 || a.sent[0].Values["answer"] != "one\ntwo" {
		t.Errorf("sent was %+v, %v", a.sent, err)
	}
}

func TestFormClosed(t *testing.T) {
	a := answers{form: setup()}
	shown, err := a.typed(t, "1\nEurope/Berlin\n中文\n:cancel\n1\n.\n:cancel\n")
	if err != nil || len(a.sent) > 0 || !strings.Contains(shown, "So far: Europe/Berlin") || !strings.Contains(shown, "2  中文 ✓") {
		t.Errorf("sent were %+v, %v:\n%s", a.sent, err, shown)
	}
}

func TestFormEndsInTheMiddle(t *testing.T) {
	a := answers{form: setup()}
	if _, err := a.typed(t, "1\nEurope/Berlin\n2\n"); err == nil || !strings.Contains(err.Error(), "host's answer") {
		t.Errorf("got %v, want whose form was not sent", err)
	}
	if _, err := a.typed(t, "1\n"); err != nil {
		t.Errorf("nothing was typed: %v", err)
	}
}

// Letters choose in a form of options alone, without its being seen; a form of text leaves them a
// message.
func TestLettersInForms(t *testing.T) {
	choices := bot.Form{ID: "answer:1", Fields: []bot.Field{{
		ID: "answer", Kind: bot.ManyOptions, Label: "Choose all that are right",
		Options: options("0", "A. one", "1", "B. two", "2", "C. three"),
	}}}
	a := answers{form: choices}
	shown, err := a.typed(t, "a c\n1 B\nd\n")
	if err != nil || len(a.sent) != 2 || !slices.Equal(a.sent[0].Chosen["answer"], []string{"0", "2"}) || !slices.Equal(a.sent[1].Chosen["answer"], []string{"1"}) {
		t.Errorf("sent were %+v, %v:\n%s", a.sent, err, shown)
	}
	if len(a.said) > 0 {
		t.Errorf("written was %+v", a.said)
	}
	a = answers{form: bot.Form{ID: "answer:1", Fields: []bot.Field{{ID: "answer"}}}}
	if _, err := a.typed(t, "a c\n"); err != nil || len(a.said) != 1 || a.said[0].Text != "a c" {
		t.Errorf("written was %+v, %v", a.said, err)
	}
}

// Input loses control characters, which could move the cursor or change the window's title.
func TestPipedControlCharacters(t *testing.T) {
	var a answers
	shown, err := a.typed(t, "a\x1b[31mb\x1b]0;title\x07c\x1b[A\x08 d\n")
	if err != nil || len(a.said) != 1 || a.said[0].Text != "abc d" || strings.ContainsAny(shown, "\x1b\x07\x08") {
		t.Errorf("written was %+v, %v, and shown %q", a.said, err, shown)
	}
}

// A link button shows its address, and an answer's button is drawn beside the answer.
func TestButtons(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	c := console.New(io.MultiReader(), &out, still{}, console.Options{
		Room:  func() (words.Printer, *time.Location) { return catalogue.In("en", "UTC"), time.UTC },
		Width: 80,
	})
	card := card.Card{Accent: card.AccentReveal, Parts: []card.Part{
		card.Quote{By: card.Line{{Text: "ann"}}, Text: "`x`\n```\n    y\n```", Button: card.Button{ID: "vote:1", Label: "Vote"}},
		card.Buttons{Items: []card.Button{{Label: "See the answer", URL: "https://example.org/1"}, {ID: "grade:1", Label: "My grade"}}},
	}}
	if _, err := c.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: console.Room, Card: card}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ann   [1]\u00a0Vote\n", "  `x`\n", "        y\n", "See the answer: https://example.org/1  [2]\u00a0My grade\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not shown:\n%s", want, out.String())
		}
	}
}

// A form is closed, cleared and sent by the words in Chinese, too, as a Chinese keyboard types them.
func TestChineseWordsOfForms(t *testing.T) {
	a := &answers{form: bot.Form{ID: "answer:1", Fields: []bot.Field{{ID: "text", Kind: bot.Paragraph, Optional: true, Value: "earlier"}}}}
	for _, word := range []string{":取消", "：取消", "：cancel", ":cancel"} {
		shown, err := a.typed(t, "1\nan answer\n"+word+"\n")
		if err != nil || len(a.sent) != 0 || !strings.Contains(shown, "Nothing was sent") {
			t.Errorf("%s: sent %v, %v, shown\n%s", word, a.sent, err, shown)
		}
	}
	for typed, want := range map[string]string{"an answer\n。": "an answer", ":撤回": "", "::取消\n.": ":取消"} {
		a.sent = nil
		if _, err := a.typed(t, "1\n"+typed+"\n"); err != nil || len(a.sent) != 1 || a.sent[0].Values["text"] != want {
			t.Errorf("%q: sent %v, %v, want %q", typed, a.sent, err, want)
		}
	}
	a.form.Fields[0].Kind = bot.ShortText
	a.sent = nil
	if _, err := a.typed(t, "1\n:取消\n"); err != nil || len(a.sent) != 0 {
		t.Errorf("a short text: sent %v, %v", a.sent, err)
	}
}
