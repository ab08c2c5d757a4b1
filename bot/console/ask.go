package console

import (
	"slices"
	"strconv"
	"strings"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// maxIntro is the number of lines shown of a form's introduction. Most of it is on the screen
// already.
const maxIntro = 12

// showField prints the next field of a form with its current value.
func (c *Console) showField(f *form, i int, field bot.Field, drafted bool) {
	printer := c.words()
	only, label := printer.Text("console.only", words.Args{"Name": f.who}), printer.Line(c.fieldPromptKey(field), words.Args{"Label": field.Label})
	earlier := c.earlierValue(printer, field, drafted)
	c.mu.Lock()
	defer c.mu.Unlock()
	const margin = "  "
	c.page.drawWrapped("", row{{only, faint}})
	if i == 0 {
		c.page.drawWrapped(margin, row{{f.Title, bold}})
		c.page.drawLine(margin, nil)
	}
	if i == 0 && len(f.Intro) > 0 {
		c.page.drawShortened(margin, f.Intro, maxIntro)
		c.page.drawLine(margin, nil)
	}
	c.page.drawWrapped(margin, c.page.styledLine(label, faint))
	if field.Placeholder != "" {
		c.page.drawWrapped(margin, row{{field.Placeholder, faint}})
	}
	if len(earlier) > 0 {
		c.page.drawLine(margin, nil)
		c.page.drawCard(margin, card.Card{Parts: earlier})
	}
	c.page.showOptions(margin, field)
}

// earlierValue returns the current value of a text field. drafted means typed before and not sent.
func (c *Console) earlierValue(printer words.Printer, field bot.Field, drafted bool) []card.Part {
	switch {
	case field.Kind >= bot.OneOption || field.Value == "":
		return nil
	case c.input.editsInPlace() && field.Kind == bot.ShortText:
		return nil
	case c.input.editsInPlace() && drafted:
		return []card.Part{card.Note{Line: printer.Line("console.draft_edit", nil)}}
	case c.input.editsInPlace():
		return []card.Part{card.Note{Line: printer.Line("console.earlier_edit", nil)}}
	case field.Kind == bot.ShortText:
		return []card.Part{card.Note{Line: printer.Line("console.earlier_short", words.Args{"Text": field.Value})}}
	case drafted:
		return []card.Part{card.Quote{By: printer.Line("console.draft", nil), Text: field.Value}}
	}
	return []card.Part{card.Quote{By: printer.Line("console.earlier", nil), Text: field.Value}}
}

// fieldPromptKey returns the catalogue key of a field's prompt.
func (c *Console) fieldPromptKey(field bot.Field) string {
	switch field.Kind {
	case bot.ShortText:
		if c.input.editsInPlace() {
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

// showOptions prints the options of a field with their numbers or letters and marks the chosen
// ones.
func (p *page) showOptions(margin string, field bot.Field) {
	for i, o := range field.Options {
		label := o.Label
		if number := strconv.Itoa(i+1) + "."; !strings.HasPrefix(label, optionLetter(i)+".") && !strings.HasPrefix(label, number) {
			label = strconv.Itoa(i+1) + "  " + label
		}
		r := row{{label, 0}}
		if slices.Contains(field.Chosen, o.Value) {
			r = row{{label + " ✓", bold}}
		}
		p.drawWrapped(margin, r)
	}
}

// optionLetter returns the letter of an option: A to Z, then AA and so on.
func optionLetter(i int) string { return quiz.ChoiceLetter(i) }

// parseOptions returns the values of options given by letter, number or label. It reports false if
// one is unknown.
func parseOptions(options []card.Option, text string) ([]string, bool) {
	if i := optionIndex(options, strings.TrimSpace(text)); i >= 0 {
		return []string{options[i].Value}, true
	}
	var values []string
	for _, word := range letterWords(text) {
		i := optionIndex(options, word)
		if i < 0 {
			return nil, false
		}
		if !slices.Contains(values, options[i].Value) {
			values = append(values, options[i].Value)
		}
	}
	return values, len(values) > 0
}

// optionIndex returns the index of the option a word names, -1 for none.
func optionIndex(options []card.Option, word string) int {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(options) {
		return n - 1
	}
	for i, o := range options {
		if strings.EqualFold(o.Label, word) || strings.EqualFold(o.Value, word) {
			return i
		}
	}
	for i := range options {
		if strings.EqualFold(optionLetter(i), word) {
			return i
		}
	}
	return -1
}
