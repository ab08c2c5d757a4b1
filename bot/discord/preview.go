package discord

import "quizbot/bot"

// Preview tells how a card would be shown on Discord.
func Preview(card bot.Card) bot.Preview {
	preview := bot.NewPreview(card, maxOptions, maxURL, followable)
	preview.Messages = len(draw(card))
	return preview
}

// ThreadName is what the thread under a question with a title is called.
func ThreadName(title string) string { return threadName(title) }
