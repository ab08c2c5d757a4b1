// Package daemon is the service as quizbot serve runs it: the App over a database file, its banks
// and platforms, with health checks, the control socket, scheduled backups, and watchers of files.
package daemon

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/signal"
	"syscall"
	"time"

	"quizbot/bot"
	"quizbot/internal/app"
	"quizbot/internal/config"
	"quizbot/internal/control"
	"quizbot/internal/health"
	"quizbot/internal/supervisor"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

// NewLogger returns the log that the settings ask for.
func NewLogger(set *config.Settings, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: set.LogLevel}
	if set.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// Run runs the service on the given platforms until ctx ends, and then closes everything that it
// opened, last first. If ctx ends during the start, that is no error either. The version is for the
// log.
func Run(ctx context.Context, set *config.Settings, version string, connected []bot.Platform, log *slog.Logger) (err error) {
	hangups := notifyHangups()
	defer hangups.stop()
	db, err := openDatabase(set, log)
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); !errors.Is(err, closed) { // the watch may have returned it
			err = errors.Join(err, closed)
		}
	}()
	run, err := start(ctx, set, version, connected, db, hangups, log)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		log.Info("stopping")
		return nil
	}
	if err != nil {
		return err
	}
	return run(ctx)
}

// openDatabase opens the database file.
func openDatabase(set *config.Settings, log *slog.Logger) (*bolt.Store, error) {
	db, err := bolt.Open(set.Data)
	if err != nil {
		return nil, err
	}
	if set.RestoreIfLost {
		db.RestoreIfLost()
	}
	if lost, err := bolt.LostFiles(set.Data); err == nil && len(lost) > 0 {
		log.Warn("the database was deleted or replaced under an earlier service, which kept what it held: restore that with quizbot restore, or remove it", "files", lost)
	}
	if db.CompactionOwed() {
		log.Warn("what forgotten members wrote may still lie in free space of the database: it is tried again", "file", set.Data)
	}
	return db, nil
}

// start prepares everything that the service does over its database, and returns the function that
// does it.
func start(
	ctx context.Context, set *config.Settings, version string, connected []bot.Platform, db *bolt.Store, hangups hangups, log *slog.Logger,
) (run func(context.Context) error, err error) {
	banks, err := loadBanks(set.Banks, log)
	if err != nil {
		return nil, err
	}
	service, err := newApp(ctx, set, db, banks, connected, log)
	if err != nil {
		return nil, err
	}
	checks, err := health.Listen(ctx, set.Telemetry.Listen, db, connected, log, service.Notes, service.ClockErr)
	if err != nil {
		return nil, err
	}
	requests, err := control.Listen(set.Data, db, control.Commands{Regrade: regradeRunning(service), AcceptClock: service.AcceptClock, Forget: forgetRunning(service, set.RetentionTime)}, log)
	if err != nil {
		return nil, errors.Join(err, checks.Close())
	}
	checked := checkAtStart(ctx, db, log)
	log.Info("serving", "version", version, "data", set.Data, "rooms", len(set.Plans), "health", checks.Address())
	units := []supervisor.Unit{
		{Name: "the banks", Run: func(ctx context.Context) error { return watchBanks(ctx, banks, hangups.banks, log) }},
		{Name: "the days off", Run: func(ctx context.Context) error {
			return watchDaysOff(ctx, service.Service.Configuration, set, service.Now, hangups.daysOff, log)
		}},
		{Name: "the parked rooms", Run: func(ctx context.Context) error {
			return retryParked(ctx, service.Service.RetryParked, hangups.parked, log)
		}},
		{Name: "the database", Run: func(ctx context.Context) error { return db.Watch(ctx, log) }},
		{Name: "the checks of the database", Run: func(ctx context.Context) error { return runChecks(ctx, db, checked, log) }},
		{Name: "the scheduled backups", Run: func(ctx context.Context) error { return runBackups(ctx, db, set, service.ClockErr, log) }},
		{Name: "the socket for backup and export", Run: requests.Run},
		{Name: "telemetry", Run: checks.Run},
	}
	return func(ctx context.Context) error { return service.Run(ctx, units...) }, nil
}

// newApp makes the App of the settings, with the rooms that they name.
func newApp(ctx context.Context, set *config.Settings, db quiz.Store, banks *questions.Watcher, connected []bot.Platform, log *slog.Logger) (*app.App, error) {
	a, err := app.New(app.Config{
		Store: db, Bank: banks, Clock: runner.TimeFunc(time.Now), Built: clockguard.BuildTime(), Log: log, Grader: NewGrader(set, db, log), LimitMembers: true,
		Options: service.Options{
			Admins: set.AdminIDs, Allow: set.Allowed, Defaults: set.DefaultPlan, RetentionAfterRemoval: set.RetentionTime,
			ModelHost:   ModelHost(set),
			BackupsKept: set.BackupInterval * time.Duration(set.Backup.Keep),
		},
	})
	if err != nil {
		return nil, err
	}
	now, err := a.CheckClock(ctx)
	if err != nil {
		return nil, err
	}
	if a.ClockErr() != nil { // the calendars were read for the days around a wrong date
		maps.Copy(set.Plans, plansWithNewDaysOff(set.Plans, set.DaysOff, config.NewCalendarReader(now)))
	}
	if err := a.AdoptRooms(ctx, set.Plans); err != nil {
		return nil, err
	}
	a.Connect(connected...)
	logCalendars(log, set.Calendars)
	for _, room := range roomsWithoutPlatform(set, connected) {
		log.Warn("the room's platform is not connected: nothing can be asked there", "room", room)
	}
	return a, nil
}

// hangups are the channels that receive each SIGHUP. One that comes during the start waits in them.
type hangups struct{ banks, daysOff, parked chan os.Signal }

// notifyHangups has each SIGHUP sent to new channels, until they are stopped.
func notifyHangups() hangups {
	h := hangups{make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)}
	signal.Notify(h.banks, syscall.SIGHUP)
	signal.Notify(h.daysOff, syscall.SIGHUP)
	signal.Notify(h.parked, syscall.SIGHUP)
	return h
}

// retryParked tries the rooms again that are contained or parked, on each hangup.
func retryParked(ctx context.Context, retry func(context.Context, time.Time) error, hangup <-chan os.Signal, log *slog.Logger) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
		}
		if err := retry(ctx, time.Now()); err != nil {
			log.Error("cannot try parked rooms again", "err", err)
		}
	}
}

func (h hangups) stop() {
	signal.Stop(h.banks)
	signal.Stop(h.daysOff)
	signal.Stop(h.parked)
}
