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
	"quizbot/bot/words"
	"quizbot/quiz"
)

// Room is the id of the console's only channel.
const Room quiz.RoomID = "console/demo/interview"

// Member returns the id of the member with a name.
func Member(name string) quiz.MemberID { return quiz.MemberID("console/demo/" + name) }

// Host is the default member. The host is the room's admin.
const Host = "host"

// Time is the console's clock, which moves on request.
type Time interface {
	Now() time.Time
	// RunPending runs all jobs due now.
	RunPending(ctx context.Context) error
	// AdvanceTo moves the clock to the given time and runs each job on the way at its own time.
	AdvanceTo(ctx context.Context, until time.Time) error
	// NextDue returns the time of the next job. It reports false if nothing is planned.
	NextDue(ctx context.Context) (time.Time, bool, error)
}

// Options are the settings of a console.
type Options struct {
	// Room returns the room's words and time zone. An admin may change them.
	Room func() (words.Printer, *time.Location)
	// Notice is a sentence below the welcome, empty for none.
	Notice string
	// KnownMember reports whether an earlier run had a member of that name. It may be nil.
	KnownMember func(name string) bool
	// Thread is the message of an open question, empty without one.
	Thread string
	// Color allows escape sequences for styles. Width is the number of columns.
	Color bool
	Width int
	// Echo prints the lines as they are read. A terminal does so by itself.
	Echo bool
}

// ClockAheadWarning returns the warning about a kept file with a clock far ahead of today. It
// tells how to reset the clock.
func ClockAheadWarning(printer words.Printer, file, left, start string) string {
	return printer.Text("console.far_ahead", words.Args{"File": file, "Left": left, "Start": start})
}

// Console is a [bot.Platform] in a terminal.
type Console struct {
	Options
	input    input
	terminal *terminal // nil for other inputs
	time     Time

	handle         bot.Handler
	currentMember  string           // currentMember types
	known          map[string]bool  // members by name
	drafts         map[string]draft // unsent form fields
	threadMessages []message        // messages in the thread, by number
	lastTouched    int              // number of the last written or edited message
	runID          string           // unique for each run of the program
	lastID         int

	mu               sync.Mutex // guards the fields below, also used by the runner's posts
	page             page
	questionControls []control // controls of the last question
	revealed         bool      // whether its answer is out
	posted           map[string][]quiz.MessageRef
	postedCards      []posted             // posted cards in their current version
	notes            map[string]string    // last shown progress note of each question
	reveals          map[string]card.Card // last shown version of each reveal
}

// New returns a console that reads lines from in and prints to out.
func New(in io.Reader, out io.Writer, t Time, o Options) *Console {
	c := newConsole(out, t, o)
	c.input = &lineInput{console: c, in: in}
	return c
}

// NewInTerminal returns a console with a line editor in a terminal.
func NewInTerminal(in, out *os.File, t Time, o Options) *Console {
	c := newConsole(out, t, o)
	c.terminal = &terminal{in: in, out: out}
	c.input = c.terminal
	return c
}

func newConsole(out io.Writer, t Time, o Options) *Console {
	return &Console{
		Options: o, time: t, currentMember: Host, runID: rand.Text(), known: map[string]bool{Host: true}, drafts: map[string]draft{},
		page:   page{out: out, color: o.Color, columns: func() int { return clampWidth(o.Width) }},
		posted: map[string][]quiz.MessageRef{}, notes: map[string]string{}, reveals: map[string]card.Card{},
	}
}

// posted is a card in the channel or a thread.
type posted struct {
	key  string
	card card.Card
}

// minWidth and maxWidth are the narrowest and widest text, in columns.
const (
	minWidth = 20
	maxWidth = 100
)

// Name implements [bot.Platform].
func (c *Console) Name() string { return Room.Platform() }

// words returns the words of the room's language.
func (c *Console) words() words.Printer {
	words, _ := c.Room()
	return words
}

// errQuit ends the console on request.
var errQuit = errors.New("quit")

// Run implements [bot.Platform]. It reads entries until the input ends, a member quits or ctx
// ends.
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
		entry, err := c.input.readEntry(ctx, editor.Request{Prompt: c.currentMember + "> ", Complete: c.completer(ctx)})
		if err == nil {
			err = c.runEntry(ctx, entry)
		}
		switch {
		case ctx.Err() != nil || errors.Is(err, editor.ErrInterrupted) || errors.Is(err, errQuit):
			return nil
		case errors.Is(err, editor.ErrEnd):
			c.writeText("\n")
			return nil
		case err != nil:
			return err
		}
	}
}

// writeText prints text unchanged.
func (c *Console) writeText(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.writeText(text)
}

