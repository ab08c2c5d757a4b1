package drawing

import (
	"quizbot/bot/card"
)

// Preview tells how a card would be shown on Discord.
func Preview(c card.Card) card.Preview {
	preview := card.NewPreview(c, maxOptions, maxURL, isFollowable)
	preview.Messages = len(Draw(c))
	return preview
}
