package slack

import (
	"slices"

	"quizbot/bot"
)

// Look is how a card would stand on Slack: in how many messages, and with which pictures told in words alone, because
// they lie on a disk and not on the web.
func Look(card bot.Card) (messages int, untold []string) {
	for _, part := range card.Parts {
		if document, ok := part.(bot.Document); ok {
			untold = append(untold, slices.DeleteFunc(document.Doc.Pictures(), followable)...)
		}
	}
	return len(draw(card, false)), untold
}
