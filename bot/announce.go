package bot

import (
	"context"
	"fmt"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Announce implements [quiz.Announcer]: the question stands in the channel, its reveal in the thread under
// it, the digest in the channel. Places together with an error are passed on as the platform returns them.
func (c *Conversation) Announce(ctx context.Context, a quiz.Announcement) ([]quiz.Place, error) {
	platform, err := c.platform(a.Room)
	if err != nil {
		return nil, err
	}
	w := c.catalogue.In(a.Language, a.TimeZone)
	p := Posting{Key: a.Key, Room: a.Room, Begun: a.Begun, Overdue: a.Overdue}
	switch {
	case a.Question != nil:
		p.Card = w.questionCard(a.Question, 0)
	case a.Reveal != nil:
		p.Card = w.revealCard(a.Reveal)
		if places := a.Reveal.Round.Places; len(places) > 0 {
			p.Under = &places[0]
		}
	case a.Digest != nil:
		p.Card = w.digestCard(a.Digest)
	default:
		return nil, fmt.Errorf("announcement %s has nothing to say", a.Key)
	}
	places, err := platform.Post(ctx, p)
	if (err == nil || len(places) > 0) && a.Reveal != nil {
		c.counts.changed(a.Reveal.Round)
	}
	return places, err
}

// OpenThread implements [quiz.ThreadOpener] where the platform is a [ThreadOpener].
func (c *Conversation) OpenThread(ctx context.Context, r quiz.Round) error {
	platform, err := c.platform(r.Room)
	if err != nil {
		return err
	}
	opener, able := platform.(ThreadOpener)
	if !able || len(r.Places) == 0 {
		return nil
	}
	return opener.OpenThread(ctx, r.Room, r.Places[0], markdown.PlainInline(r.Question.Title))
}

func (c *Conversation) platform(room quiz.RoomID) (Platform, error) {
	p, ok := c.platforms[room.Platform()]
	if !ok {
		return nil, fmt.Errorf("room %s: no platform %q is connected: configure it, or take the room out", room, room.Platform())
	}
	return p, nil
}
