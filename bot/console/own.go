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
	case "help", "h", "?", c.words().CommandNamed("quiz help").Name:
		c.tell("console.help", nil)
	case "as":
		c.as(rest)
	case "next", "n":
		return c.next(ctx)
	case "at":
		return c.at(ctx, rest)
	case "advance":
		return c.advance(ctx, rest)
	case "say":
		return c.sayPlainly(ctx, rest)
	case "edit":
		return c.edit(ctx, rest)
	case "delete":
		return c.remove(ctx, rest)
	case "cancel", "clear", ".":
		c.tell("console.no_form", nil)
	case "buttons":
		c.listButtons()
	case "time":
		c.tell("console.time", bot.Args{"Now": c.when(c.time.Now())})
	case "quit", "q", "exit":
		return errQuit
	default:
		c.tell("console.unknown", bot.Args{"Word": ":" + word})
	}
	return nil
}

// ownWords are those that [Console.own] knows, as they are completed.
func ownWords() []string {
	return []string{":advance ", ":as ", ":at ", ":buttons", ":delete ", ":edit ", ":exit", ":help", ":next", ":quit", ":say ", ":time"}
}

// sayPlainly writes text into the thread that would do something else without the word in front of it.
func (c *Console) sayPlainly(ctx context.Context, text string) error {
	if text == "" {
		c.tell("console.say_what", nil)
		return nil
	}
	return c.say(ctx, c.who, text)
}

// as makes another member the one who types.
func (c *Console) as(name string) {
	if name == "" || len([]rune(name)) > maxName || strings.IndexFunc(name, notInName) >= 0 {
		c.tell("console.bad_name", bot.Args{"Name": name})
		return
	}
	c.who, _ = c.member(name)
	c.known[c.who] = true
}

// next lets time pass until something happens that somebody can see. With nothing planned no time passes.
func (c *Console) next(ctx context.Context) error {
	const most = 50 // things that may happen unseen before that, such as digests with nothing to say
	began := c.time.Now()
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
	if c.time.Now().Equal(began) {
		c.tell("console.nothing_planned", nil)
	} else {
		c.tell("console.nothing_seen", bot.Args{"Now": c.when(c.time.Now())})
	}
	return nil
}

// at lets time pass until the clock shows the given time next, or until a date and time.
func (c *Console) at(ctx context.Context, text string) error {
	_, zone := c.Room()
	now := c.time.Now().In(zone)
	until, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		clock, wrong := quiz.ParseClock(text)
		if wrong != nil {
			c.tell("console.bad_time", bot.Args{"Text": text})
			return nil
		}
		y, m, d := now.Date()
		until = time.Date(y, m, d, 0, int(clock), 0, 0, zone)
		if !until.After(now) {
			until = time.Date(y, m, d+1, 0, int(clock), 0, 0, zone)
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
		_, zone := c.Room()
		c.tell("console.bad_time", bot.Args{"Text": until.In(zone).Format("2006-01-02 15:04")})
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
	c.touched, _ = strconv.Atoi(number)
	return c.do(ctx, m.who, bot.Deletion{Thread: c.Thread, ID: m.id})
}

func (c *Console) message(number string) (message, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(c.sent) {
		return message{}, false
	}
	return c.sent[n-1], true
}
