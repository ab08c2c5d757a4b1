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

// ThreadName is what the thread under a question with a title is called.
func ThreadName(title string) string { return threadName(title) }
