package slack

import (
	"quizbot/bot"
	"quizbot/bot/markdown"
)

// Look is how a card would stand on Slack: in how many messages, and with which pictures told in words alone, because
// they lie on a disk and not on the web.
func Look(card bot.Card) (messages int, untold []string) {
	for _, part := range card.Parts {
		if document, ok := part.(bot.Document); ok {
			untold = append(untold, pictures(document.Doc)...)
		}
	}
	return len(draw(card, false)), untold
}

// pictures are the addresses of pictures in a document that Slack cannot fetch.
func pictures(doc markdown.Doc) []string {
	var list []string
	line := func(l markdown.Line) {
		for _, s := range l {
			if s.Image && !followable(s.URL) {
				list = append(list, s.URL)
			}
		}
	}
	for _, block := range doc {
		switch b := block.(type) {
		case markdown.Image:
			if !followable(b.URL) {
				list = append(list, b.URL)
			}
		case markdown.Paragraph:
			line(b.Line)
		case markdown.Quote:
			list = append(list, pictures(b.Blocks)...)
		case markdown.List:
			for _, item := range b.Items {
				list = append(list, pictures(item.Blocks)...)
			}
		}
	}
	return list
}
