package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"quizbot/bot/console"
	"quizbot/bot/words"
	"quizbot/internal/app"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
	"quizbot/store/memory"

	"golang.org/x/term"
)

// demoCmd plays the whole loop in a terminal.
type demoCmd struct {
	Bank     string `help:"A bank of your own: a file, a folder or a pattern. Without, the starter bank." placeholder:"PATH"`
	Data     string `help:"Keep what happens in this file, and go on with it the next time. Without, nothing is kept." placeholder:"FILE"`
	Language string `help:"en or zh-CN. Without, the terminal's."`
	Start    string `help:"The moment to start at, like \"2026-01-05 09:30\". Without, half past nine today." placeholder:"TIME"`
}

// Help is shown by demo --help.
func (demoCmd) Help() string {
	return `Plays the quiz in this terminal, with time that passes when you say so.

Example:
  quizbot demo --bank questions/ --data demo.db`
}

// run plays the demo until its input ends.
func (d *demoCmd) run(ctx context.Context, s streams) (err error) {
	lang, err := demoLanguage(d.Language, os.Getenv)
	if err != nil {
		return err
	}
	bank, err := d.loadBank(lang, s.stderr)
	if err != nil {
		return err
	}
	db, err := d.openStore()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return d.play(ctx, s, lang, bank, db)
}

// closableStore is a store that the demo has to close.
type closableStore interface {
	quiz.Store
	io.Closer
}

func (d *demoCmd) openStore() (closableStore, error) {
	if d.Data == "" {
		return memory.New(), nil
	}
	return bolt.Open(d.Data)
}

// loadBank reads the named bank and prints its problems, or returns the starter bank.
func (d *demoCmd) loadBank(lang string, stderr io.Writer) (quiz.Bank, error) {
	if d.Bank == "" {
		return questions.NewLibrary(questions.Starter(lang)), nil
	}
	bank, err := loadAndReport(d.Bank, "", stderr)
	if err != nil {
		return nil, err
	}
	if len(bank.Questions) == 0 {
		return nil, fmt.Errorf("%s holds no questions, so there is nothing to play: quizbot bank lint %s says what it holds", d.Bank, d.Bank)
	}
	return questions.NewLibrary(bank), nil
}

// play runs the service, runner and conversation of serve, on a simulated time.
func (d *demoCmd) play(ctx context.Context, s streams, lang string, bank quiz.Bank, db quiz.Store) error {
	plan := demoPlan(lang)
	simulation := app.NewSimulation(time.Time{})
	a, err := app.New(app.Config{
		Store: db, Bank: bank, Options: service.Options{Defaults: plan},
		Log: slog.New(slog.DiscardHandler), Simulation: simulation, // errors are shown, not logged
	})
	if err != nil {
		return err
	}
	start, err := d.findStart(ctx, a.Service)
	if err != nil {
		return err
	}
	simulation.SetStart(start.now)
	if start.rewound {
		if _, err := a.AcceptClock(ctx); err != nil {
			return err
		}
	}
	if err := setUpDemoRoom(ctx, a.Service.Administration, start.now.Add(-time.Minute), plan.Language, start.rewound); err != nil {
		return err
	}
	room := demoWords(ctx, a)
	words, _ := room()
	a.Connect(newDemoConsole(s, demoTime{simulation, a.Service.Administration}, console.Options{
		Room: room, Notice: d.clockNotice(start, words), KnownMember: knownMembers(ctx, a.Service.Membership), Thread: start.thread,
	}))
	return a.Run(ctx)
}

// setUpDemoRoom sets the room up as an admin would. The room of a kept file gets the language.
func setUpDemoRoom(ctx context.Context, admins *service.Administration, now time.Time, language string, rewound bool) error {
	admin := demoAdmin()
	room, _, err := admins.SetUpRoom(ctx, now, console.Room, admin, "")
	if err != nil || room.Plan.Language == language && !rewound {
		return err
	}
	return admins.SetPlan(ctx, now, console.Room, admin, plan.SettingOf(plan.LanguageTag).Name, language)
}

// demoPlan returns a plan for trying a bank as it is: it asks on every day of the week, and also
// asks questions without an answer.
func demoPlan(lang string) plan.Plan {
	plan := plan.Default()
	plan.Days = 1<<7 - 1
	plan.Unanswered = true
	plan.Language = lang
	return plan
}

// maxPlayedAhead is the greatest lead over the requested start that a file's clock can have from
// playing. A clock further ahead was set wrongly.
const maxPlayedAhead = 400 * 24 * time.Hour

// demoStart is the state in which a demo starts.
type demoStart struct {
	now    time.Time
	thread string // the message of the open question, empty if none is open
	// ahead is the clock of a kept file that is far ahead of today, and is left there. rewound
	// reports that such a clock is set back.
	ahead   time.Time
	rewound bool
}

