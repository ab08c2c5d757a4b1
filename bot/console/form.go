package console

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"quizbot/bot"
	"quizbot/bot/console/editor"
	"quizbot/bot/words"
)

// Words with a meaning of their own in a form, each alone on a line.
const (
	wordEnd    = editor.EndWord
	wordCancel = editor.CancelWord
	wordClear  = ":clear"
	wordHelp   = ":help"
)

// formAliases returns the words by all their names. A Chinese keyboard types 。 and ：.
func formAliases() map[string]string {
	names := map[string]string{wordEnd: wordEnd, "。": wordEnd}
	for name, word := range map[string]string{
		wordCancel: wordCancel, ":取消": wordCancel, wordClear: wordClear, ":撤回": wordClear, wordHelp: wordHelp, ":帮助": wordHelp,
	} {
		names[name], names[strings.Replace(name, ":", "：", 1)] = word, word
	}
	return names
}

func formWords() []string { return slices.Sorted(maps.Keys(formAliases())) }

// form is a form being filled in, field by field.
type form struct {
	bot.Form
	who     string
	values  map[string]string
	chosen  map[string][]string
	changed bool
}

// errFormClosed reports that a form was closed without being sent.
var errFormClosed = errors.New("the form was closed")

// fillForm lets a member fill in a form and submits it. An unchanged form of one field isn't
// submitted unless that confirms it.
func (c *Console) fillForm(ctx context.Context, who string, asked bot.Form) error {
	f := &form{Form: asked, who: who, values: map[string]string{}, chosen: map[string][]string{}}
	for i := range f.Fields {
		if err := c.fillField(ctx, f, i); errors.Is(err, errFormClosed) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if !f.changed && !f.Confirms && len(f.Fields) == 1 {
		c.showNotice("console.cancelled", nil)
		return nil
	}
	return c.submitForm(ctx, f)
}

// submitForm submits a form. The entries of a refused form are kept as drafts.
func (c *Console) submitForm(ctx context.Context, f *form) error {
	answer, err := c.performAndShow(ctx, f.who, bot.Submission{ID: f.ID, Values: f.values, Chosen: f.chosen})
	if err != nil {
		return err
	}
	refused := false
	if private, ok := answer.(bot.Ephemeral); ok && private.Refused {
		refused = c.keepDraft(f)
	}
	if refused {
		c.showNotice("console.kept", nil)
		return nil
	}
	for _, field := range f.Fields {
		delete(c.drafts, f.draftKey(field))
	}
	return nil
}

// draft is the unsent value of a field.
type draft struct {
	text   string
	chosen []string
}

// keepDraft keeps the changed fields of a form, and reports whether there were any.
func (c *Console) keepDraft(f *form) bool {
	kept := false
	for _, field := range f.Fields {
		text, typed := f.values[field.ID]
		chosen, picked := f.chosen[field.ID]
		if typed && text != field.Value && strings.TrimSpace(text) != "" || picked && !slices.Equal(chosen, field.Chosen) {
			c.drafts[f.draftKey(field)], kept = draft{text, chosen}, true
		}
	}
	return kept
}

// draftKey is the key of a member's draft for a field.
func (f *form) draftKey(field bot.Field) string { return f.who + "\x00" + f.ID + "\x00" + field.ID }

// fillField asks for one field until its entry is valid.
func (c *Console) fillField(ctx context.Context, f *form, i int) error {
	field := f.Fields[i]
	kept, drafted := c.drafts[f.draftKey(field)]
	if drafted {
		field.Value, field.Chosen = kept.text, kept.chosen
	}
	c.showField(f, i, field, drafted)
	request := editor.Request{Prompt: f.who + "… "}
	if field.Kind == bot.Paragraph {
		request.Words = formWords()
	}
	if c.input.editsInPlace() && field.Kind <= bot.ShortText {
		request.Text = field.Value
	}
	before := "" // lines above a word that doesn't end the field
	for {
		entry, err := c.input.readEntry(ctx, request)
		entry.Text = strings.TrimPrefix(before+"\n"+entry.Text, "\n")
		if err != nil {
			return c.unfinishedError(f, entry, err)
		}
		if word := strings.ToLower(strings.TrimSpace(entry.Text)); field.Kind != bot.Paragraph && !entry.Pasted && slices.Contains(formWords(), word) {
			entry = editor.Entry{Word: word}
		}
		entry.Word = formAliases()[entry.Word]
		done, err := c.runFieldWord(f, field, entry, drafted)
		if err != nil || !done && c.acceptEntry(f, field, entry, drafted) {
			return err
		}
		request.Text, before = "", ""
		switch {
		case field.Kind > bot.ShortText:
		case c.input.editsInPlace():
			request.Text = entry.Text
		case field.Kind == bot.Paragraph:
			before = entry.Text
		}
	}
}

// runFieldWord carries out a word that isn't a value, and reports whether the entry was one.
func (c *Console) runFieldWord(f *form, field bot.Field, entry editor.Entry, drafted bool) (bool, error) {
	switch {
	case entry.Word == wordHelp:
		c.showNotice("console.help_form", nil)
		return true, nil
	case entry.Word == wordCancel:
		return true, c.cancelForm(f, field, entry.Text)
	case entry.Word == wordClear && drafted && !field.Optional: // there is only the draft to discard
		delete(c.drafts, f.draftKey(field))
		return true, c.cancelForm(f, field, "")
	}
	return false, nil
}

// acceptEntry puts an entry into a field, and reports whether it is valid.
func (c *Console) acceptEntry(f *form, field bot.Field, entry editor.Entry, drafted bool) bool {
	kept := entry.Word == wordEnd && entry.Text == "" && !c.input.editsInPlace() || field.Kind != bot.Paragraph && entry.Word == wordEnd
	switch {
	case field.Kind >= bot.OneOption:
		return c.acceptOptions(f, field, entry, kept)
	case kept:
		entry.Text = field.Value
	case field.Kind == bot.ShortText:
		entry.Text = strings.Join(strings.Fields(entry.Text), " ") // it may be pasted
	case entry.Word == wordClear:
		entry.Text = ""
	}
	cleared := entry.Word == wordClear
	if strings.TrimSpace(entry.Text) == "" && !field.Optional && (cleared || len(f.Fields) > 1) {
		c.showNotice("console.required", nil)
		return false
	}
	f.values[field.ID] = entry.Text
	if entry.Text != field.Value || cleared || drafted {
		f.changed = true
	}
	return true
}

// acceptOptions puts the options given by letter or number into a field.
func (c *Console) acceptOptions(f *form, field bot.Field, entry editor.Entry, kept bool) bool {
	chosen, ok := field.Chosen, true
	switch {
	case entry.Word == wordClear:
		chosen = nil
	case !kept && strings.TrimSpace(entry.Text) != "":
		chosen, ok = parseOptions(field.Options, entry.Text)
	}
	switch {
	case !ok || field.Kind == bot.OneOption && len(chosen) > 1:
		c.showNotice(chooseHintKey(field), nil)
		return false
	case len(chosen) == 0 && !field.Optional:
		c.showNotice("console.required", nil)
		return false
	}
	f.chosen[field.ID] = chosen
	_, drafted := c.drafts[f.draftKey(field)]
	f.changed = f.changed || drafted || !slices.Equal(chosen, field.Chosen)
	return true
}

// chooseHintKey returns the catalogue key of the hint how to choose.
func chooseHintKey(field bot.Field) string {
	if field.Kind == bot.ManyOptions {
		return "console.choose_many"
	}
	return "console.choose_one"
}

// unfinishedError returns the error of an input that ended within a form. It mentions the form if
// anything had been typed.
func (c *Console) unfinishedError(f *form, entry editor.Entry, err error) error {
	if errors.Is(err, editor.ErrInterrupted) {
		return c.cancelForm(f, f.Fields[0], "")
	}
	if errors.Is(err, io.EOF) && (strings.TrimSpace(entry.Text) != "" || f.changed) {
		return errors.New(c.words().Text("console.unfinished", words.Args{"Name": f.who}))
	}
	return err
}

// cancelForm closes a form without submitting it and keeps the draft.
func (c *Console) cancelForm(f *form, field bot.Field, text string) error {
	if strings.TrimSpace(text) != "" && text != field.Value {
		f.values[field.ID] = text
	}
	if f.changed = c.keepDraft(f); f.changed {
		c.showNotice("console.cancelled_kept", nil)
	} else {
		c.showNotice("console.cancelled", nil)
	}
	return errFormClosed
}
