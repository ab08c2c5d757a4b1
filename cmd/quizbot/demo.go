package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/bot/console"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
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
	return questions.NewLibrary(bank), nil
}

// play wires the demo: the same service, runner and conversation as serve, on a clock of its own.
func (d *demoCmd) play(ctx context.Context, s streams, lang string, bank quiz.Bank, kept quiz.Store) error {
	plan := demoPlan(lang)
	service := quiz.NewService(kept, bank, grading.Certain{}, quiz.Options{Defaults: plan})
	clock, thread, err := d.begin(ctx, service)
	if err != nil {
		return err
	}
	if err := demoRoom(ctx, service, clock.Now().Add(-time.Minute), plan.Language); err != nil {
		return err
	}
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		return err
	}
	out := console.New(s.stdin, s.stdout, clock, consoleOptions(s, catalogue.In(lang, plan.TimeZone), thread))
	talk := bot.New(service, catalogue, out)
	clock.runner = quiz.NewRunner(service, talk, quiz.TimeFunc(clock.Now), quietLog())
	clock.refresh = talk.Refresh
	return out.Run(ctx, talk.Handle)
}

// demoRoom sets the room up, as an admin would, or has the room of a kept file speak the language.
func demoRoom(ctx context.Context, service *quiz.Service, now time.Time, language string) error {
	admin := quiz.Person{ID: console.Member(console.Host), Name: console.Host, Admin: true}
	room, _, err := service.SetUp(ctx, now, console.Room, admin, "")
	if err != nil || room.Plan.Language == language {
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

// begin sets the clock: to the moment that is asked for, to where the kept file's room was left, or to a
// morning. It also finds the message of a question that is open.
func (d *demoCmd) begin(ctx context.Context, service *quiz.Service) (*demoTime, string, error) {
	now, err := demoStart(d.Start, time.Now())
	if err != nil {
		return nil, "", err
	}
	left, err := service.LastMoment(ctx, console.Room)
	if err != nil {
		return nil, "", err
	}
	if d.Start == "" && !left.IsZero() || now.Before(left) {
		now = left
	}
	thread := ""
	if round, err := service.Current(ctx, console.Room); err == nil && len(round.Places) > 0 {
		thread = round.Places[0].Message
	} else if _, refused := quiz.Refused(err); err != nil && !refused {
		return nil, "", err
	}
	return &demoTime{now: now}, thread, nil
}

// demoStart reads a moment in UTC, the demo's zone; without one it is half past nine today.
func demoStart(text string, today time.Time) (time.Time, error) {
	if text == "" {
		y, m, d := today.Date()
		return time.Date(y, m, d, 9, 30, 0, 0, time.UTC), nil
	}
	at, err := time.Parse("2006-01-02 15:04", text)
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

// consoleOptions are looks for a terminal, and plain text that shows what was typed for anything else.
func consoleOptions(s streams, words bot.Words, thread string) console.Options {
	o := console.Options{Words: words, Zone: time.UTC, Thread: thread, Width: 80, Echo: true}
	if f, ok := s.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		o.Echo = false
	}
	if f, ok := s.stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		o.Color = os.Getenv("NO_COLOR") == ""
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			o.Width = min(width, 100)
		}
	}
	return o
}

// demoTime is a clock that stands still until somebody lets time pass.
type demoTime struct {
	mu      sync.Mutex
	now     time.Time
	runner  *quiz.Runner
	refresh func(context.Context) error
}

// Now implements [console.Time].
func (d *demoTime) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *demoTime) set(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.After(d.now) {
		d.now = now
	}
}

// Settle implements [console.Time].
func (d *demoTime) Settle(ctx context.Context) error {
	return errors.Join(d.runner.Tick(ctx), d.refresh(ctx))
}

// Upcoming implements [console.Time].
func (d *demoTime) Upcoming(ctx context.Context) (time.Time, bool, error) {
	next, err := d.runner.Next(ctx)
	return next, !next.IsZero(), err
}

// Pass implements [console.Time].
func (d *demoTime) Pass(ctx context.Context, until time.Time) error {
	for {
		next, ok, err := d.Upcoming(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(until) {
			d.set(until)
			return d.Settle(ctx)
		}
		d.set(next)
		if err := d.Settle(ctx); err != nil {
			return err
		}
	}
}
