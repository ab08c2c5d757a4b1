package console

import (
	"context"
	"strconv"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/quiz/schedule"
)

// runBuiltin carries out one of the console's own words.
func (c *Console) runBuiltin(ctx context.Context, word, rest string) error {
	if example, takes := examples[word]; takes && rest == "" {
		c.showNotice("console.incomplete", words.Args{"Word": ":" + word, "Example": ":" + word + " " + example})
		return nil
	}
	switch word {
	case "help", "h", "?", bot.Commands().Label(c.words(), bot.HelpPath).Name:
		c.showNotice("console.help", nil)
	case "as":
		c.switchMember(rest)
	case "next", "n":
		return c.advanceToNext(ctx)
	case "at":
		return c.advanceToTime(ctx, rest)
	case "advance":
		return c.advanceBy(ctx, rest)
	case "say":
		return c.postLiterally(ctx, rest)
	case "edit":
		return c.editMessage(ctx, rest)
	case "delete":
		return c.deleteMessage(ctx, rest)
	case "cancel", "取消", "clear", "撤回", ".":
		c.showNotice("console.no_form", nil)
	case "buttons":
		c.listButtons()
	case "time":
		c.showNotice("console.time", words.Args{"Now": c.formatTime(c.time.Now())})
	case "quit", "q", "exit":
		return errQuit
	default:
		c.showNotice("console.unknown", words.Args{"Word": ":" + word})
	}
	return nil
}

// examples are the words that mean nothing alone, with an example of what follows them.
//
//nolint:gochecknoglobals // a table that nothing changes
var examples = map[string]string{"as": "ann", "at": "17:30", "advance": "8h", "say": "A", "edit": "1 text", "delete": "1"}

// builtinWords returns the words of [Console.runBuiltin] for completion.
func builtinWords() []string {
	return []string{":advance ", ":as ", ":at ", ":buttons", ":delete ", ":edit ", ":exit", ":help", ":next", ":quit", ":say ", ":time"}
}

// postLiterally posts text that would otherwise be a command.
func (c *Console) postLiterally(ctx context.Context, text string) error {
	return c.postMessage(ctx, c.currentMember, text)
}

// switchMember changes the member who types.
func (c *Console) switchMember(name string) {
	if name == "" || len([]rune(name)) > maxName || strings.IndexFunc(name, notInName) >= 0 {
		c.showNotice("console.bad_name", words.Args{"Name": name})
		return
	}
	c.currentMember, _ = c.findMember(name)
	c.known[c.currentMember] = true
}

// advanceToNext moves the clock until something visible happens. With nothing planned the clock
// stays.
func (c *Console) advanceToNext(ctx context.Context) error {
	const most = 50 // invisible jobs on the way, such as empty digests
	began := c.time.Now()
	for range most {
		seen := c.postCount()
		at, ok, err := c.time.NextDue(ctx)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := c.time.AdvanceTo(ctx, at); err != nil {
			return err
		}
		if c.postCount() > seen {
			return nil
		}
	}
	if c.time.Now().Equal(began) {
		c.showNotice("console.nothing_planned", nil)
	} else {
		c.showNotice("console.nothing_seen", words.Args{"Now": c.formatTime(c.time.Now())})
	}
	return nil
}

// advanceToTime moves the clock to the next such time of day, or to a date and time.
func (c *Console) advanceToTime(ctx context.Context, text string) error {
	_, zone := c.Room()
	now := c.time.Now().In(zone)
	until, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		clock, wrong := schedule.ParseClock(text)
		if wrong != nil {
			c.showNotice("console.bad_time", words.Args{"Text": text})
			return nil
		}
		y, m, d := now.Date()
		until = time.Date(y, m, d, 0, int(clock), 0, 0, zone)
		if !until.After(now) {
			until = time.Date(y, m, d+1, 0, int(clock), 0, 0, zone)
		}
	}
	return c.advanceTo(ctx, until)
}

// advanceBy moves the clock by a duration: 8h, 90m or 2d.
func (c *Console) advanceBy(ctx context.Context, text string) error {
	stretch, err := time.ParseDuration(text)
	if days, found := strings.CutSuffix(text, "d"); found {
		var n int
		n, err = strconv.Atoi(days)
		stretch = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || stretch <= 0 || stretch > maxAdvance {
		c.showNotice("console.bad_stretch", words.Args{"Text": text})
		return nil
	}
	return c.advanceTo(ctx, c.time.Now().Add(stretch))
}

// maxAdvance protects against a typo that would play years.
const maxAdvance = 31 * 24 * time.Hour

func (c *Console) advanceTo(ctx context.Context, until time.Time) error {
	now := c.time.Now()
	if until.Before(now) || until.Sub(now) > maxAdvance {
		_, zone := c.Room()
		c.showNotice("console.bad_time", words.Args{"Text": until.In(zone).Format("2006-01-02 15:04")})
		return nil
	}
	if err := c.time.AdvanceTo(ctx, until); err != nil {
		return err
	}
	c.showNotice("console.time", words.Args{"Now": c.formatTime(c.time.Now())})
	return nil
}

// editMessage edits a thread message, given its number and new text.
func (c *Console) editMessage(ctx context.Context, rest string) error {
	number, text := cutFirstWord(rest)
	m, ok := c.findMessage(number)
	if !ok {
		c.showNotice("console.bad_message", words.Args{"Number": number})
		return nil
	}
	if text == "" {
		c.showNotice("console.incomplete", words.Args{"Word": ":edit " + number, "Example": ":edit " + number + " text"})
		return nil
	}
	c.lastTouched, _ = strconv.Atoi(number)
	return c.perform(ctx, m.who, bot.Edit{Thread: c.Thread, ID: m.id, Sent: m.sent, Text: text})
}

// deleteMessage deletes a thread message.
func (c *Console) deleteMessage(ctx context.Context, number string) error {
	m, ok := c.findMessage(number)
	if !ok {
		c.showNotice("console.bad_message", words.Args{"Number": number})
		return nil
	}
	c.lastTouched, _ = strconv.Atoi(number)
	return c.perform(ctx, m.who, bot.Deletion{Thread: c.Thread, ID: m.id})
}

func (c *Console) findMessage(number string) (message, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(c.threadMessages) {
		return message{}, false
	}
	return c.threadMessages[n-1], true
}
