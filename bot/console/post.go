package console

import (
	"context"
	"reflect"
	"slices"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// BroadcastsReplies implements [bot.ReplyBroadcaster]: whoever looks at a terminal sees every message.
func (c *Console) BroadcastsReplies() {}

// Post implements [bot.Platform]. What was posted in an earlier run of the program is not known any more:
// a terminal forgets, and showing a card again loses nothing.
func (c *Console) Post(_ context.Context, p bot.Posting) ([]quiz.Place, error) {
	when, where := c.when(c.time.Now()), c.where(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if places, ok := c.posted[p.Key]; ok {
		return places, nil
	}
	if p.Overdue {
		return nil, quiz.ErrTooLate
	}
	place := quiz.Place{Message: p.Key}
	if p.Under != nil {
		place.Thread = p.Under.Message
		c.question, c.revealed, c.reveals[p.Key] = nil, true, p.Card
	}
	asks := p.Under == nil && slices.ContainsFunc(p.Card.Parts, pressable)
	if asks {
		c.Thread, c.sent, c.revealed = p.Key, nil, false
		c.notes[p.Key] = lastNote(p.Card)
	}
	c.page.posts++
	c.page.rule(when, where, p.Card.Accent)
	if asks {
		c.question = c.page.first(p.Card)
	} else {
		c.page.card("", p.Card)
	}
	c.posted[p.Key] = []quiz.Place{place}
	c.cards = append(c.cards, posted{p.Key, p.Card})
	return c.posted[p.Key], nil
}

// where says whether a card stands in the channel or in a thread.
func (c *Console) where(p bot.Posting) string {
	if p.Under != nil {
		return c.words().Text("console.in_thread", nil)
	}
	return "#" + Room.Local()
}

// Edit implements [bot.Platform]: a terminal cannot change what scrolled by, so the line that changed is
// shown again.
func (c *Console) Edit(_ context.Context, _ quiz.RoomID, places []quiz.Place, card card.Card) error {
	place := places[0]
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.cards {
		if c.cards[i].key == place.Message {
			c.cards[i].card = card
		}
	}
	if before, ok := c.reveals[place.Message]; ok {
		c.page.changes(before, card)
		c.reveals[place.Message] = card
		return nil
	}
	note := lastNote(card)
	if note == "" || c.notes[place.Message] == note {
		return nil
	}
	c.notes[place.Message] = note
	c.page.row("· ", row{{note, faint}})
	return nil
}

// changes shows what is new in a card since it was shown last: of answers the line above them, and controls only where
// something else is new.
func (p *page) changes(before, now card.Card) {
	known := func(part card.Part) bool {
		return slices.ContainsFunc(before.Parts, func(b card.Part) bool { return reflect.DeepEqual(b, part) })
	}
	for _, part := range now.Parts {
		said, saying := part.(card.Quote)
		switch {
		case known(part):
		case saying:
			p.row("· ", append(p.styled(said.By, faint), p.beside(said.Button)...))
		default:
			p.part("· ", part)
		}
	}
}

// lastNote is the last small print of a card: how far a question's round has come.
func lastNote(c card.Card) string {
	note := ""
	for _, p := range c.Parts {
		if n, ok := p.(card.Note); ok {
			note = n.Line.Plain()
		}
	}
	return note
}

// posts counts what was posted so far.
func (c *Console) posts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.page.posts
}
