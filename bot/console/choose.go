package console

import (
	"context"
	"strings"
	"unicode"

	"quizbot/bot"
	"quizbot/bot/console/editor"
)

// control is a button that can be pressed by its number.
type control struct {
	id, label string
	primary   bool
}

// press presses a button, or answers with the letters behind it.
func (c *Console) press(ctx context.Context, who, number, letters string) error {
	control, ok := c.control(number)
	if !ok {
		c.tell("console.no_button", bot.Args{"Number": number})
		return nil
	}
	if len(letterWords(letters)) == 0 {
		return c.do(ctx, who, bot.Press{ID: control.id})
	}
	if c.listed(control, letters) {
		if done, err := c.chooseLetters(ctx, who, letters); done || err != nil {
			return err
		}
	}
	c.tell("console.no_letters", bot.Args{"Number": number})
	return nil
}

// control finds a button by its number.
func (c *Console) control(number string) (control, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.page.control(number)
}

// listed reports whether letters behind a button can mean choices of the question asked last: behind the first of its
// buttons, as if it was a list, or behind the one that is called so.
func (c *Console) listed(one control, letters string) bool {
	open := c.openControls()
	return len(open) > 0 && (open[0].id == one.id || strings.EqualFold(one.label, strings.TrimSpace(letters)))
}

// openControls are those of the question asked last.
func (c *Console) openControls() []control {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.question
}

// chooseLetters answers the question asked last with the letters of choices: by buttons that are called so,
// or by a form that has nothing but options. It reports false where the question has no choices.
func (c *Console) chooseLetters(ctx context.Context, who, text string) (bool, error) {
	controls := c.openControls()
	lettered := 0
	for _, q := range controls {
		if len(q.label) == 1 && unicode.IsUpper(rune(q.label[0])) {
			lettered++
		}
	}
	words := letterWords(text)
	for _, q := range controls {
		if lettered > 0 && len(words) == 1 && strings.EqualFold(q.label, words[0]) {
			return true, c.do(ctx, who, bot.Press{ID: q.id})
		}
	}
	if lettered > 0 {
		c.tell("console.letter", bot.Args{"Last": letter(lettered - 1)})
		return true, nil
	}
	for _, q := range controls {
		if q.primary {
			return c.chooseInForm(ctx, who, q, text)
		}
	}
	return false, nil
}

// chooseInForm opens the form behind a button, and sends it with the letters if it asks for nothing but options. It
// reports false, and nothing is seen of the form, if it asks for something else.
func (c *Console) chooseInForm(ctx context.Context, who string, q control, text string) (bool, error) {
	answer, err := c.send(ctx, who, bot.Press{ID: q.id})
	if err != nil {
		return false, err
	}
	asked, ok := answer.(bot.Form)
	if !ok || len(asked.Fields) != 1 || asked.Fields[0].Kind < bot.OneOption {
		return false, nil
	}
	f := &form{Form: asked, who: who, values: map[string]string{}, chosen: map[string][]string{}}
	if c.acceptOptions(f, asked.Fields[0], editor.Entry{Text: text}, false) {
		return true, c.submit(ctx, f)
	}
	return true, nil
}
