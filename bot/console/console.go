package console

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
)

// Room is the console's one channel.
const Room quiz.RoomID = "console/demo/interview"

// Member is the id of who goes by a name here.
func Member(name string) quiz.MemberID { return quiz.MemberID("console/demo/" + name) }

// Host is the member who types unless another is named, and who runs the room.
const Host = "host"

// Time lets time pass, and whatever falls due with it.
type Time interface {
	Now() time.Time
	// Settle carries out what is due now.
	Settle(ctx context.Context) error
	// Pass carries out what falls due until the given time, each thing at its own.
	Pass(ctx context.Context, until time.Time) error
	// Upcoming is when something falls due next; it reports false where nothing is planned.
	Upcoming(ctx context.Context) (time.Time, bool, error)
}

// Options are how a console looks and where it starts.
type Options struct {
	Words bot.Words
	// Zone is the room's time zone.
	Zone *time.Location
	// Thread is the message of a question that is already open, empty where none is.
	Thread string
	// Color allows escape sequences for looks; Width is how many columns there are.
	Color bool
	Width int
	// Echo shows the lines that are read, which a terminal does by itself.
	Echo bool
}

// Console is a [bot.Platform] in a terminal.
type Console struct {
	Options
	in   io.Reader
	time Time

	handle  bot.Handler
	who     string           // who types
	back    string           // who typed before a form was opened for another
	forms   map[string]*form // open forms, by who fills them in
	sent    []message        // the messages in the thread, in the order of their numbers
	touched int              // the number of the message that was written or edited last
	run     string           // tells this run of the program from others
	deeds   int

	mu     sync.Mutex // of what posts touch, which come from the Runner
	page   page
	posted map[string][]quiz.Place
	notes  map[string]string // the progress last shown of each question
}

// New returns a console that reads what people type from in and shows what they see on out.
func New(in io.Reader, out io.Writer, t Time, o Options) *Console {
	return &Console{
		Options: o, in: in, time: t, who: Host, run: rand.Text(), forms: map[string]*form{},
		page:   page{out: out, color: o.Color, width: max(o.Width, minWidth)},
		posted: map[string][]quiz.Place{}, notes: map[string]string{},
	}
}

// minWidth keeps words readable in the narrowest window.
const minWidth = 20

// Name implements [bot.Platform].
func (c *Console) Name() string { return Room.Platform() }

// errQuit ends the console at somebody's word.
var errQuit = errors.New("quit")

// Run implements [bot.Platform]: it reads lines until there are no more, somebody quits or ctx ends.
func (c *Console) Run(ctx context.Context, handle bot.Handler) error {
	c.handle = handle
	if err := c.welcome(ctx); err != nil {
		return err
	}
	lines := c.lines(ctx)
	for {
		c.prompt()
		select {
		case <-ctx.Done():
			return nil
		case line, more := <-lines:
			if !more {
				c.page.write("\n")
				return nil
			}
			if c.Echo {
				c.page.write(line + "\n")
			}
			switch err := c.take(ctx, line); {
			case errors.Is(err, errQuit):
				return nil
			case err != nil:
				return err
			}
		}
	}
}

// lines reads the input in the background, so that the end of ctx need not wait for a line.
func (c *Console) lines(ctx context.Context) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		r := bufio.NewReader(c.in)
		for {
			line, err := r.ReadString('\n')
			if line == "" && err != nil {
				return
			}
			select {
			case lines <- strings.TrimRight(line, "\r\n"):
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// welcome says what this is and what can be typed, and shows the question that is open.
func (c *Console) welcome(ctx context.Context) error {
	c.tell("console.welcome", nil)
	if err := c.time.Settle(ctx); err != nil {
		return err
	}
	if c.Thread != "" && len(c.posted) == 0 {
		return c.do(ctx, Host, bot.Command{Path: "question"})
	}
	return nil
}

// take does what a line says.
func (c *Console) take(ctx context.Context, line string) error {
	if f := c.forms[c.who]; f != nil {
		if word, rest, ok := ownInForm(line); ok {
			return c.own(ctx, word, rest)
		}
		return c.fill(ctx, f, line)
	}
	in := read(line)
	who := c.who
	if in.who != "" {
		who = in.who
	}
	switch in.kind {
	case own:
		return c.own(ctx, in.word, in.rest)
	case command:
		return c.do(ctx, who, bot.ParseCommand(in.rest))
	case press:
		return c.press(ctx, who, in.word, in.rest)
	case say:
		return c.say(ctx, who, in.rest)
	default:
		if in.who != "" {
			c.who = in.who
		}
		return nil
	}
}

// do hands an act of somebody to the bot, shows the answer, and lets what falls due happen.
func (c *Console) do(ctx context.Context, who string, act bot.Act) error {
	now := c.time.Now()
	answer, err := c.handle(ctx, bot.Event{
		ID:   c.newID(),
		Room: Room, At: now, Act: act,
		Who: quiz.Person{ID: Member(who), Name: who, Admin: who == Host},
	})
	c.show(who, act, answer)
	if err != nil {
		return err
	}
	return c.time.Settle(ctx)
}

// newID is an id that nothing had before, in this run of the program or another over the same file.
func (c *Console) newID() string {
	c.deeds++
	return fmt.Sprintf("%s-%d", c.run, c.deeds)
}

// press presses a button, or chooses options of a select.
func (c *Console) press(ctx context.Context, who, number, letters string) error {
	control, ok := c.page.control(number)
	if !ok {
		c.tell("console.no_button", bot.Args{"Number": number})
		return nil
	}
	values, ok := control.choose(letters)
	switch {
	case !ok && len(control.options) == 0:
		c.tell("console.no_letters", bot.Args{"Number": number})
		return nil
	case !ok:
		c.tell("console.choose", bot.Args{"Number": number})
		return nil
	}
	return c.do(ctx, who, bot.Press{ID: control.id, Values: values})
}

// message is one in the thread.
type message struct {
	id, who string
	sent    time.Time
}

// say writes a message into the question's thread.
func (c *Console) say(ctx context.Context, who, text string) error {
	if c.Thread == "" {
		c.tell("console.no_thread", nil)
		return nil
	}
	now := c.time.Now()
	m := message{c.newID(), who, now}
	c.sent = append(c.sent, m)
	c.touched = len(c.sent)
	return c.do(ctx, who, bot.Message{Thread: c.Thread, ID: m.id, Text: text})
}
