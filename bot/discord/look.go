package discord

import "quizbot/bot"

// Look is how a card would stand on Discord: in how many messages, and with which pictures told in words alone, because
// they lie on a disk and not on the web.
func Look(card bot.Card) (messages int, untold []string) {
	for _, part := range card.Parts {
		document, ok := part.(bot.Document)
		if !ok {
			continue
		}
		for _, address := range document.Doc.Pictures() {
			if !followable(address) {
				untold = append(untold, address)
			}
		}
	}
	return len(draw(card)), untold
}
