package console

import (
	"context"
	"slices"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// showAnswer prints the bot's answer for a member. It also explains a message that doesn't count,
// since a terminal has no reaction marks.
func (c *Console) showAnswer(ctx context.Context, who string, act bot.Act, answer bot.Answer) error {
	switch a := answer.(type) {
	case bot.Form:
		return c.fillForm(ctx, who, a)
	case bot.Ephemeral:
		shown := c.showPrivately(who, a.CardWithTyped())
		if command, ok := act.(bot.Command); ok && command.Path == bot.QuestionPath {
			c.setQuestionControls(shown)
		}
	case bot.Update:
		c.showPrivately(who, a.Card)
	case bot.Counted:
		c.showNotice("console.seen", words.Args{"Number": c.lastTouched, "Name": who})
		if len(a.Hint.Parts) > 0 {
			c.showPrivately(who, a.Hint)
		}
	case bot.Nothing:
		c.explainSilence(act)
	case bot.Completions, bot.Home: // the editor asks for completions itself, and a terminal has no app home
	}
	return nil
}

// explainSilence explains the fate of a message the bot doesn't answer.
func (c *Console) explainSilence(act bot.Act) {
	late := c.isRevealed()
	args := words.Args{"Number": c.lastTouched}
	switch act.(type) {
	case bot.Message:
		c.showNotice("console.talk", args)
	case bot.Edit:
		if late {
			c.showNotice("console.edited_late", args)
		} else {
			c.showNotice("console.edited", args)
		}
	case bot.Deletion:
		if late {
			c.showNotice("console.deleted_late", args)
		} else {
			c.showNotice("console.deleted", args)
		}
	default: // other acts need no explanation
	}
}

// isRevealed reports whether the last question is revealed.
func (c *Console) isRevealed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.revealed
}

// setQuestionControls remembers the controls of the open question, shown again.
func (c *Console) setQuestionControls(controls []control) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.questionControls == nil && !c.revealed {
		c.questionControls = controls
	}
}

// showPrivately prints a card for one member, and returns its controls.
func (c *Console) showPrivately(who string, card card.Card) []control {
	only := c.words().Text("console.only", words.Args{"Name": who})
	c.mu.Lock()
	defer c.mu.Unlock()
	before := len(c.page.controls)
	c.page.drawWrapped("", row{{only, faint}})
	c.page.drawCard("  ", card)
	return slices.Clone(c.page.controls[before:])
}

// SendDirectMessage implements [bot.DirectMessenger]. It prints a card for a member who did nothing
// to see it.
func (c *Console) SendDirectMessage(_ context.Context, who quiz.MemberID, card card.Card) error {
	c.showPrivately(who.Local(), card)
	return nil
}

// showNotice prints a text of the console's own.
func (c *Console) showNotice(key string, args words.Args) {
	line := c.words().Line(key, args)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range splitAtBreaks(c.page.styledLine(line, faint)) {
		c.page.drawHanging(r)
	}
}

// showSmallPrint prints a sentence in faint style.
func (c *Console) showSmallPrint(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.drawWrapped("", row{{text, faint}})
}

// formatTime formats a time with its weekday and zone, on the room's clock.
func (c *Console) formatTime(at time.Time) string {
	words, zone := c.Room()
	at = at.In(zone)
	day := strings.ToLower(at.Weekday().String()[:3])
	return words.Text("weekday."+day, nil) + " " + at.Format("2006-01-02 15:04") + " " + zone.String()
}
