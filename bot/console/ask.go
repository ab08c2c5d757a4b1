package console

import (
	"slices"
	"strconv"
	"strings"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// maxIntro is how many lines of a form's introduction are shown: most of it stands above already.
const maxIntro = 12

// ask shows the field that is to be filled in next, with what it holds so far.
func (c *Console) ask(f *form, i int, field bot.Field, drafted bool) {
	words := c.words()
	only, label := words.Text("console.only", bot.Args{"Name": f.who}), words.Line(c.fieldKey(field), bot.Args{"Label": field.Label})
	earlier := c.earlier(words, field, drafted)
	c.mu.Lock()
	defer c.mu.Unlock()
	const margin = "  "
	c.page.row("", row{{only, faint}})
	if i == 0 {
		c.page.row(margin, row{{f.Title, bold}})
		c.page.line(margin, nil)
	}
	if i == 0 && len(f.Intro) > 0 {
		c.page.shortened(margin, f.Intro, maxIntro)
		c.page.line(margin, nil)
	}
	c.page.row(margin, c.page.styled(label, faint))
	if field.Placeholder != "" {
		c.page.row(margin, row{{field.Placeholder, faint}})
	}
	if len(earlier) > 0 {
		c.page.line(margin, nil)
		c.page.card(margin, card.Card{Parts: earlier})
	}
	c.page.options(margin, field)
}

// earlier is what a field of text holds so far, drafted where it was typed and not sent.
func (c *Console) earlier(words bot.Words, field bot.Field, drafted bool) []card.Part {
	switch {
	case field.Kind >= bot.OneOption || field.Value == "":
		return nil
	case c.input.edits() && field.Kind == bot.ShortText:
		return nil
	case c.input.edits() && drafted:
		return []card.Part{card.Note{Line: words.Line("console.draft_edit", nil)}}
	case c.input.edits():
		return []card.Part{card.Note{Line: words.Line("console.earlier_edit", nil)}}
	case field.Kind == bot.ShortText:
		return []card.Part{card.Note{Line: words.Line("console.earlier_short", bot.Args{"Text": field.Value})}}
	case drafted:
		return []card.Part{card.Quote{By: words.Line("console.draft", nil), Text: field.Value}}
	}
	return []card.Part{card.Quote{By: words.Line("console.earlier", nil), Text: field.Value}}
}

// fieldKey is the key of what a field asks for.
func (c *Console) fieldKey(field bot.Field) string {
	switch field.Kind {
	case bot.ShortText:
		if c.input.edits() {
			return "console.field_short_edit"
		}
		return "console.field_short"
	case bot.OneOption:
		return "console.field_one"
	case bot.ManyOptions:
		return "console.field_many"
	}
	return "console.field"
}

// options shows the options of a field, each with the number or letter that chooses it, and which are chosen.
func (p *page) options(margin string, field bot.Field) {
	for i, o := range field.Options {
		label := o.Label
		if !strings.HasPrefix(label, letter(i)+".") {
			label = strconv.Itoa(i+1) + "  " + label
		}
		r := row{{label, 0}}
		if slices.Contains(field.Chosen, o.Value) {
			r = row{{label + " ✓", bold}}
		}
		p.row(margin, r)
	}
}

// letter is the letter of an option: A to Z, then AA and so on.
func letter(i int) string { return quiz.ChoiceLetter(i) }

// pickOptions are the values of the options that letters, numbers or labels name. It reports false where one means
// none of them.
func pickOptions(options []card.Option, text string) ([]string, bool) {
	if i := namedOption(options, strings.TrimSpace(text)); i >= 0 {
		return []string{options[i].Value}, true
	}
	var values []string
	for _, word := range letterWords(text) {
		i := namedOption(options, word)
		if i < 0 {
			return nil, false
		}
		if !slices.Contains(values, options[i].Value) {
			values = append(values, options[i].Value)
		}
	}
	return values, len(values) > 0
}

// namedOption is the index of the option that a word means, -1 where none is.
func namedOption(options []card.Option, word string) int {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(options) {
		return n - 1
	}
	for i, o := range options {
		if strings.EqualFold(o.Label, word) || strings.EqualFold(o.Value, word) {
			return i
		}
	}
	for i := range options {
		if strings.EqualFold(letter(i), word) {
			return i
		}
	}
	return -1
}
