package console

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/console/editor"
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
	// Room returns the room's words and time zone, which an admin may change.
	Room func() (bot.Words, *time.Location)
	// Notice is a sentence that stands below the welcome, empty where there is none.
	Notice string
	// Knows reports whether somebody of that name did something in an earlier run. It may be nil.
	Knows func(name string) bool
	// Thread is the message of a question that is already open, empty where none is.
	Thread string
	// Color allows escape sequences for looks; Width is how many columns there are.
	Color bool
	Width int
	// Echo shows the lines that are read, which a terminal does by itself.
	Echo bool
}

// FarAhead says that a kept file's clock was left far ahead of today, and which start sets it back.
func FarAhead(words bot.Words, file, left, start string) string {
	return words.Text("console.far_ahead", bot.Args{"File": file, "Left": left, "Start": start})
}

// Console is a [bot.Platform] in a terminal.
type Console struct {
	Options
	input    input
	terminal *terminal // nil where lines come from elsewhere
	time     Time

	handle  bot.Handler
	who     string           // who types
	known   map[string]bool  // the members who did something, by name
	drafts  map[string]draft // what was typed into fields of forms and not sent
	sent    []message        // the messages in the thread, in the order of their numbers
	touched int              // the number of the message that was written or edited last
	run     string           // tells this run of the program from others
	deeds   int

	mu       sync.Mutex // of what posts touch, which come from the Runner
	page     page
	question []control // the controls of the question asked last
	revealed bool      // whether its answer is out
	posted   map[string][]quiz.Place
	cards    []posted             // what was posted, as it is by now
	notes    map[string]string    // the progress last shown of each question
	reveals  map[string]card.Card // each reveal as it was shown last
}

// New returns a console that reads lines from in and shows what people see on out.
func New(in io.Reader, out io.Writer, t Time, o Options) *Console {
	c := newConsole(out, t, o)
	c.input = &lineInput{console: c, in: in}
	return c
}

// NewInTerminal returns a console in which people type into a terminal, with a line editor.
func NewInTerminal(in, out *os.File, t Time, o Options) *Console {
	c := newConsole(out, t, o)
	c.terminal = &terminal{in: in, out: out}
	c.input = c.terminal
	return c
}

func newConsole(out io.Writer, t Time, o Options) *Console {
	return &Console{
		Options: o, time: t, who: Host, run: rand.Text(), known: map[string]bool{Host: true}, drafts: map[string]draft{},
		page:   page{out: out, color: o.Color, columns: func() int { return widthWithin(o.Width) }},
		posted: map[string][]quiz.Place{}, notes: map[string]string{}, reveals: map[string]card.Card{},
	}
}

// posted is a card in the channel or a thread.
type posted struct {
	key  string
	card card.Card
}

// minWidth keeps words readable in the narrowest window, maxWidth in the widest.
const (
	minWidth = 20
	maxWidth = 100
)

// Name implements [bot.Platform].
func (c *Console) Name() string { return Room.Platform() }

// words are those of the room's language.
func (c *Console) words() bot.Words {
	words, _ := c.Room()
	return words
}

// errQuit ends the console at somebody's word.
var errQuit = errors.New("quit")

// Run implements [bot.Platform]: it reads what people type until there is no more, somebody quits or ctx ends.
func (c *Console) Run(ctx context.Context, handle bot.Handler) error {
	c.handle = handle
	if c.terminal != nil {
		c.terminal.open(ctx, c)
		defer c.terminal.close()
	}
	if err := c.welcome(ctx); err != nil {
		return err
	}
	for {
		entry, err := c.input.read(ctx, editor.Request{Prompt: c.who + "> ", Complete: c.completer(ctx)})
		if err == nil {
			err = c.take(ctx, entry)
		}
		switch {
		case ctx.Err() != nil || errors.Is(err, editor.ErrInterrupted) || errors.Is(err, errQuit):
			return nil
		case errors.Is(err, editor.ErrEnd):
			c.write("\n")
			return nil
		case err != nil:
			return err
		}
	}
}

