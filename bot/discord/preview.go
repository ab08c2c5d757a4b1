package discord

import (
	"quizbot/bot/card"
)

// Preview tells how a card would be shown on Discord.
func Preview(c card.Card) card.Preview {
	preview := card.NewPreview(c, maxOptions, maxURL, followable)
	preview.Messages = len(draw(c))
	return preview
}
