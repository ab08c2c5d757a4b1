package console

import (
	"context"
	"slices"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// show shows somebody the answer to what they did. A message that is no part of an answer bears no mark,
// which a terminal has to say.
func (c *Console) show(ctx context.Context, who string, act bot.Act, answer bot.Answer) error {
	switch a := answer.(type) {
	case bot.Form:
		return c.fill(ctx, who, a)
	case bot.Private:
		shown := c.whisper(who, a.Kept())
		if command, ok := act.(bot.Command); ok && command.Path == "question" {
			c.asked(shown)
		}
	case bot.Update:
		c.whisper(who, a.Card)
	case bot.Seen:
		c.tell("console.seen", bot.Args{"Number": c.touched, "Name": who})
		if len(a.Hint.Parts) > 0 {
			c.whisper(who, a.Hint)
		}
	case bot.Nothing:
		c.showNothing(act)
	}
	return nil
}

// showNothing says what became of a message that the bot is silent about.
func (c *Console) showNothing(act bot.Act) {
	late := c.isRevealed()
	args := bot.Args{"Number": c.touched}
	switch act.(type) {
	case bot.Message:
		c.tell("console.talk", args)
	case bot.Edit:
		if late {
			c.tell("console.edited_late", args)
		} else {
			c.tell("console.edited", args)
		}
	case bot.Deletion:
		if late {
			c.tell("console.deleted_late", args)
		} else {
			c.tell("console.deleted", args)
		}
	}
}

// isRevealed reports whether the answer to the question asked last is out.
func (c *Console) isRevealed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.revealed
}

// asked takes in the controls of the open question, shown again.
func (c *Console) asked(controls []control) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.question == nil && !c.revealed {
		c.question = controls
	}
}

// whisper shows a card to one person, and returns its controls.
func (c *Console) whisper(who string, card card.Card) []control {
	only := c.words().Text("console.only", bot.Args{"Name": who})
	c.mu.Lock()
	defer c.mu.Unlock()
	before := len(c.page.controls)
	c.page.row("", row{{only, faint}})
	c.page.card("  ", card)
	return slices.Clone(c.page.controls[before:])
}

// Tell implements [bot.Messenger]: it shows a card to somebody who did nothing to see it.
func (c *Console) Tell(_ context.Context, who quiz.MemberID, card card.Card) error {
	c.whisper(who.Local(), card)
	return nil
}

// tell says something of the console's own.
func (c *Console) tell(key string, args bot.Args) {
	line := c.words().Line(key, args)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range splitRow(c.page.styled(line, faint)) {
		c.page.hanging(r)
	}
}

// note says a sentence in small print.
func (c *Console) note(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.row("", row{{text, faint}})
}

// when tells a moment with the day of the week, as the room's clock shows it, and which clock that is.
func (c *Console) when(at time.Time) string {
	words, zone := c.Room()
	at = at.In(zone)
	day := strings.ToLower(at.Weekday().String()[:3])
	return words.Text("weekday."+day, nil) + " " + at.Format("2006-01-02 15:04") + " " + zone.String()
}
