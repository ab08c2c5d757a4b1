package blocks

import "quizbot/bot/card"

// Preview returns how Slack would show a card.
func Preview(c card.Card) card.Preview {
	preview := card.NewPreview(c, maxMenuOptions, maxLinkURL, opens)
	preview.Messages = len(layOut(c))
	return preview
}
