package discord

import "quizbot/bot"

// Look is how a card would stand on Discord.
func Look(card bot.Card) bot.Looks {
	looks := bot.LooksOf(card, maxOptions, maxURL, followable)
	looks.Messages = len(draw(card))
	return looks
}

// ThreadName is what the thread under a question with a title is called.
func ThreadName(title string) string { return threadName(title) }
