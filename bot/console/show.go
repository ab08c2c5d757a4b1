package console

import (
	"context"
	"slices"
	"strings"

	"quizbot/bot"
	"quizbot/quiz"
)

// Post implements [bot.Platform]. What was posted in an earlier run of the program is not known any more:
// a terminal forgets, and showing a card again loses nothing.
func (c *Console) Post(_ context.Context, p bot.Posting) ([]quiz.Place, error) {
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
	}
	if p.Under == nil && slices.ContainsFunc(p.Card.Parts, pressable) {
		c.Thread, c.sent, c.page.controls = p.Key, nil, nil
		c.notes[p.Key] = lastNote(p.Card)
	}
	c.page.posts++
	c.page.rule(c.when(c.time.Now()), c.where(p))
	c.page.card("", p.Card)
	c.posted[p.Key] = []quiz.Place{place}
	return c.posted[p.Key], nil
}

// where says whether a card stands in the channel or in a thread.
func (c *Console) where(p bot.Posting) string {
	if p.Under != nil {
		return c.Words.Text("console.in_thread", nil)
	}
	return "#" + string(Room[strings.LastIndexByte(string(Room), '/')+1:])
}

// Edit implements [bot.Platform]: a terminal cannot change what scrolled by, so the line that changed is
// shown again.
func (c *Console) Edit(_ context.Context, _ quiz.RoomID, places []quiz.Place, card bot.Card) error {
	place := places[0]
	c.mu.Lock()
	defer c.mu.Unlock()
	note := lastNote(card)
	if note == "" || c.notes[place.Message] == note {
		return nil
	}
	c.notes[place.Message] = note
	c.page.row("· ", row{{note, faint}})
	return nil
}

// lastNote is the last small print of a card: how far a question's round has come.
func lastNote(card bot.Card) string {
	note := ""
	for _, p := range card.Parts {
		if n, ok := p.(bot.Note); ok {
			note = n.Line.Plain()
		}
	}
	return note
}

// show shows somebody the answer to what they did. A message that is no part of an answer bears no mark,
// which a terminal has to say.
func (c *Console) show(who string, act bot.Act, answer bot.Answer) {
	switch a := answer.(type) {
	case bot.Form:
		c.open(who, a)
	case bot.Private:
		c.whisper(who, a.Card)
	case bot.Update:
		c.whisper(who, a.Card)
	case bot.Seen:
		c.tell("console.seen", bot.Args{"Number": c.touched})
	case bot.Nothing:
		if _, written := act.(bot.Message); written {
			c.tell("console.talk", bot.Args{"Number": c.touched})
		}
	}
}

// whisper shows a card to one person.
func (c *Console) whisper(who string, card bot.Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page.row("", row{{c.Words.Text("console.only", bot.Args{"Name": who}), faint}})
	c.page.card("  ", card)
}

// tell says something of the console's own.
func (c *Console) tell(key string, args bot.Args) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, line := range strings.Split(strings.TrimSpace(c.Words.Text(key, args)), "\n") {
		c.page.row("", row{{line, faint}})
	}
}

// posts counts what was posted so far.
func (c *Console) posts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.page.posts
}

// prompt says who types, and whether into a form.
func (c *Console) prompt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.forms[c.who] != nil {
		c.page.write(c.who + "… ")
		return
	}
	c.page.write(c.who + "> ")
}
