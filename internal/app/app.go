// Package app wires the game, its store, the conversation and the platforms. The service, the demo,
// the crash rig and the suites all start the App that it makes.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/internal/supervisor"
	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/presence"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
)

// Config holds the parts that an App is made of.
type Config struct {
	Store   quiz.Store
	Bank    quiz.Bank
	Options service.Options
	Log     *slog.Logger
	// Clock is the time that the runner waits by. A Simulation takes its place.
	Clock runner.Timekeeper
	// Grader grades answers, nil for the one that is built in.
	Grader quiz.Grader
	// StopTimeout is how long the parts may take to end, [supervisor.StopTimeout] if it is 0.
	StopTimeout time.Duration
	// Elapsed is the monotonic time that belongs to a virtual Clock, nil for that of the process.
	Elapsed func() time.Duration
	// Built is a time that is not after the build of the program. A clock before it is wrong.
	Built time.Time
	// LimitMembers bounds what one member can do in a minute.
	LimitMembers bool
	// Simulation, if there is one, moves the time and carries out jobs instead of a running runner.
	Simulation *Simulation
}

// App is everything of one bot, put together.
type App struct {
	Service      *service.Service
	Catalogue    *words.Catalogue
	Conversation *bot.Conversation // set by Connect
	jobs         *runner.Runner    // set by Connect

	guard     *clockguard.Guard
	waiting   map[quiz.RoomID]plan.Plan // to be adopted when the clock can be trusted
	departed  departedWatch
	leftOut   atomic.Pointer[[]quiz.RoomID] // by allow; nil before rooms are adopted
	config    Config
	platforms []bot.Platform
}

// New makes an App. It serves no platform before [App.Connect].
func New(c Config) (*App, error) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		return nil, err
	}
	if c.Simulation != nil {
		c.Clock = c.Simulation
	}
	if c.Grader == nil {
		c.Grader = grading.ByKind{Open: grading.Offline{}}
	}
	a := &App{
		Service:   service.New(c.Store, c.Bank, c.Grader, c.Options),
		Catalogue: catalogue,
		guard:     clockguard.New(clockguard.Options{Now: c.Clock.Now, Floor: c.Built, Elapsed: c.Elapsed, AnyJump: c.Simulation != nil}),
		departed:  newDepartedWatch(),
		config:    c,
	}
	if c.Simulation != nil {
		c.Simulation.app = a
	}
	return a, nil
}

// Connect joins the App and its platforms. It is called once, before [App.Run].
func (a *App) Connect(platforms ...bot.Platform) {
	a.platforms = platforms
	a.Conversation = bot.New(a.Service.Audiences, a.Catalogue, platforms...)
	if a.config.LimitMembers {
		a.Conversation.LimitMembers()
	}
	a.jobs = runner.New(a.Service, a.Conversation, a.config.Clock, a.config.Log)
	a.jobs.SetGuard(a.guard)
	a.Conversation.WatchClock(func() bool { return a.ClockErr() != nil })
	a.Conversation.WatchWorkspaces(a.noteWorkspaces)
}

// AdoptRooms makes the rooms of a configuration run with their plans, and warns of rooms that the
// configuration does not name any more. In a new store the rooms wait for a clock that can be trusted.
func (a *App) AdoptRooms(ctx context.Context, plans map[quiz.RoomID]plan.Plan) error {
	now, err := a.CheckClock(ctx)
	if err != nil {
		return err
	}
	if newest, err := a.Service.NewestMoment(ctx); err != nil || newest.IsZero() && a.ClockErr() != nil {
		a.waiting = plans // no moment is known to begin a room at
		return err
	}
	return a.adoptRooms(ctx, now, plans)
}

func (a *App) adoptRooms(ctx context.Context, now time.Time, plans map[quiz.RoomID]plan.Plan) error {
	a.waiting = nil
	if err := a.Service.SyncConfiguredRooms(ctx, now, plans); err != nil {
		return err
	}
	others, err := a.Service.ScheduleServed(ctx, a.config.Clock.Now())
	if err != nil {
		return err
	}
	a.leftOut.Store(&others)
	for _, room := range others {
		a.config.Log.Warn("allow doesn't name the workspace or server of a room: nothing is posted there, and commands are refused", "room", room)
	}
	for _, room := range a.Service.LeftFile() {
		a.config.Log.Warn("the configuration doesn't name a room any more: it is paused, and can be run from chat", "room", room)
	}
	return nil
}

