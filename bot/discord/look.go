package discord

import "quizbot/bot"

// maxListed is how many options a list holds: https://docs.discord.com/developers/components/reference#string-select.
const maxListed = 25

// Look is how a card would stand on Discord.
func Look(card bot.Card) bot.Looks {
	looks := bot.LooksOf(card, maxListed, maxURL, followable)
	looks.Messages = len(draw(card))
	return looks
}

// ThreadName is what the thread under a question with a title is called.
func ThreadName(title string) string { return threadName(title) }
