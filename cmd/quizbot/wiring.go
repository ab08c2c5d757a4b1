package main

import (
	"errors"
	"io"
	"log/slog"
	"slices"

	"quizbot/bot"
	"quizbot/questions"
	"quizbot/quiz"
)

// errNoPlatform says what serve needs.
var errNoPlatform = errors.New("no platform is configured, so there is nowhere to ask: set slack.app_token and slack.bot_token, or discord.token, " +
	"in the configuration or in QUIZBOT_SLACK_APP_TOKEN, QUIZBOT_SLACK_BOT_TOKEN and QUIZBOT_DISCORD_TOKEN (docs/operating.md); quizbot demo needs none")

// errNoAdapter says that what is configured cannot be had yet.
var errNoAdapter = errors.New("this release cannot connect to Slack or Discord: it plays in the terminal only, with quizbot demo")

// platforms are those that the settings configure. This is the one place that knows them all.
func platforms(set *settings) ([]bot.Platform, error) { //nolint:unparam // the terminal is none of the service's, so this release returns no platform
	if !set.Slack.AppToken.set() && !set.Slack.BotToken.set() && !set.Discord.Token.set() {
		return nil, errNoPlatform
	}
	return nil, errNoAdapter
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
func loadLibrary(list []bankConfig, log *slog.Logger) (*questions.Library, error) {
	if len(list) == 0 {
		log.Info("no banks are configured: the starter bank is used")
		return questions.NewLibrary(questions.Starter("en")), nil
	}
	var banks []*questions.Bank
	for _, b := range list {
		bank, err := questions.Load(questions.Spec{Name: b.Name, Path: b.Path})
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
