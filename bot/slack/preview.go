package slack

import (
	"quizbot/bot/card"
)

// Preview tells how a card would be shown on Slack.
func Preview(c card.Card) card.Preview {
	preview := card.NewPreview(c, maxOptions, maxURL, followable)
	preview.Messages = len(draw(c, false))
	return preview
}