// findStart returns the state to start in: at the requested time, where the kept file's room was
// left, or on a morning.
func (d *demoCmd) findStart(ctx context.Context, service *service.Service) (b demoStart, err error) {
	if b.now, err = parseStart(d.Start, time.Now()); err != nil {
		return b, err
	}
	left, err := service.LastMoment(ctx, console.Room)
	if err != nil {
		return b, err
	}
	newest, err := service.NewestMoment(ctx)
	if err != nil {
		return b, err
	}
	if newest.After(left) {
		left = newest
	}
	far := left.Sub(b.now) > maxPlayedAhead
	switch {
	case left.IsZero():
	case d.Start == "":
		b.now = left
		if far {
			b.ahead = left
		}
	case far:
		b.rewound = true
	case b.now.Before(left):
		return b, usageError{fmt.Errorf("--start %q is before %s UTC, where %s was left: leave --start out to go on there, or name another file",
			d.Start, left.UTC().Format(startFormat), d.Data)}
	}
	round, err := service.OpenRound(ctx, console.Room)
	if _, refused := reason.AsRefusal(err); err != nil && !refused {
		return b, err
	}
	if err == nil && len(round.QuestionMessages) > 0 {
		b.thread = round.QuestionMessages[0].Message
	}
	return b, nil
}

// clockNotice returns a notice that the clock is far ahead and how to set it back, empty if it is
// not.
func (d *demoCmd) clockNotice(b demoStart, words words.Printer) string {
	if b.ahead.IsZero() {
		return ""
	}
	morning, _ := parseStart("", time.Now()) // without a text there is nothing to misread
	return console.ClockAheadWarning(words, d.Data, b.ahead.UTC().Format(startFormat), morning.Format(startFormat))
}

// demoAdmin returns the member that runs the room, the host.
func demoAdmin() quiz.Person {
	return quiz.Person{ID: console.Member(console.Host), Name: console.Host, Admin: true}
}

// knownMembers returns a function that reports whether a kept file has a member of a name.
func knownMembers(ctx context.Context, members *service.Membership) func(string) bool {
	return func(name string) bool {
		_, known, err := members.ExportData(ctx, quiz.Person{ID: console.Member(name), Name: name})
		return known && err == nil
	}
}

// demoWords returns a function for the words and the time zone of the room's current plan.
func demoWords(ctx context.Context, a *app.App) func() (words.Printer, *time.Location) {
	return func() (words.Printer, *time.Location) {
		plan := a.Service.Defaults()
		if room, err := a.Service.Room(ctx, console.Room); err == nil {
			plan = room.Plan
		}
		zone, err := time.LoadLocation(plan.TimeZone)
		if err != nil {
			zone = time.UTC
		}
		return a.Catalogue.In(plan.Language, plan.TimeZone), zone
	}
}

// startFormat is the format of --start.
const startFormat = "2006-01-02 15:04"

// parseStart reads a time in UTC, the demo's zone. An empty text is half past nine today.
func parseStart(text string, today time.Time) (time.Time, error) {
	if text == "" {
		y, m, d := today.Date()
		return time.Date(y, m, d, 9, 30, 0, 0, time.UTC), nil
	}
	at, err := time.Parse(startFormat, text)
	if err != nil {
		return at, usageError{fmt.Errorf("--start %q is no moment: write it like \"2026-01-05 09:30\"", text)}
	}
	return at, nil
}

// demoLanguage returns the requested language, or the terminal's.
func demoLanguage(requested string, getenv func(string) string) (string, error) {
	if requested != "" {
		for _, lang := range words.Languages() {
			if strings.EqualFold(requested, lang) {
				return lang, nil
			}
		}
		return "", usageError{fmt.Errorf("--language %s is not known: it is one of %s", requested, strings.Join(words.Languages(), ", "))}
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

// newDemoConsole returns a console with a line editor in a terminal. Anywhere else, the console is
// plain text with an echo of the input.
func newDemoConsole(s streams, clock console.Time, o console.Options) *console.Console {
	in, inIsTerminal := terminalFile(s.stdin)
	out, outIsTerminal := terminalFile(s.stdout)
	o.Width = 80
	o.Color = outIsTerminal && os.Getenv("NO_COLOR") == ""
	if inIsTerminal && outIsTerminal && os.Getenv("TERM") != "dumb" {
		return console.NewInTerminal(in, out, clock, o)
	}
	o.Echo = !inIsTerminal
	if outIsTerminal {
		if width, _, err := term.GetSize(int(out.Fd())); err == nil && width > 0 {
			o.Width = width
		}
	}
	return console.New(s.stdin, s.stdout, clock, o)
}

// terminalFile returns a stream as a file, and reports whether it is a terminal.
func terminalFile(stream any) (*os.File, bool) {
	f, ok := stream.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

// demoTime is the simulated time of a demo. It implements [console.Time].
type demoTime struct {
	*app.Simulation
	admins *service.Administration
}

// NextDue implements [console.Time]. The runner also looks at a room without anything planned,
// because a plan may change. That is nothing to wait for, and neither is a room without a quiz.
func (d demoTime) NextDue(ctx context.Context) (time.Time, bool, error) {
	status, err := d.admins.RoomStatus(ctx, d.Now(), console.Room, demoAdmin())
	if refusal, refused := reason.AsRefusal(err); refused && refusal.Code == reason.NoRoom {
		return time.Time{}, false, nil // the quiz was ended
	}
	if err != nil {
		return time.Time{}, false, err
	}
	if status.Job == nil && status.Open == nil && !status.Room.AskNow && status.NextAsk.IsZero() && status.NextDigest.IsZero() {
		return time.Time{}, false, nil
	}
	return d.Simulation.NextDue(ctx)
}
