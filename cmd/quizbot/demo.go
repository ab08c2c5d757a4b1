package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/console"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/runner"
	"quizbot/store"

	"golang.org/x/term"
)

// demoCmd is the whole loop in a terminal.
type demoCmd struct {
	Bank     string `help:"A bank of your own: a file, a folder or a pattern. Without, the starter bank." placeholder:"PATH"`
	Data     string `help:"Keep what happens in this file, and go on with it the next time. Without, nothing is kept." placeholder:"FILE"`
	Language string `help:"en or zh-CN. Without, the terminal's."`
	Start    string `help:"The moment to start at, like \"2026-01-05 09:30\". Without, half past nine of the next working day." placeholder:"TIME"`
}

// Help is shown by demo --help.
func (demoCmd) Help() string {
	return `Plays the quiz in this terminal, with time that passes when you say so.

Example:
  quizbot demo --bank questions/ --data demo.db`
}

// run plays the demo until its input ends.
func (d *demoCmd) run(ctx context.Context, s streams) error {
	lang, err := demoLanguage(d.Language, os.Getenv)
	if err != nil {
		return err
	}
	bank, err := d.bank(lang, s.stderr)
	if err != nil {
		return err
	}
	kept, err := d.store()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	return d.play(ctx, s, lang, bank, kept)
}

// keeper is a store that is to be closed.
type keeper interface {
	quiz.Store
	io.Closer
}

func (d *demoCmd) store() (keeper, error) {
	if d.Data == "" {
		return store.Memory(), nil
	}
	return store.Open(d.Data)
}

// bank is the one that is named, with what could not be understood of it said, or the starter bank.
func (d *demoCmd) bank(lang string, stderr io.Writer) (quiz.Bank, error) {
	if d.Bank == "" {
		return questions.NewLibrary(questions.Starter(lang)), nil
	}
	bank, err := loadBank(d.Bank, "", stderr)
	if err != nil {
		return nil, err
	}
	if len(bank.Questions) == 0 {
		return nil, fmt.Errorf("%s holds no questions, so there is nothing to play: quizbot bank lint %s says what it holds", d.Bank, d.Bank)
	}
	return questions.NewLibrary(bank), nil
}

// play wires the demo: the same service, runner and conversation as serve, on a clock of its own.
func (d *demoCmd) play(ctx context.Context, s streams, lang string, bank quiz.Bank, kept quiz.Store) error {
	plan := demoPlan(lang)
	service := quiz.NewService(kept, bank, grading.Certain{}, quiz.Options{Defaults: plan})
	start, err := d.begin(ctx, service)
	if err != nil {
		return err
	}
	if err := demoRoom(ctx, service, start.now.Add(-time.Minute), plan.Language, start.back); err != nil {
		return err
	}
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		return err
	}
	clock := &demoTime{now: start.now, service: service}
	room := demoWords(ctx, service, catalogue)
	words, _ := room()
	out := demoConsole(s, clock, console.Options{
		Room: room, Notice: d.notice(start, words), Knows: demoKnows(ctx, service), Thread: start.thread,
	})
	talk := bot.New(service, catalogue, out)
	clock.runner = runner.New(service, talk, runner.TimeFunc(clock.Now), quietLog())
	clock.refresh = talk.Refresh
	return out.Run(ctx, talk.Handle)
}

// demoRoom sets the room up, as an admin would, or has the room of a kept file speak the language.
func demoRoom(ctx context.Context, service *quiz.Service, now time.Time, language string, setBack bool) error {
	admin := demoAdmin()
	room, _, err := service.SetUp(ctx, now, console.Room, admin, "")
	if err != nil || room.Plan.Language == language && !setBack {
		return err
	}
	return service.SetPlan(ctx, now, console.Room, admin, "language", language)
}

// demoPlan asks every day of the week, so that whoever tries it need not wait for a Monday, and questions
// without an answer too, so that a bank can be tried as it is.
func demoPlan(lang string) quiz.Plan {
	plan := quiz.DefaultPlan()
	plan.Days = 1<<7 - 1
	plan.Unanswered = true
	plan.Language = lang
	return plan
}

// farAhead is how far a file's clock may be ahead of a moment that is asked for and still be one that somebody came to by
// playing.
const farAhead = 400 * 24 * time.Hour

// beginning is where a demo starts.
type beginning struct {
	now    time.Time
	thread string // the message of a question that is open, empty where none is
	// ahead is where the clock of a kept file stands that is far ahead of today, and back says that it is set back.
	ahead time.Time
	back  bool
}

