package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/questions"
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
	set, err := loadSettings(c.Config, os.Getenv)
	if err != nil {
		return err
	}
	if c.Data != "" {
		set.Data = c.Data
	}
	if c.Listen != "" {
		set.Telemetry.Listen = c.Listen
	}
	connected, err := platforms(&set)
	if err != nil {
		return err
	}
	return serve(ctx, &set, connected, newLog(&set, s.stderr))
}

// errNoPlatform says what serve needs.
var errNoPlatform = errors.New("no platform is configured, so there is nowhere to ask: set slack.app_token and slack.bot_token, or discord.token, " +
	"in the configuration or in QUIZBOT_SLACK_APP_TOKEN, QUIZBOT_SLACK_BOT_TOKEN and QUIZBOT_DISCORD_TOKEN (docs/operating.md); quizbot demo needs none")

// platforms are those that the settings configure. This is the one place that knows them all.
func platforms(set *settings) ([]bot.Platform, error) { //nolint:unparam // the terminal is none of the service's, so this release returns no platform
	if set.Slack.AppToken == "" && set.Slack.BotToken == "" && set.Discord.Token == "" {
		return nil, errNoPlatform
	}
	return nil, errors.New("this release cannot connect to Slack or Discord: it plays in the terminal only, with quizbot demo")
}

func newLog(set *settings, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: set.level}
	if set.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// quietLog is the demo's: what goes wrong there is shown, not logged.
func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

// stopTime is how long ending may take.
const stopTime = 10 * time.Second

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
	talk := bot.New(service, catalogue, connected...)
	health, err := listenHealth(set.Telemetry.Listen, kept)
	if err != nil {
		return err
	}
	log.Info("serving", "version", version(), "data", set.Data, "rooms", len(set.plans), "health", health.address())
	return runAll(ctx, log, append(connectedRuns(connected, talk, log),
		func(ctx context.Context) error {
			quiz.NewRunner(service, talk, time.Now, log).Run(ctx)
			return nil
		},
		func(ctx context.Context) error {
			talk.Run(ctx, func(err error) { log.Warn("cannot update a question's count", "err", err) })
			return nil
		},
		health.run,
	))
}

// connectedRuns are the platforms' own loops.
func connectedRuns(connected []bot.Platform, talk *bot.Conversation, log *slog.Logger) []func(context.Context) error {
	var runs []func(context.Context) error
	for _, p := range connected {
		handle := func(ctx context.Context, e bot.Event) (bot.Answer, error) {
			answer, err := talk.Handle(ctx, e)
			if err != nil {
				log.Error("cannot answer", "platform", p.Name(), "err", err)
			}
			return answer, err
		}
		runs = append(runs, func(ctx context.Context) error { return p.Run(ctx, handle) })
	}
	return runs
}

// runAll runs everything side by side until ctx ends or one of them fails, and waits for all of them.
func runAll(ctx context.Context, log *slog.Logger, runs []func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(runs))
	var wg sync.WaitGroup
	for i, run := range runs {
		wg.Go(func() {
			if errs[i] = run(ctx); errs[i] != nil {
				stop()
			}
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

// loadLibrary reads the banks, and logs what was not understood. Without any, the starter banks are used.
func loadLibrary(list []bankConfig, log *slog.Logger) (*questions.Library, error) {
	if len(list) == 0 {
		log.Info("no banks are configured: the starter bank is used")
		return questions.NewLibrary(questions.Starter("en")), nil
	}
	var banks []*questions.Bank
	for _, b := range list {
		bank, err := questions.Load(b.Name, b.Path)
		if err != nil {
			return nil, err
		}
		logProblems(log, bank.Problems)
		log.Info("bank loaded", "bank", b.Name, "questions", len(bank.Questions), "problems", len(bank.Problems))
		banks = append(banks, bank)
	}
	library := &questions.Library{}
	logProblems(log, library.Replace(banks...))
	return library, nil
}

func logProblems(log *slog.Logger, problems []questions.Problem) {
	for _, p := range problems {
		log.Warn("not understood", "file", p.File, "line", p.Line, "severity", p.Severity, "what", p.Message)
	}
}
