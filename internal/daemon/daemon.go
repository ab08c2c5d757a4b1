// Package daemon is the service as quizbot serve runs it: the App over a database file, its banks
// and platforms, with health checks, the control socket, scheduled backups, and watchers of files.
package daemon

import (
	"context"
	"errors"
	"io"
	"log/slog"
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
// opened, last first. The version is for the log.
func Run(ctx context.Context, set *config.Settings, version string, connected []bot.Platform, log *slog.Logger) (err error) {
	db, err := bolt.Open(set.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if db.CompactionOwed() {
		log.Warn("what forgotten members wrote may still lie in free space of the database: it is tried again at the next backup", "file", set.Data)
	}
	banks, err := loadBanks(set.Banks, log)
	if err != nil {
		return err
	}
	service, err := newApp(ctx, set, db, banks, connected, log)
	if err != nil {
		return err
	}
	checks, err := health.Listen(ctx, set.Telemetry.Listen, db, connected, log)
	if err != nil {
		return err
	}
	requests, err := control.Listen(set.Data, db, log)
	if err != nil {
		return errors.Join(err, checks.Close())
	}
	log.Info("serving", "version", version, "data", set.Data, "rooms", len(set.Plans), "health", checks.Address())
	return service.Run(ctx,
		onHangup("the banks", func(ctx context.Context, hangup <-chan os.Signal) error { return watchBanks(ctx, banks, hangup, log) }),
		onHangup("the days off", func(ctx context.Context, hangup <-chan os.Signal) error {
			return watchDaysOff(ctx, service.Service.Configuration, set, hangup, log)
		}),
		supervisor.Unit{Name: "the scheduled backups", Run: func(ctx context.Context) error { return runBackups(ctx, db, set, log) }},
		supervisor.Unit{Name: "the socket for backup and export", Run: requests.Run},
		supervisor.Unit{Name: "telemetry", Run: checks.Run},
	)
}

// newApp makes the App of the settings, with the rooms that they name.
func newApp(ctx context.Context, set *config.Settings, db quiz.Store, banks *questions.Watcher, connected []bot.Platform, log *slog.Logger) (*app.App, error) {
	a, err := app.New(app.Config{
		Store: db, Bank: banks, Clock: runner.TimeFunc(time.Now), Log: log,
		Options: service.Options{
			Admins: set.AdminIDs, Defaults: set.DefaultPlan,
			BackupsKept: set.BackupInterval * time.Duration(set.Backup.Keep),
		},
	})
	if err != nil {
		return nil, err
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

// onHangup returns a unit that receives each SIGHUP.
func onHangup(name string, run func(context.Context, <-chan os.Signal) error) supervisor.Unit {
	return supervisor.Unit{Name: name, Run: func(ctx context.Context) error {
		hangup := make(chan os.Signal, 1)
		signal.Notify(hangup, syscall.SIGHUP)
		defer signal.Stop(hangup)
		return run(ctx, hangup)
	}}
}
