package blocks

import (
	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
)

// Home draws the App Home. Sections that do not fit into a view are left out, and a line shows
// their number.
func Home(home bot.Home) []slack.Block {
	blocks := View(home.Card.Parts)
	for i, section := range home.Sections {
		more := View(section)
		if i > 0 {
			more = append([]slack.Block{slack.NewDividerBlock()}, more...)
		}
		last := i == len(home.Sections)-1
		if len(blocks)+len(more) > maxViewBlocks || !last && len(blocks)+len(more) > maxViewBlocks-2 {
			left := View([]card.Part{card.Text{Line: home.Omitted(len(home.Sections) - i)}})
			return append(append(blocks, slack.NewDividerBlock()), left...)
		}
		blocks = append(blocks, more...)
	}
	return blocks
}
