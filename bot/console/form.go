package console

import (
	"context"
	"strings"

	"quizbot/bot"
)

// form is one that is being filled in, field by field.
type form struct {
	bot.Form
	field  int
	lines  []string
	values map[string]string
}

// open begins to fill in a form.
func (c *Console) open(who string, f bot.Form) {
	c.forms[who] = &form{Form: f, values: map[string]string{}}
	if who != c.who {
		c.back, c.who = c.who, who
	}
	c.ask(c.forms[who])
}

// ask shows the field that is to be filled in next, with what it holds so far.
func (c *Console) ask(f *form) {
	field := f.Fields[f.field]
	parts := []bot.Part{
		bot.Heading{Line: bot.Line{{Text: f.Title}}},
		bot.Note{Line: c.Words.Line("console.field", bot.Args{"Label": field.Label, "Max": field.Max})},
	}
	if field.Value != "" {
		parts = append(parts, bot.Saying{By: c.Words.Line("console.earlier", nil), Text: field.Value})
	}
	c.whisper(c.who, bot.Card{Parts: parts})
}

// ownInForm reads a line of a form that is for the console: behind one colon. Two colons begin a line of
// the answer with one.
func ownInForm(line string) (word, rest string, ok bool) {
	if !strings.HasPrefix(line, ":") || strings.HasPrefix(line, "::") {
		return "", "", false
	}
	word, rest = cutWord(line[1:])
	return strings.ToLower(word), rest, true
}

// fill takes a line of a form; a single dot ends the field, and the last one sends the form.
func (c *Console) fill(ctx context.Context, f *form, line string) error {
	if strings.TrimSpace(line) != "." {
		f.lines = append(f.lines, strings.TrimPrefix(line, ":"))
		return nil
	}
	if len(f.lines) == 0 {
		c.cancel()
		return nil
	}
	f.values[f.Fields[f.field].ID] = strings.Join(f.lines, "\n")
	f.lines = nil
	if f.field++; f.field < len(f.Fields) {
		c.ask(f)
		return nil
	}
	who := c.close()
	return c.do(ctx, who, bot.Submission{ID: f.ID, Values: f.values})
}

// close takes away the form of who types, and lets who typed before go on.
func (c *Console) close() (who string) {
	who = c.who
	delete(c.forms, who)
	if c.back != "" {
		c.who, c.back = c.back, ""
	}
	return who
}

// cancel closes a form without sending it.
func (c *Console) cancel() {
	c.close()
	c.tell("console.cancelled", nil)
}

// clear sends a form with nothing in it, which takes the answer back.
func (c *Console) clear(ctx context.Context) error {
	f := c.forms[c.who]
	if f == nil {
		c.tell("console.no_form", nil)
		return nil
	}
	who := c.close()
	return c.do(ctx, who, bot.Submission{ID: f.ID, Values: map[string]string{}})
}
