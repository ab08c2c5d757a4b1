package drawing

import (
	"fmt"
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// threeMessages is a card of three messages.
func threeMessages() card.Card {
	var parts []card.Part
	for i := range 3 {
		parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint("part ", i+1)}}, Text: strings.Repeat("words ", 550)})
	}
	parts = append(parts, card.Buttons{Items: []card.Button{{ID: "a", Label: "Answer"}}})
	return card.Card{Summary: "x", Parts: parts}
}

// textCard is a card of a few words.
func textCard(text string) card.Card {
	return card.Card{Summary: text, Parts: []card.Part{card.Text{Line: card.Line{{Text: text}}}}}
}

// markdownPart is Markdown as a part of a card.
func markdownPart(source string) card.Document { return card.Document{Doc: markdown.Parse(source)} }
