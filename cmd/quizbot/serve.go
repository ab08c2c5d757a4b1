package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/store"
)

// serveCmd is the service.
type serveCmd struct {
	Config string `help:"The configuration: see config.example.yaml." default:"config.yaml" placeholder:"FILE"`
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
	connected, err := platforms(&set)
	if err != nil {
		return err
	}
	return serve(ctx, &set, connected, newLog(&set, s.stderr))
}

// settings are the configuration with the flags on top.
func (c *serveCmd) settings() (settings, error) {
	return loadSettings(c.Config, os.Getenv,
		override{"data", "--data", c.Data}, override{"telemetry.listen", "--listen", c.Listen})
}

// stopTime is how long ending may take. The file is closed after it, and supervisors commonly wait ten
// seconds before they kill.
const stopTime = 8 * time.Second

// serve runs the service on the given platforms until ctx ends, and then ends what it began, last first.
func serve(ctx context.Context, set *settings, connected []bot.Platform, log *slog.Logger) (err error) {
	kept, err := store.Open(set.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	library, err := loadLibrary(set.Banks, log)
	if err != nil {
		return err
	}
	service := quiz.NewService(kept, library, grading.Certain{}, set.admins...)
	if err := service.Adopt(ctx, time.Now(), set.plans); err != nil {
		return err
	}
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		return err
	}
	for _, room := range unserved(set, connected) {
		log.Warn("the room's platform is not connected: nothing can be asked there", "room", room)
	}
	talk := bot.New(service, catalogue, connected...)
	health, err := listenHealth(set.Telemetry.Listen, kept, log)
	if err != nil {
		return err
	}
	log.Info("serving", "version", version(), "data", set.Data, "rooms", len(set.plans), "health", health.address())
	return runAll(ctx, log, append(connectedParts(connected, talk, log),
		part{"the runner", func(ctx context.Context) error {
			quiz.NewRunner(service, talk, time.Now, log).Run(ctx)
			return nil
		}},
		part{"the counts of answers", func(ctx context.Context) error {
			talk.Run(ctx, func(err error) { log.Warn("cannot update a question's count", "err", err) })
			return nil
		}},
		part{"the banks", func(ctx context.Context) error { return keepBanks(ctx, library, log) }},
		part{"telemetry", health.run},
	))
}

// part is something that runs for as long as the service does.
type part struct {
	name string
	run  func(context.Context) error
}

// connectedParts are the platforms' own loops.
func connectedParts(connected []bot.Platform, talk *bot.Conversation, log *slog.Logger) []part {
	var parts []part
	for _, p := range connected {
		handle := func(ctx context.Context, e bot.Event) (bot.Answer, error) {
			answer, err := talk.Handle(ctx, e)
			if err != nil {
				log.Error("cannot answer", "platform", p.Name(), "err", err)
			}
			return answer, err
		}
		parts = append(parts, part{p.Name(), func(ctx context.Context) error { return p.Run(ctx, handle) }})
	}
	return parts
}

// runAll runs everything side by side until ctx ends or one of them does, and waits for all of them.
func runAll(ctx context.Context, log *slog.Logger, parts []part) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() {
			defer stop()
			errs[i] = p.ended(ctx, p.run(ctx))
		})
	}
	<-ctx.Done()
	log.Info("stopping")
	ended := make(chan struct{})
	go func() { wg.Wait(); close(ended) }()
	select {
	case <-ended:
		return errors.Join(errs...)
	case <-time.After(stopTime):
		return fmt.Errorf("not everything ended within %s", stopTime)
	}
}

// ended is what there is to say when a part ended with err. One that was told to end may say so; one that
// was not has failed, whatever it says.
func (p part) ended(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)):
		return nil
	case err == nil:
		return fmt.Errorf("%s ended though the service goes on", p.name)
	}
	return fmt.Errorf("%s: %w", p.name, err)
}
