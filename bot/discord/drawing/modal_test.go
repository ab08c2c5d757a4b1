package drawing

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// choicesOf are n options that are readLetters as a question's are.
func choicesOf(n int) []card.Option {
	var list []card.Option
	for i := range n {
		list = append(list, card.Option{Value: fmt.Sprint(i), Label: quiz.ChoiceLetter(i) + ". an option"})
	}
	return list
}

// Few options are radio buttons or check boxes, more are selects, and too many for a modal are
// typed letters. Earlier choices are preselected.
func TestFormOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   bot.FieldKind
		n      int
		want   []int // types of the inputs
		most   int   // of the first one
		inputs string
	}{
		{bot.OneOption, 1, []int{typeStringSelect}, 1, "a"},
		{bot.OneOption, 2, []int{typeRadioGroup}, 0, "a"},
		{bot.OneOption, 10, []int{typeRadioGroup}, 0, "a"},
		{bot.OneOption, 11, []int{typeStringSelect}, 1, "a"},
		{bot.ManyOptions, 1, []int{typeCheckboxGroup}, 1, "a"},
		{bot.ManyOptions, 10, []int{typeCheckboxGroup}, 10, "a"},
		{bot.ManyOptions, 25, []int{typeStringSelect}, 25, "a"},
		{bot.ManyOptions, 26, []int{typeStringSelect, typeStringSelect}, 25, "a a#1"},
		{bot.OneOption, 125, []int{typeStringSelect, typeStringSelect, typeStringSelect, typeStringSelect, typeStringSelect}, 1, "a a#1 a#2 a#3 a#4"},
		{bot.ManyOptions, 126, []int{typeTextInput}, 0, "a#letters"},
	} {
		w := DrawModal(bot.Form{ID: "f", Title: "T", Fields: []bot.Field{{ID: "a", Kind: c.kind, Label: "Choose all that are right, please, of these", Options: choicesOf(c.n), Chosen: []string{"0"}}}})
		var types []int
		var ids []string
		for _, part := range w.Components {
			types, ids = append(types, part.Component.Type), append(ids, part.Component.CustomID)
		}
		first := w.Components[0].Component
		if !slices.Equal(types, c.want) || strings.Join(ids, " ") != c.inputs || c.most != 0 && first.MaxValues != c.most {
			t.Errorf("%d of %d: got %v with the ids %v, up to %d", c.kind, c.n, types, ids, first.MaxValues)
		}
		if first.Type != typeTextInput && !first.Options[0].Default || first.Type == typeTextInput && first.Value != "A" {
			t.Errorf("%d of %d: what was chosen is not: %+v", c.kind, c.n, first)
		}
		wrong(t, w)
	}
}

// wrong holds a form against Discord's rules.
func wrong(t *testing.T, w Modal) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"type": 9, "data": w})
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range discordtest.Violations(t, "POST", "/interactions/1/x/callback", nil, "application/json", body) {
		t.Errorf("%s in %s", mistake, body)
	}
}

// The question stands above the fields, as far as there is room for it: whole blocks, code as code,
// and the small print below in any case. A short title is the window's.
func TestFormIntro(t *testing.T) {
	t.Parallel()
	intro := func(title, body string) Modal {
		return DrawModal(bot.Form{ID: "f", Title: "Your answer", Fields: []bot.Field{{ID: "a", Label: "L", Max: 3000}}, Intro: []card.Part{
			card.Document{Doc: markdown.Parse("### " + title)}, card.Document{Doc: markdown.Parse(body)}, card.Note{Line: card.Line{{Text: "until five"}}},
		}})
	}
	code := "```python\nprint(1)\n```"
	for name, c := range map[string]struct {
		w     Modal
		title string
		has   []string
		not   string
	}{
		"short":                    {intro("What is a *closure*?", "Read:\n\n"+code), "What is a closure?", []string{"Read:", code, "-# until five"}, "closure"},
		"a long title":             {intro(strings.Repeat("long ", 20), code), "Your answer", []string{"## long", code, "until five"}, "&&"},
		"a long body":              {intro("Short", strings.Repeat("word ", 100)+"\n\n```\n"+strings.Repeat("x = 1\n", 200)+"```\n\nlast"), "Short", []string{"word word", "…", "until five"}, "last"},
		"a block that is too long": {intro("Short", "```\n"+strings.Repeat("x = 1\n", 400)+"```"), "Short", []string{"```\nx = 1", "…", "until five"}, "@"},
		"both too long":            {intro(strings.Repeat("long ", 20), "```\n"+strings.Repeat("x = 1\n", 400)+"```"), "Your answer", []string{"## long", "```\nx = 1", "…", "until five"}, "@"},
		"a picture":                {intro("Short", "![a cat](https://example.com/cat.png)"), "Short", []string{"a cat"}, "@"},
		"nothing":                  {intro("Short", ""), "Short", []string{"until five"}, "@"},
	} {
		wrong(t, c.w)
		text := c.w.Components[0].Content
		if c.w.Title != c.title || c.w.Components[0].Type != typeTextDisplay || UTF16Length(text) > maxIntro+200 || strings.Count(text, "```")%2 != 0 || strings.Contains(text, c.not) {
			t.Errorf("%s: the window %q shows %q", name, c.w.Title, text)
		}
		for _, want := range c.has {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing in %q", name, want, text)
			}
		}
	}
	full := bot.Form{ID: "f", Title: "T", Intro: []card.Part{card.Text{Line: card.Line{{Text: "hello"}}}}}
	for i := range 7 {
		full.Fields = append(full.Fields, bot.Field{ID: fmt.Sprint(i), Label: "L", Max: 10, Kind: bot.ShortText, Placeholder: strings.Repeat("p", 120)})
	}
	if w := DrawModal(full); len(w.Components) != maxFormParts || w.Components[0].Component == nil || w.Components[4].Component.CustomID != "4" {
		t.Errorf("a form of seven fields is %+v", w)
	} else {
		wrong(t, w)
	}
}

// A value that a field cannot hold is left out, and sending the form as it is takes nothing back.
func TestFormValueTooLong(t *testing.T) {
	t.Parallel()
	w := DrawModal(bot.Form{ID: "f", Title: "T", Fields: []bot.Field{{ID: "a", Label: "L", Max: 3000, Optional: true, Value: strings.Repeat("😀", 2500)}}})
	if in := w.Components[0].Component; in.Value != "" || !*in.Required || *in.MinLength != 1 {
		t.Errorf("got %+v", in)
	}
	wrong(t, w)
	w = DrawModal(bot.Form{ID: "f", Title: "T", Fields: []bot.Field{{ID: "a", Label: "L", Max: 3000, Optional: true, Value: strings.Repeat("😀", 1900)}}})
	if in := w.Components[0].Component; UTF16Length(in.Value) != 3800 || in.MaxLength != 3800 || *in.Required {
		t.Errorf("got %d of %d characters", UTF16Length(in.Value), in.MaxLength)
	}
}
