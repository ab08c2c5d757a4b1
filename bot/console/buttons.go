package console

import (
	"slices"

	"quizbot/bot/card"
)

// maxListed is the number of cards in the list of buttons.
const maxListed = 20

// listButtons prints the buttons of the posted cards under their headings, oldest first. Each
// button is listed once.
func (c *Console) listButtons() {
	if !c.anyButtons() {
		c.showNotice("console.no_buttons", nil)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	shown := map[string]bool{}
	for _, one := range c.postedCards[max(0, len(c.postedCards)-maxListed):] {
		var r row
		for _, b := range numberedButtons(one.card) {
			if !shown[b.ID] {
				r = append(r, c.page.numberedButton(c.page.buttonNumber(controlOf(b)), b.Label)...)
			}
			shown[b.ID] = true
		}
		if len(r) > 0 {
			c.page.drawWrapped("", row{{cardTitle(one.card), 0}})
			c.page.drawButtonRow("  ", r)
		}
	}
}

// anyButtons reports whether any posted card has buttons.
func (c *Console) anyButtons() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.postedCards, func(one posted) bool { return len(numberedButtons(one.card)) > 0 })
}

// numberedButtons returns the buttons of a card that have a number.
func numberedButtons(c card.Card) []card.Button {
	var all []card.Button
	for _, part := range c.Parts {
		switch part := part.(type) {
		case card.Buttons:
			all = append(all, part.Items...)
		case card.Quote:
			all = append(all, part.Button)
		default: // other parts have no buttons
		}
	}
	return slices.DeleteFunc(all, func(b card.Button) bool { return b.ID == "" || b.URL != "" })
}

// cardTitle returns the heading of a card, or its summary.
func cardTitle(c card.Card) string {
	for _, part := range c.Parts {
		if h, ok := part.(card.Heading); ok {
			return h.Line.Plain()
		}
	}
	return c.Summary
}
