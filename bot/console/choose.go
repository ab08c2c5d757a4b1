package console

import (
	"context"
	"strings"
	"unicode"

	"quizbot/bot"
	"quizbot/bot/console/editor"
	"quizbot/bot/words"
)

// control is a button with a number.
type control struct {
	id, label string
	primary   bool
}

// pressButton presses a button by number, or answers with the letters after it.
func (c *Console) pressButton(ctx context.Context, who, number, letters string) error {
	control, ok := c.findControl(number)
	if !ok {
		c.showNotice("console.no_button", words.Args{"Number": number})
		return nil
	}
	if len(letterWords(letters)) == 0 {
		return c.perform(ctx, who, bot.Press{ID: control.id})
	}
	if c.lettersApply(control, letters) {
		if done, err := c.chooseLetters(ctx, who, letters); done || err != nil {
			return err
		}
	}
	c.showNotice("console.no_letters", words.Args{"Number": number})
	return nil
}

// findControl returns the button with a number.
func (c *Console) findControl(number string) (control, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.page.findControl(number)
}

// lettersApply reports whether letters after a button choose among the last question's choices.
// They do after its first button, or after the button of that letter.
func (c *Console) lettersApply(one control, letters string) bool {
	open := c.openControls()
	return len(open) > 0 && (open[0].id == one.id || strings.EqualFold(one.label, strings.TrimSpace(letters)))
}

// openControls returns the controls of the last question.
func (c *Console) openControls() []control {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.questionControls
}

// chooseLetters answers the last question by letter, through its lettered buttons or a form of
// options only. It reports false for a question without choices.
func (c *Console) chooseLetters(ctx context.Context, who, text string) (bool, error) {
	controls := c.openControls()
	lettered := 0
	for _, q := range controls {
		if len(q.label) == 1 && unicode.IsUpper(rune(q.label[0])) {
			lettered++
		}
	}
	printer := letterWords(text)
	for _, q := range controls {
		if lettered > 0 && len(printer) == 1 && strings.EqualFold(q.label, printer[0]) {
			return true, c.perform(ctx, who, bot.Press{ID: q.id})
		}
	}
	if lettered > 0 {
		c.showNotice("console.letter", words.Args{"Last": optionLetter(lettered - 1)})
		return true, nil
	}
	for _, q := range controls {
		if q.primary {
			return c.chooseInForm(ctx, who, q, text)
		}
	}
	return false, nil
}

// chooseInForm opens the form of a button and submits it with the letters. It reports false,
// without showing the form, if the form has other fields.
func (c *Console) chooseInForm(ctx context.Context, who string, q control, text string) (bool, error) {
	answer, err := c.dispatch(ctx, who, bot.Press{ID: q.id})
	if err != nil {
		return false, err
	}
	asked, ok := answer.(bot.Form)
	if !ok || len(asked.Fields) != 1 || asked.Fields[0].Kind < bot.OneOption {
		return false, nil
	}
	f := &form{Form: asked, who: who, values: map[string]string{}, chosen: map[string][]string{}}
	if c.acceptOptions(f, asked.Fields[0], editor.Entry{Text: text}, false) {
		return true, c.submitForm(ctx, f)
	}
	return true, nil
}
