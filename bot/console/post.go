package console

import (
	"context"
	"reflect"
	"slices"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// BroadcastsReplies implements [bot.ReplyBroadcaster]. Everyone at the terminal sees every
// message.
func (c *Console) BroadcastsReplies() {}

// Post implements [bot.Platform]. Posts of an earlier run are unknown and printed again.
func (c *Console) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	when, where := c.formatTime(c.time.Now()), c.postLocation(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if places, ok := c.posted[p.Key]; ok {
		return places, nil
	}
	if p.Expired {
		return nil, quiz.ErrTooLate
	}
	place := quiz.MessageRef{Message: p.Key}
	if p.ReplyTo != nil {
		place.Thread = p.ReplyTo.Message
		c.questionControls, c.revealed, c.reveals[p.Key] = nil, true, p.Card
	}
	asks := p.ReplyTo == nil && slices.ContainsFunc(p.Card.Parts, hasButtons)
	if asks {
		c.Thread, c.threadMessages, c.revealed = p.Key, nil, false
		c.notes[p.Key] = lastNoteText(p.Card)
	}
	c.page.posts++
	c.page.startPost(when, where, p.Card.Accent)
	if asks {
		c.questionControls = c.page.drawQuestion(p.Card)
	} else {
		c.page.drawCard("", p.Card)
	}
	c.posted[p.Key] = []quiz.MessageRef{place}
	c.postedCards = append(c.postedCards, posted{p.Key, p.Card})
	return c.posted[p.Key], nil
}

// postLocation returns the place of a card: the channel or a thread.
func (c *Console) postLocation(p bot.Posting) string {
	if p.ReplyTo != nil {
		return c.words().Text("console.in_thread", nil)
	}
	return "#" + Room.Local()
}

// Edit implements [bot.Platform]. A terminal can't change past output, so the changed line is
// printed again.
func (c *Console) Edit(_ context.Context, _ quiz.RoomID, places []quiz.MessageRef, card card.Card) error {
	place := places[0]
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.postedCards {
		if c.postedCards[i].key == place.Message {
			c.postedCards[i].card = card
		}
	}
	if before, ok := c.reveals[place.Message]; ok {
		c.page.drawChanges(before, card)
		c.reveals[place.Message] = card
		return nil
	}
	note := lastNoteText(card)
	if note == "" || c.notes[place.Message] == note {
		return nil
	}
	c.notes[place.Message] = note
	c.page.drawWrapped("· ", row{{note, faint}})
	return nil
}

// drawChanges prints the parts of a card that are new. Of an answer it prints only the author's
// line.
func (p *page) drawChanges(before, now card.Card) {
	known := func(part card.Part) bool {
		return slices.ContainsFunc(before.Parts, func(b card.Part) bool { return reflect.DeepEqual(b, part) })
	}
	for _, part := range now.Parts {
		said, saying := part.(card.Quote)
		switch {
		case known(part):
		case saying:
			p.drawKept("· ", append(p.styledLine(said.By, faint), p.quoteButton(said.Button)...))
		default:
			p.drawPart("· ", part)
		}
	}
}

// lastNoteText returns the last note of a card: the progress of a question's round.
func lastNoteText(c card.Card) string {
	note := ""
	for _, p := range c.Parts {
		if n, ok := p.(card.Note); ok {
			note = n.Line.Plain()
		}
	}
	return note
}

// postCount returns the number of posts so far.
func (c *Console) postCount() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.page.posts
}