// write shows text as it is.
func (c *Console) write(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.write(text)
}

// welcome says what this is and what can be typed, and shows the question that is open.
func (c *Console) welcome(ctx context.Context) error {
	c.tell("console.welcome", nil)
	if c.Notice != "" {
		c.note("\n" + c.Notice)
	}
	if err := c.time.Settle(ctx); err != nil {
		return err
	}
	if c.Thread != "" && len(c.posted) == 0 {
		return c.do(ctx, Host, bot.Command{Path: "question"})
	}
	return nil
}

// take does what was typed. What was pasted, or has several lines, is a message and never a command.
func (c *Console) take(ctx context.Context, entry editor.Entry) error {
	in := c.translated(read(entry.Text, c.member))
	if entry.Pasted || strings.Contains(entry.Text, "\n") {
		return c.takeText(ctx, entry, in)
	}
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
	case letters:
		if done, err := c.chooseLetters(ctx, who, in.rest); done || err != nil {
			return err
		}
		return c.say(ctx, who, in.rest)
	case meant:
		c.tell("console.meant", bot.Args{"Meant": in.rest})
		return nil
	case say:
		return c.say(ctx, who, in.rest)
	default:
		if in.who != "" {
			c.who = in.who
		}
		return nil
	}
}

// takeText writes pasted text, or text of several lines, into the thread. A single line that looks like a command is
// refused instead: it was probably not meant for everybody.
func (c *Console) takeText(ctx context.Context, entry editor.Entry, in intent) error {
	text, who := strings.TrimRight(entry.Text, " \t\n"), c.who
	single := !strings.Contains(text, "\n")
	switch {
	case strings.TrimSpace(text) == "":
		return nil
	case single && (in.kind == own || in.kind == command || in.kind == press):
		c.tell("console.pasted", nil)
		return nil
	case !entry.Pasted && in.kind == say && in.who != "":
		who, text = in.who, in.rest
	}
	return c.say(ctx, who, text)
}

// member is the member whom a name in front of a line means; it reports false where nobody is called that.
func (c *Console) member(name string) (string, bool) {
	for known := range c.known {
		if strings.EqualFold(known, name) {
			return known, true
		}
	}
	if c.Knows != nil && c.Knows(name) {
		c.known[name] = true
		return name, true
	}
	return name, false
}

// do hands an act of somebody to the bot, shows the answer, and lets what falls due happen.
func (c *Console) do(ctx context.Context, who string, act bot.Act) error {
	_, err := c.act(ctx, who, act)
	return err
}

// act is do, and returns the answer.
func (c *Console) act(ctx context.Context, who string, act bot.Act) (bot.Answer, error) {
	c.known[who] = true
	answer, err := c.send(ctx, who, act)
	shown := c.show(ctx, who, act, answer)
	if err = errors.Join(err, shown); err != nil {
		return answer, err
	}
	return answer, c.time.Settle(ctx)
}

// send hands an act of somebody to the bot.
func (c *Console) send(ctx context.Context, who string, act bot.Act) (bot.Answer, error) {
	return c.handle(ctx, bot.Event{
		ID:   c.newID(),
		Room: Room, At: c.time.Now(), Act: act,
		Who: quiz.Person{ID: Member(who), Name: who, Admin: who == Host},
	})
}

// newID is an id that nothing had before, in this run of the program or another over the same file.
func (c *Console) newID() string {
	c.deeds++
	return fmt.Sprintf("%s-%d", c.run, c.deeds)
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
	m := message{c.newID(), who, c.time.Now()}
	c.sent = append(c.sent, m)
	c.touched = len(c.sent)
	if name, ok := cutUnknown(text, c.member); ok {
		c.tell("console.nobody", bot.Args{"Name": name, "Who": who})
	}
	return c.do(ctx, who, bot.Message{Thread: c.Thread, ID: m.id, Text: text})
}
