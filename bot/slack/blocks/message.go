package blocks

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"quizbot/bot/card"
)

// Message is one message as Slack shows it.
type Message struct {
	// Text is shown in notifications and read by screen readers.
	Text string
	// Blocks are the message's blocks.
	Blocks []slack.Block
	// Plain are the blocks without tables, images, links and languages of code, which Slack may
	// refuse for reasons of its own.
	Plain []slack.Block
}

// PlainLayout returns the message with its plain blocks.
func (m Message) PlainLayout() Message { return Message{m.Text, m.Plain, m.Plain} }

// HasTable reports whether one of the message's blocks is a table.
func (m Message) HasTable() bool {
	return slices.ContainsFunc(m.Blocks, func(b slack.Block) bool { return b.BlockType() == slack.MBTTable })
}

// Draw lays a card out as messages. Nothing of the card is left out.
func Draw(c card.Card) []Message {
	pages := layOutCard(c)
	var list []Message
	for i, page := range pages {
		text := shortenLabel(c.Summary, maxSummary)
		if len(pages) > 1 {
			text = fmt.Sprintf("%s (%d/%d)", text, i+1, len(pages))
		}
		list = append(list, Message{text, richBlocks(page), plainBlocks(page)})
	}
	return list
}

// richBlocks returns the rich block of each piece. Slack shows a table at the end of its message
// wherever it stands, and takes only one: other tables are drawn plainly.
func richBlocks(page []piece) []slack.Block {
	var list []slack.Block
	for i, p := range page {
		block := p.rich
		if block.BlockType() == slack.MBTTable && i < len(page)-1 {
			block = p.plain
		}
		list = append(list, block)
	}
	return list
}

func plainBlocks(page []piece) []slack.Block {
	var list []slack.Block
	for _, p := range page {
		list = append(list, p.plain)
	}
	return list
}

// View returns parts of a card as blocks of a view, which takes no tables.
func View(parts []card.Part) []slack.Block {
	if len(parts) == 0 {
		return nil
	}
	var list []slack.Block
	for _, page := range layOutCard(card.Card{Parts: parts}) {
		list = append(list, plainBlocks(page)...)
	}
	return list
}
