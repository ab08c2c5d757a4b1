package console

import (
	"context"
	"strconv"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
)

// own carries out one of the console's own words.
func (c *Console) own(ctx context.Context, word, rest string) error {
	switch word {
	case "help", "h", "?":
		c.tell("console.help", nil)
	case "as":
		c.as(rest)
	case "next", "n":
		return c.next(ctx)
	case "at":
		return c.at(ctx, rest)
	case "advance":
		return c.advance(ctx, rest)
	case "edit":
		return c.edit(ctx, rest)
	case "delete":
		return c.remove(ctx, rest)
	case "cancel":
		if c.forms[c.who] == nil {
			c.tell("console.no_form", nil)
			return nil
		}
		c.cancel()
	case "clear":
		return c.clear(ctx)
	case "time":
		c.tell("console.time", bot.Args{"Now": c.when(c.time.Now())})
	case "quit", "q", "exit":
		return errQuit
	default:
		c.tell("console.unknown", bot.Args{"Word": ":" + word})
	}
	return nil
}

// as makes another member the one who types.
func (c *Console) as(name string) {
	if name == "" || len([]rune(name)) > maxName || strings.IndexFunc(name, notInName) >= 0 {
		c.tell("console.bad_name", bot.Args{"Name": name})
		return
	}
	c.who, c.back = name, ""
}

// next lets time pass until something happens that somebody can see.
func (c *Console) next(ctx context.Context) error {
	const most = 50 // things that may happen unseen before that, such as digests with nothing to say
	for range most {
		seen := c.posts()
		at, ok, err := c.time.Upcoming(ctx)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := c.time.Pass(ctx, at); err != nil {
			return err
		}
		if c.posts() > seen {
			return nil
		}
	}
	c.tell("console.nothing_planned", nil)
	return nil
}

// at lets time pass until the clock shows the given time next, or until a date and time.
func (c *Console) at(ctx context.Context, text string) error {
	now := c.time.Now().In(c.Zone)
	until, err := time.ParseInLocation("2006-01-02 15:04", text, c.Zone)
	if err != nil {
		clock, wrong := quiz.ParseClock(text)
		if wrong != nil {
			c.tell("console.bad_time", bot.Args{"Text": text})
			return nil
		}
		y, m, d := now.Date()
		until = time.Date(y, m, d, 0, int(clock), 0, 0, c.Zone)
		if !until.After(now) {
			until = time.Date(y, m, d+1, 0, int(clock), 0, 0, c.Zone)
		}
	}
	return c.pass(ctx, until)
}

// advance lets a stretch of time pass: 8h, 90m or 2d.
func (c *Console) advance(ctx context.Context, text string) error {
	stretch, err := time.ParseDuration(text)
	if days, found := strings.CutSuffix(text, "d"); found {
		var n int
		n, err = strconv.Atoi(days)
		stretch = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || stretch <= 0 || stretch > maxAdvance {
		c.tell("console.bad_stretch", bot.Args{"Text": text})
		return nil
	}
	return c.pass(ctx, c.time.Now().Add(stretch))
}

// maxAdvance keeps a slip of the finger from playing years.
const maxAdvance = 31 * 24 * time.Hour

func (c *Console) pass(ctx context.Context, until time.Time) error {
	now := c.time.Now()
	if until.Before(now) || until.Sub(now) > maxAdvance {
		c.tell("console.bad_time", bot.Args{"Text": until.In(c.Zone).Format("2006-01-02 15:04")})
		return nil
	}
	if err := c.time.Pass(ctx, until); err != nil {
		return err
	}
	c.tell("console.time", bot.Args{"Now": c.when(c.time.Now())})
	return nil
}

// edit changes a message in the thread: its number, then its new text.
func (c *Console) edit(ctx context.Context, rest string) error {
	number, text := cutWord(rest)
	m, ok := c.message(number)
	if !ok || text == "" {
		c.tell("console.bad_message", bot.Args{"Number": number})
		return nil
	}
	c.touched, _ = strconv.Atoi(number)
	return c.do(ctx, m.who, bot.Edit{Thread: c.Thread, ID: m.id, Sent: m.sent, Text: text})
}

// remove deletes a message in the thread.
func (c *Console) remove(ctx context.Context, number string) error {
	m, ok := c.message(number)
	if !ok {
		c.tell("console.bad_message", bot.Args{"Number": number})
		return nil
	}
	return c.do(ctx, m.who, bot.Deletion{Thread: c.Thread, ID: m.id})
}

func (c *Console) message(number string) (message, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(c.sent) {
		return message{}, false
	}
	return c.sent[n-1], true
}

// when tells a moment with the day of the week.
func (c *Console) when(at time.Time) string {
	at = at.In(c.Zone)
	day := strings.ToLower(at.Weekday().String()[:3])
	return c.Words.Text("weekday."+day, nil) + " " + at.Format("2006-01-02 15:04")
}
