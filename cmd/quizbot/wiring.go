package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"quizbot/bot"
	"quizbot/bot/discord"
	"quizbot/bot/slack"
	"quizbot/questions"
	"quizbot/quiz"
)

// errNoPlatform says what serve needs.
var errNoPlatform = errors.New("no platform is configured, so there is nowhere to ask: set slack.app_token and slack.bot_token, or discord.token, " +
	"in the configuration or in QUIZBOT_SLACK_APP_TOKEN, QUIZBOT_SLACK_BOT_TOKEN and QUIZBOT_DISCORD_TOKEN (docs/operating.md); quizbot demo needs none")

// platforms are those that the settings configure. This is the one place that knows them all.
func platforms(set *settings, log *slog.Logger) ([]bot.Platform, error) {
	var list []bot.Platform
	if set.Slack.AppToken.set() {
		list = append(list, slack.New(slack.Options{
			AppToken: set.Slack.AppToken.reveal(), BotToken: set.Slack.BotToken.reveal(), APIURL: set.Slack.APIURL, Log: log.With("platform", "slack"),
		}))
	}
	if set.Discord.Token.set() {
		catalogue, err := bot.NewCatalogue()
		if err != nil {
			return nil, err
		}
		list = append(list, discord.New(discord.Options{
			Token: set.Discord.Token.reveal(), APIURL: set.Discord.APIURL, Server: set.Discord.Server, Catalogue: catalogue,
			Log: log.With("platform", "discord"),
		}))
	}
	if len(list) == 0 {
		return nil, errNoPlatform
	}
	return list, nil
}

// unserved are the rooms of the settings that no connected platform has.
func unserved(set *settings, connected []bot.Platform) []quiz.RoomID {
	var rooms []quiz.RoomID
	for id := range set.plans {
		if !slices.ContainsFunc(connected, func(p bot.Platform) bool { return p.Name() == id.Platform() }) {
			rooms = append(rooms, id)
		}
	}
	slices.Sort(rooms)
	return rooms
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

// loadLibrary reads the banks, and logs what was not understood. Without any, the starter bank is used.
func loadLibrary(list []bankConfig, log *slog.Logger) (*questions.Keeper, error) {
	specs := make([]questions.Spec, len(list))
	for i, b := range list {
		specs[i] = questions.Spec{Name: b.Name, Path: b.Path, Format: b.Format}
	}
	keeper, banks, problems, err := questions.Keep(specs)
	if err != nil {
		return nil, err
	}
	for _, bank := range banks {
		logBank(log, bank)
	}
	logProblems(log, problems)
	if len(list) == 0 {
		log.Info("no banks are configured: the starter bank is used")
		keeper.Replace(questions.Starter("en"))
	}
	return keeper, nil
}

func logBank(log *slog.Logger, bank *questions.Bank) {
	logProblems(log, bank.Diagnostics)
	log.Info("bank loaded", "bank", bank.Name, "questions", len(bank.Questions), "problems", len(bank.Diagnostics))
}

// lookEvery is how often the files of banks are looked at.
const lookEvery = 5 * time.Second

// keepBanks reloads banks when their files change, and all of them on each hangup.
func keepBanks(ctx context.Context, keeper *questions.Keeper, hangup <-chan os.Signal, log *slog.Logger) error {
	keeper.Run(ctx, lookEvery, hangup, func(c questions.Change) {
		if r := c.Refused; r != nil {
			log.Error("a bank got worse and is not taken: the one before is still asked", "bank", r.Bank, "why", r.Code, "was", r.Was, "now", r.Now, "detail", r.Detail)
			return
		}
		logBank(log, c.Bank)
		logProblems(log, c.Diagnostics)
	})
	return nil
}

func logProblems(log *slog.Logger, problems []questions.Diagnostic) {
	for _, p := range problems {
		log.Warn("not understood", "file", p.File, "line", p.Line, "severity", p.Severity, "what", p.Message)
	}
}
