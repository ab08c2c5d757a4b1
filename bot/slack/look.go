package slack

import "quizbot/bot"

// Look is how a card would stand on Slack.
func Look(card bot.Card) bot.Looks {
	looks := bot.LooksOf(card, maxOptions, maxURL, followable)
	looks.Messages = len(draw(card, false))
	return looks
}