// begin finds out where to start: at the moment that is asked for, where the kept file's room was left, or on a morning.
func (d *demoCmd) begin(ctx context.Context, service *quiz.Service) (b beginning, err error) {
	if b.now, err = demoStart(d.Start, time.Now()); err != nil {
		return b, err
	}
	left, err := service.LastMoment(ctx, console.Room)
	if err != nil {
		return b, err
	}
	far := left.Sub(b.now) > farAhead
	switch {
	case left.IsZero():
	case d.Start == "":
		b.now = left
		if far {
			b.ahead = left
		}
	case far:
		b.back = true
	case b.now.Before(left):
		return b, misuseError{fmt.Errorf("--start %q is before %s UTC, where %s was left: leave --start out to go on there, or name another file",
			d.Start, left.UTC().Format(startFormat), d.Data)}
	}
	round, err := service.Current(ctx, console.Room)
	if _, refused := quiz.Refused(err); err != nil && !refused {
		return b, err
	}
	if err == nil && len(round.Places) > 0 {
		b.thread = round.Places[0].Message
	}
	return b, nil
}

// notice says that the clock is far ahead and how it is set back, nothing where it isn't.
func (d *demoCmd) notice(b beginning, words bot.Words) string {
	if b.ahead.IsZero() {
		return ""
	}
	morning, _ := demoStart("", time.Now()) // without a text there is nothing to misread
	return console.FarAhead(words, d.Data, b.ahead.UTC().Format(startFormat), morning.Format(startFormat))
}

// demoAdmin is whoever types first, who runs the room.
func demoAdmin() quiz.Person {
	return quiz.Person{ID: console.Member(console.Host), Name: console.Host, Admin: true}
}

// demoKnows returns whether a kept file knows somebody by name.
func demoKnows(ctx context.Context, service *quiz.Service) func(string) bool {
	return func(name string) bool {
		_, known, err := service.MyData(ctx, quiz.Person{ID: console.Member(name), Name: name})
		return known && err == nil
	}
}

// demoWords returns the room's words and time zone as its plan is now.
func demoWords(ctx context.Context, service *quiz.Service, catalogue *bot.Catalogue) func() (bot.Words, *time.Location) {
	return func() (bot.Words, *time.Location) {
		plan := service.Defaults()
		if room, err := service.Room(ctx, console.Room); err == nil {
			plan = room.Plan
		}
		zone, err := time.LoadLocation(plan.TimeZone)
		if err != nil {
			zone = time.UTC
		}
		return catalogue.In(plan.Language, plan.TimeZone), zone
	}
}

// startFormat is how a moment is written.
const startFormat = "2006-01-02 15:04"

// demoStart reads a moment in UTC, the demo's zone; without one it is half past nine today.
func demoStart(text string, today time.Time) (time.Time, error) {
	if text == "" {
		y, m, d := today.Date()
		return time.Date(y, m, d, 9, 30, 0, 0, time.UTC), nil
	}
	at, err := time.Parse(startFormat, text)
	if err != nil {
		return at, misuseError{fmt.Errorf("--start %q is no moment: write it like \"2026-01-05 09:30\"", text)}
	}
	return at, nil
}

// demoLanguage is the one asked for, or the terminal's.
func demoLanguage(asked string, getenv func(string) string) (string, error) {
	if asked != "" {
		for _, lang := range bot.Languages() {
			if strings.EqualFold(asked, lang) {
				return lang, nil
			}
		}
		return "", misuseError{fmt.Errorf("--language %s is not known: it is one of %s", asked, strings.Join(bot.Languages(), ", "))}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(value, "zh") {
				return "zh-CN", nil
			}
			return "en", nil
		}
	}
	return "en", nil
}

// demoConsole is a console with a line editor in a terminal, and plain text that shows what was typed for anything else.
func demoConsole(s streams, clock console.Time, o console.Options) *console.Console {
	in, reads := terminalFile(s.stdin)
	out, writes := terminalFile(s.stdout)
	o.Width = 80
	o.Color = writes && os.Getenv("NO_COLOR") == ""
	if reads && writes && os.Getenv("TERM") != "dumb" {
		return console.NewInTerminal(in, out, clock, o)
	}
	o.Echo = !reads
	if writes {
		if width, _, err := term.GetSize(int(out.Fd())); err == nil && width > 0 {
			o.Width = width
		}
	}
	return console.New(s.stdin, s.stdout, clock, o)
}

// terminalFile is a stream as a file; it reports whether it is a terminal.
func terminalFile(stream any) (*os.File, bool) {
	f, ok := stream.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}
