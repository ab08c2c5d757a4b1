package console

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"quizbot/bot"
	"quizbot/bot/console/editor"
)

// What somebody can type in a form besides what it asks for, each alone on a line.
const (
	wordEnd    = editor.EndWord
	wordCancel = editor.CancelWord
	wordClear  = ":clear"
	wordHelp   = ":help"
)

func formWords() []string { return []string{wordEnd, wordCancel, wordClear, wordHelp} }

// form is one that somebody fills in, field by field.
type form struct {
	bot.Form
	who     string
	values  map[string]string
	chosen  map[string][]string
	changed bool
}

// errClosed says that a form was closed without being sent.
var errClosed = errors.New("the form was closed")

// fill has somebody fill in a form, and sends it. A form of one field in which nothing was changed is not sent.
func (c *Console) fill(ctx context.Context, who string, asked bot.Form) error {
	f := &form{Form: asked, who: who, values: map[string]string{}, chosen: map[string][]string{}}
	for i := range f.Fields {
		if err := c.fillField(ctx, f, i); errors.Is(err, errClosed) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if !f.changed && len(f.Fields) == 1 {
		c.tell("console.cancelled", nil)
		return nil
	}
	return c.submit(ctx, f)
}

// submit sends a form. What was typed into one that is refused is kept.
func (c *Console) submit(ctx context.Context, f *form) error {
	answer, err := c.act(ctx, f.who, bot.Submission{ID: f.ID, Values: f.values, Chosen: f.chosen})
	if err != nil {
		return err
	}
	refused := false
	if private, ok := answer.(bot.Private); ok && private.Refused {
		refused = c.keep(f)
	}
	if refused {
		c.tell("console.kept", nil)
		return nil
	}
	for _, field := range f.Fields {
		delete(c.drafts, f.draft(field))
	}
	return nil
}

// draft is what was typed into a field, or chosen of its options, and not sent.
type draft struct {
	text   string
	chosen []string
}

// keep keeps what was changed in a form, and reports whether anything was.
func (c *Console) keep(f *form) bool {
	kept := false
	for _, field := range f.Fields {
		text, typed := f.values[field.ID]
		chosen, picked := f.chosen[field.ID]
		if typed && text != field.Value && strings.TrimSpace(text) != "" || picked && !slices.Equal(chosen, field.Chosen) {
			c.drafts[f.draft(field)], kept = draft{text, chosen}, true
		}
	}
	return kept
}

// draft is the key of what somebody typed into a field and did not send.
func (f *form) draft(field bot.Field) string { return f.who + "\x00" + f.ID + "\x00" + field.ID }

// fillField asks for one field until its entry is valid.
func (c *Console) fillField(ctx context.Context, f *form, i int) error {
	field := f.Fields[i]
	kept, drafted := c.drafts[f.draft(field)]
	if drafted {
		field.Value, field.Chosen = kept.text, kept.chosen
	}
	c.ask(f, i, field, drafted)
	request := editor.Request{Prompt: f.who + "… "}
	if field.Kind == bot.Paragraph {
		request.Words = formWords()
	}
	if c.input.edits() && field.Kind <= bot.ShortText {
		request.Text = field.Value
	}
	before := "" // the lines above a word that did not end the field
	for {
		entry, err := c.input.read(ctx, request)
		entry.Text = strings.TrimPrefix(before+"\n"+entry.Text, "\n")
		if err != nil {
			return c.unfinished(f, entry, err)
		}
		if word := strings.ToLower(strings.TrimSpace(entry.Text)); field.Kind != bot.Paragraph && !entry.Pasted && slices.Contains(formWords(), word) {
			entry = editor.Entry{Word: word}
		}
		done, err := c.fieldWord(f, field, entry, drafted)
		if err != nil || !done && c.accept(f, field, entry, drafted) {
			return err
		}
		request.Text, before = "", ""
		switch {
		case field.Kind > bot.ShortText:
		case c.input.edits():
			request.Text = entry.Text
		case field.Kind == bot.Paragraph:
			before = entry.Text
		}
	}
}

// fieldWord does what a word says that doesn't fill in a field, and reports whether it was one.
func (c *Console) fieldWord(f *form, field bot.Field, entry editor.Entry, drafted bool) (bool, error) {
	switch {
	case entry.Word == wordHelp:
		c.tell("console.help_form", nil)
		return true, nil
	case entry.Word == wordCancel:
		return true, c.cancel(f, field, entry.Text)
	case entry.Word == wordClear && drafted && !field.Optional: // there is nothing to take back but what was not sent
		delete(c.drafts, f.draft(field))
		return true, c.cancel(f, field, "")
	}
	return false, nil
}

// accept puts an entry into a field, and reports whether the entry is valid.
func (c *Console) accept(f *form, field bot.Field, entry editor.Entry, drafted bool) bool {
	kept := entry.Word == wordEnd && entry.Text == "" && !c.input.edits() || field.Kind != bot.Paragraph && entry.Word == wordEnd
	switch {
	case field.Kind >= bot.OneOption:
		return c.acceptOptions(f, field, entry, kept)
	case kept:
		entry.Text = field.Value
	case field.Kind == bot.ShortText:
		entry.Text = strings.Join(strings.Fields(entry.Text), " ") // which may be pasted
	case entry.Word == wordClear:
		entry.Text = ""
	}
	cleared := entry.Word == wordClear
	if strings.TrimSpace(entry.Text) == "" && !field.Optional && (cleared || len(f.Fields) > 1) {
		c.tell("console.required", nil)
		return false
	}
	f.values[field.ID] = entry.Text
	if entry.Text != field.Value || cleared || drafted {
		f.changed = true
	}
	return true
}

// acceptOptions takes the letters or numbers of options into a field.
func (c *Console) acceptOptions(f *form, field bot.Field, entry editor.Entry, kept bool) bool {
	chosen, ok := field.Chosen, true
	switch {
	case entry.Word == wordClear:
		chosen = nil
	case !kept && strings.TrimSpace(entry.Text) != "":
		chosen, ok = pickOptions(field.Options, entry.Text)
	}
	switch {
	case !ok || field.Kind == bot.OneOption && len(chosen) > 1:
		c.tell(chooseKey(field), nil)
		return false
	case len(chosen) == 0 && !field.Optional:
		c.tell("console.required", nil)
		return false
	}
	f.chosen[field.ID] = chosen
	_, drafted := c.drafts[f.draft(field)]
	f.changed = f.changed || drafted || !slices.Equal(chosen, field.Chosen)
	return true
}

// chooseKey is the key of how a field's options are chosen.
func chooseKey(field bot.Field) string {
	if field.Kind == bot.ManyOptions {
		return "console.choose_many"
	}
	return "console.choose_one"
}

// unfinished returns the error of an input that ended within a form. It says so if anything had been typed.
func (c *Console) unfinished(f *form, entry editor.Entry, err error) error {
	if errors.Is(err, editor.ErrInterrupted) {
		return c.cancel(f, f.Fields[0], "")
	}
	if errors.Is(err, io.EOF) && (strings.TrimSpace(entry.Text) != "" || f.changed) {
		return errors.New(c.words().Text("console.unfinished", bot.Args{"Name": f.who}))
	}
	return err
}

// cancel closes a form without sending it, and keeps what was typed.
func (c *Console) cancel(f *form, field bot.Field, text string) error {
	if strings.TrimSpace(text) != "" && text != field.Value {
		f.values[field.ID] = text
	}
	if f.changed = c.keep(f); f.changed {
		c.tell("console.cancelled_kept", nil)
	} else {
		c.tell("console.cancelled", nil)
	}
	return errClosed
}
