package slack

import "quizbot/bot"

// Preview tells how a card would be shown on Slack.
func Preview(card bot.Card) bot.Preview {
	preview := bot.NewPreview(card, maxOptions, maxURL, followable)
	preview.Messages = len(draw(card, false))
	return preview
}
