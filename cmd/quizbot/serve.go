package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"quizbot/bot"
	"quizbot/internal/running"
	"quizbot/quiz"
	"quizbot/quiz/runner"
	"quizbot/store"
)

// serveCmd is the service.
type serveCmd struct {
	Config string `help:"The configuration: see config.example.yaml. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
	Data   string `help:"The database file, whatever the configuration says." placeholder:"FILE"`
	Listen string `help:"The address of /healthz and /readyz, whatever the configuration says." placeholder:"ADDRESS"`
}

// Help is shown by serve --help.
func (serveCmd) Help() string { return "Example:\n  quizbot serve --config /etc/quizbot/config.yaml" }

func (c *serveCmd) run(ctx context.Context, s streams) error {
	set, err := c.settings()
	if err != nil {
		return err
	}
	log := newLog(&set, s.stderr)
	connected, err := platforms(&set, log)
	if err != nil {
		return err
	}
	return serve(ctx, &set, connected, log)
}

// settings are the configuration with the flags on top.
func (c *serveCmd) settings() (settings, error) {
	return loadSettings(c.Config, os.Getenv,
		override{"data", "--data", c.Data}, override{"telemetry.listen", "--listen", c.Listen})
}

// serve runs the service on the given platforms until ctx ends, and then ends what it began, last first.
func serve(ctx context.Context, set *settings, connected []bot.Platform, log *slog.Logger) (err error) {
	kept, err := store.Open(set.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	if kept.CompactionOwed() {
		log.Warn("what forgotten members wrote may still lie in free space of the database: it is tried again at the next backup", "file", set.Data)
	}
	library, err := loadLibrary(set.Banks, log)
	if err != nil {
		return err
	}
	service, err := running.Assemble(ctx, running.Setup{
		Store: kept, Bank: library, Platforms: connected, Plans: set.plans, Clock: runner.TimeFunc(time.Now), Log: log,
		Options: quiz.Options{Admins: set.admins, Defaults: set.defaults, BackupsKept: set.backupEvery * time.Duration(set.Backup.Keep)},
	})
	if err != nil {
		return err
	}
	logCalendars(log, set.calendars)
	for _, room := range unserved(set, connected) {
		log.Warn("the room's platform is not connected: nothing can be asked there", "room", room)
	}
	health, err := listenHealth(set.Telemetry.Listen, kept, connected, log)
	if err != nil {
		return err
	}
	asked, err := listenControl(set.Data, kept, log)
	if err != nil {
		return errors.Join(err, health.listener.Close())
	}
	log.Info("serving", "version", version(), "data", set.Data, "rooms", len(set.plans), "health", health.address())
	return running.Parts(ctx, log, append(service.Parts,
		onHangup("the banks", func(ctx context.Context, hangup <-chan os.Signal) error { return keepBanks(ctx, library, hangup, log) }),
		onHangup("the days off", func(ctx context.Context, hangup <-chan os.Signal) error {
			return keepDaysOff(ctx, service.Quiz, set, hangup, log)
		}),
		running.Part{Name: "the scheduled backups", Run: func(ctx context.Context) error { return keepBackups(ctx, kept, set, log) }},
		running.Part{Name: "the socket for backup and export", Run: asked.run},
		running.Part{Name: "telemetry", Run: health.run},
	)...)
}

// onHangup is a part that is told of each SIGHUP.
func onHangup(name string, run func(context.Context, <-chan os.Signal) error) running.Part {
	return running.Part{Name: name, Run: func(ctx context.Context) error {
		hangup := make(chan os.Signal, 1)
		signal.Notify(hangup, syscall.SIGHUP)
		defer signal.Stop(hangup)
		return run(ctx, hangup)
	}}
}