// Notes are lines for the operator about parked rooms, those that allow leaves out, and workspaces that
// removed the bot.
func (a *App) Notes(ctx context.Context) ([]string, error) {
	var notes []string
	for _, room := range a.Service.ParkedRooms() {
		cause := "it panics again and again: the log has the cause"
		if room.Unreadable {
			cause = "a record of it is damaged: run quizbot check, then restore or salvage the database"
		}
		notes = append(notes, fmt.Sprintf("parked: %q since %s, next try %s; %s", room.Room, room.Since.UTC().Format(time.RFC3339), room.Next.UTC().Format(time.RFC3339), cause))
	}
	if others := a.leftOut.Load(); others != nil {
		for _, room := range *others {
			notes = append(notes, fmt.Sprintf("left out: %q, because allow doesn't name its workspace or server", room))
		}
	}
	departed, err := a.DepartedNotes(ctx)
	return append(notes, departed...), err
}

// Run runs the platforms, the runner and further units until ctx ends or one of them does. A
// simulated App runs its platforms alone, until all of them have ended.
func (a *App) Run(ctx context.Context, further ...supervisor.Unit) error {
	if a.config.Simulation != nil {
		return a.runPlatforms(ctx)
	}
	return supervisor.RunWithin(ctx, a.config.Log, cmp.Or(a.config.StopTimeout, supervisor.StopTimeout), append(a.units(), further...)...)
}

// pruneAuditDaily deletes old records of the audit log at the start and once a day, while the clock can
// be trusted.
func (a *App) pruneAuditDaily(ctx context.Context) error {
	const day = 24 * time.Hour
	for {
		if a.ClockErr() == nil {
			if err := a.Service.PruneAudit(ctx, a.config.Clock.Now()); err != nil && ctx.Err() == nil {
				a.config.Log.Error("cannot delete old records of the audit log", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(day):
		}
	}
}

// notePresence records once a minute which platforms are connected. A virtual clock jumps while the
// platforms are there, so nothing follows from it.
func (a *App) notePresence(ctx context.Context) error {
	for ; a.config.Elapsed == nil; a.waitInterval(ctx) {
		if ctx.Err() != nil {
			return nil
		}
		for _, p := range a.platforms {
			if c, able := p.(bot.Connector); !able || !c.Connected() || a.ClockErr() != nil {
				continue
			}
			if err := a.Service.NotePlatform(ctx, a.config.Clock.Now(), p.Name()); err != nil && ctx.Err() == nil {
				a.config.Log.Error("cannot record that a platform is connected", "platform", p.Name(), "err", err)
			}
		}
	}
	<-ctx.Done()
	return nil
}

// waitInterval waits until the presence of the platforms is due again, or ctx ends.
func (a *App) waitInterval(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-a.config.Clock.After(presence.Interval):
	}
}

// units returns the platforms' loops, the runner, and the loop that refreshes counts of answers.
func (a *App) units() []supervisor.Unit {
	var units []supervisor.Unit
	for _, p := range a.platforms {
		units = append(units, supervisor.Unit{Name: p.Name(), Run: func(ctx context.Context) error { return a.runPlatform(ctx, p) }})
	}
	return append(units,
		supervisor.Unit{Name: "the runner", Run: func(ctx context.Context) error {
			a.jobs.Run(ctx)
			return nil
		}},
		supervisor.Unit{Name: "the audit log", Run: a.pruneAuditDaily},
		supervisor.Unit{Name: "the workspaces that removed the bot", Run: a.deleteDepartedHourly},
		supervisor.Unit{Name: "the presence of the platforms", Run: a.notePresence},
		supervisor.Unit{Name: "the clock", Run: func(ctx context.Context) error {
			(&clockWatch{App: a}).run(ctx)
			return nil
		}},
		supervisor.Unit{Name: "the counts of answers", Run: func(ctx context.Context) error {
			a.Conversation.RunRefresh(ctx, func(err error) { a.config.Log.Warn("cannot update a question's count", "err", err) })
			return nil
		}},
	)
}

// loggingHandler returns the conversation's handler for a platform. It logs the events that fail.
func (a *App) loggingHandler(p bot.Platform) bot.Handler {
	return func(ctx context.Context, e bot.Event) (bot.Answer, error) {
		a.stampByTrustedClock(&e)
		answer, err := a.Conversation.Handle(ctx, e)
		if err != nil {
			a.config.Log.Error("cannot answer", "platform", p.Name(), "err", err)
		}
		return answer, err
	}
}

// runPlatforms runs the platforms of a simulated App until all of them have ended.
func (a *App) runPlatforms(ctx context.Context) error {
	errs := make([]error, len(a.platforms))
	var wg sync.WaitGroup
	for i, p := range a.platforms {
		wg.Go(func() { errs[i] = p.Run(ctx, a.config.Simulation.handle) })
	}
	wg.Wait()
	return errors.Join(errs...)
}
