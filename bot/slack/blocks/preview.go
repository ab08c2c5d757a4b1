package blocks

import "quizbot/bot/card"

// Preview returns how Slack would show a card.
func Preview(c card.Card) card.Preview {
	preview := card.NewPreview(c, maxMenuOptions, maxLinkURL, isOpenableURL)
	preview.Messages = len(layOutCard(c))
	return preview
}