// welcome prints the introduction, and the open question if there is one.
func (c *Console) welcome(ctx context.Context) error {
	c.showNotice("console.welcome", nil)
	if c.Notice != "" {
		c.showSmallPrint("\n" + c.Notice)
	}
	if err := c.time.RunPending(ctx); err != nil {
		return err
	}
	if c.Thread != "" && len(c.posted) == 0 {
		return c.perform(ctx, Host, bot.Command{Path: bot.QuestionPath})
	}
	return nil
}

// runEntry carries out an entry. A pasted or multi-line entry is a message and never a command.
func (c *Console) runEntry(ctx context.Context, entry editor.Entry) error {
	in := c.translateLine(parseLine(entry.Text, c.findMember))
	if entry.Pasted || strings.Contains(entry.Text, "\n") {
		return c.runText(ctx, entry, in)
	}
	who := c.currentMember
	if in.who != "" {
		who = in.who
	}
	switch in.kind {
	case builtin:
		return c.runBuiltin(ctx, in.word, in.rest)
	case slashCommand:
		return c.perform(ctx, who, bot.ParseCommand(in.rest))
	case press:
		return c.pressButton(ctx, who, in.word, in.rest)
	case letters:
		if done, err := c.chooseLetters(ctx, who, in.rest); done || err != nil {
			return err
		}
		return c.postMessage(ctx, who, in.rest)
	case missingMark:
		c.showNotice("console.meant", words.Args{"Meant": in.rest})
		return nil
	case threadText:
		return c.postMessage(ctx, who, in.rest)
	default:
		if in.who != "" {
			c.currentMember = in.who
		}
		return nil
	}
}

// runText posts a pasted or multi-line entry in the thread. It refuses a single line that looks
// like a command, since everyone would see it.
func (c *Console) runText(ctx context.Context, entry editor.Entry, in parsedLine) error {
	text, who := strings.TrimRight(entry.Text, " \t\n"), c.currentMember
	single := !strings.Contains(text, "\n")
	switch {
	case strings.TrimSpace(text) == "":
		return nil
	case single && (in.kind == builtin || in.kind == slashCommand || in.kind == press):
		c.showNotice("console.pasted", nil)
		return nil
	case !entry.Pasted && in.kind == threadText && in.who != "":
		who, text = in.who, in.rest
	}
	return c.postMessage(ctx, who, text)
}

// findMember returns the member with a name. It reports false for a stranger.
func (c *Console) findMember(name string) (string, bool) {
	for known := range c.known {
		if strings.EqualFold(known, name) {
			return known, true
		}
	}
	if c.KnownMember != nil && c.KnownMember(name) {
		c.known[name] = true
		return name, true
	}
	return name, false
}

// perform passes a member's act to the bot, shows the answer and runs the jobs due.
func (c *Console) perform(ctx context.Context, who string, act bot.Act) error {
	_, err := c.performAndShow(ctx, who, act)
	return err
}

// performAndShow is perform, and returns the answer.
func (c *Console) performAndShow(ctx context.Context, who string, act bot.Act) (bot.Answer, error) {
	c.known[who] = true
	answer, err := c.dispatch(ctx, who, act)
	shown := c.showAnswer(ctx, who, act, answer)
	if err = errors.Join(err, shown); err != nil {
		return answer, err
	}
	return answer, c.time.RunPending(ctx)
}

// dispatch passes a member's act to the bot.
func (c *Console) dispatch(ctx context.Context, who string, act bot.Act) (bot.Answer, error) {
	return c.handle(ctx, bot.Event{
		ID:   c.newID(),
		Room: Room, At: c.time.Now(), Act: act,
		Who: quiz.Person{ID: Member(who), Name: who, Admin: who == Host},
	})
}

// newID returns an id that is unique also across runs with the same file.
func (c *Console) newID() string {
	c.lastID++
	return fmt.Sprintf("%s-%d", c.runID, c.lastID)
}

// message is a message in the thread.
type message struct {
	id, who string
	sent    time.Time
}

// postMessage posts a message in the question's thread.
func (c *Console) postMessage(ctx context.Context, who, text string) error {
	if c.Thread == "" {
		c.showNotice("console.no_thread", nil)
		return nil
	}
	m := message{c.newID(), who, c.time.Now()}
	c.threadMessages = append(c.threadMessages, m)
	c.lastTouched = len(c.threadMessages)
	if name, ok := unknownName(text, c.findMember); ok {
		c.showNotice("console.nobody", words.Args{"Name": name, "Who": who})
	}
	return c.perform(ctx, who, bot.Message{Thread: c.Thread, ID: m.id, Text: text})
}
