package daemon

import (
	"errors"
	"log/slog"
	"slices"

	"quizbot/bot"
	"quizbot/bot/discord"
	"quizbot/bot/slack"
	"quizbot/bot/words"
	"quizbot/internal/config"
	"quizbot/quiz"
)

// errNoPlatform is returned for a configuration without a platform.
var errNoPlatform = errors.New("no platform is configured, so there is nowhere to ask: set slack.app_token and slack.bot_token, or discord.token, " +
	"in the configuration or in QUIZBOT_SLACK_APP_TOKEN, QUIZBOT_SLACK_BOT_TOKEN and QUIZBOT_DISCORD_TOKEN (docs/operating.md); quizbot demo needs none")

// Platforms returns the platforms that the settings configure. No other function knows all of them.
func Platforms(set *config.Settings, log *slog.Logger) ([]bot.Platform, error) {
	var list []bot.Platform
	if set.Slack.AppToken.IsSet() {
		list = append(list, slack.New(slack.Options{
			AppToken: set.Slack.AppToken.Reveal(), BotToken: set.Slack.BotToken.Reveal(), APIURL: set.Slack.APIURL, Log: log.With("platform", "slack"),
		}))
	}
	if set.Discord.Token.IsSet() {
		catalogue, err := words.NewCatalogue()
		if err != nil {
			return nil, err
		}
		list = append(list, discord.New(discord.Options{
			Token: set.Discord.Token.Reveal(), APIURL: set.Discord.APIURL, Server: set.Discord.Server, Catalogue: catalogue,
			Log: log.With("platform", "discord"),
		}))
	}
	if len(list) == 0 {
		return nil, errNoPlatform
	}
	return list, nil
}

// roomsWithoutPlatform returns the rooms of the settings that belong to no connected platform.
func roomsWithoutPlatform(set *config.Settings, connected []bot.Platform) []quiz.RoomID {
	var rooms []quiz.RoomID
	for id := range set.Plans {
		if !slices.ContainsFunc(connected, func(p bot.Platform) bool { return p.Name() == id.Platform() }) {
			rooms = append(rooms, id)
		}
	}
	slices.Sort(rooms)
	return rooms
}
