package slack

import "quizbot/bot"

// maxListed is how many options a list holds: docs.slack.dev/reference/block-kit/block-elements/select-menu-element.
const maxListed = 100

// Look is how a card would stand on Slack.
func Look(card bot.Card) bot.Looks {
	looks := bot.LooksOf(card, maxListed, maxURL, followable)
	looks.Messages = len(draw(card, false))
	return looks
}
