package console

import (
	"slices"

	"quizbot/bot/card"
)

// maxListed is how many cards the list of buttons goes back.
const maxListed = 20

// listButtons shows the buttons of all that was posted, the newest last, each card by its heading. A button that stands on
// several cards is shown once.
func (c *Console) listButtons() {
	if !c.anyButtons() {
		c.tell("console.no_buttons", nil)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	shown := map[string]bool{}
	for _, one := range c.cards[max(0, len(c.cards)-maxListed):] {
		var r row
		for _, b := range pressables(one.card) {
			if !shown[b.ID] {
				r = append(r, c.page.numbered(c.page.number(controlOf(b)), b.Label)...)
			}
			shown[b.ID] = true
		}
		if len(r) > 0 {
			c.page.row("", row{{title(one.card), 0}})
			c.page.buttonRow("  ", r)
		}
	}
}

// anyButtons reports whether something was posted that has buttons.
func (c *Console) anyButtons() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.cards, func(one posted) bool { return len(pressables(one.card)) > 0 })
}

// pressables are the buttons of a card that can be pressed by their number.
func pressables(c card.Card) []card.Button {
	var all []card.Button
	for _, part := range c.Parts {
		switch part := part.(type) {
		case card.Buttons:
			all = append(all, part.Items...)
		case card.Quote:
			all = append(all, part.Button)
		}
	}
	return slices.DeleteFunc(all, func(b card.Button) bool { return b.ID == "" || b.URL != "" })
}

// title is what a card is about.
func title(c card.Card) string {
	for _, part := range c.Parts {
		if h, ok := part.(card.Heading); ok {
			return h.Line.Plain()
		}
	}
	return c.Summary
}
