package bot

import (
	"context"
	"errors"
	"fmt"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Announce implements [runner.Announcer]: the question stands in the channel, its reveal in the thread under
// it, the digest in the channel. Places together with an error are passed on as the platform returns them.
func (c *Conversation) Announce(ctx context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	platform, err := c.platform(a.Room)
	if err != nil {
		return nil, err
	}
	w := Presenter{c.catalogue.In(a.Language, a.TimeZone)}
	p := Posting{Key: a.Key, Room: a.Room, Begun: a.Begun, Overdue: a.Overdue}
	switch {
	case a.Question != nil:
		p.Card = w.questionCard(a.Question, 0)
	case a.Reveal != nil:
		return c.reveal(ctx, platform, w, p, &a)
	case a.Digest != nil:
		p.Card = w.digestCard(a.Digest)
	default:
		return nil, fmt.Errorf("announcement %s has nothing to say", a.Key)
	}
	return platform.Post(ctx, p)
}

// reveal posts a reveal under its question, and tells the channel of it. Where only the telling fails, it waits until an
// obstacle is gone, is tried a few times where anything else is wrong, and is left out where its content is refused.
func (c *Conversation) reveal(ctx context.Context, platform Platform, w Presenter, p Posting, a *quiz.Announcement) ([]quiz.MessageRef, error) {
	round := a.Reveal.Round
	p.Card, p.Broadcast = w.revealCard(a.Reveal), a.Broadcast
	if len(round.Places) > 0 {
		p.Under = &round.Places[0]
	}
	c.counts.changed(round)
	places, err := platform.Post(ctx, p)
	if len(places) == 0 {
		return nil, err
	}
	round.Reveal = places
	if _, able := platform.(ReplyBroadcaster); !able && a.Broadcast && places[0].Thread != "" {
		failed := c.notify(ctx, platform, w, a, &round)
		if failed != nil && !errors.Is(failed, quiz.ErrContentRefused) && (a.Tries < noticeTries || reason.AsObstacle(failed) != nil) {
			return nil, failed
		}
		err = errors.Join(err, failed)
	}
	return places, err
}

// noticeTries is how often a reveal is tried again because the channel could not be told of it.
const noticeTries = 2

// notify posts a line into the channel that leads to a reveal in a thread. It comes with its reveal or not at all.
func (c *Conversation) notify(ctx context.Context, platform Platform, w Presenter, a *quiz.Announcement, round *quiz.Round) error {
	_, err := platform.Post(ctx, Posting{
		Key: a.Key + "/notice", Room: a.Room, Begun: a.Begun, Overdue: a.Overdue, Card: w.noticeCard(round, a.Reveal.Answered),
	})
	switch {
	case err == nil || errors.Is(err, quiz.ErrTooLate):
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("tell the channel that the answer is out: %w", err)
}

// noticeCard tells a channel that an answer is out.
func (p Presenter) noticeCard(r *quiz.Round, answered int) card.Card {
	line := p.Line("reveal.notice", words.Args{"Title": markdown.PlainInline(r.Question.Title), "N": answered})
	c := card.Card{Summary: line.Plain(), Parts: []card.Part{card.Text{Line: line}}, Accent: card.AccentReveal}
	if link := r.RevealLink(); link != "" {
		c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{p.linkButton(r.ID, "button.see_answer", link)}})
	}
	return c
}

// linkButton is a button that opens an address.
func (p Presenter) linkButton(round quiz.RoundID, label, url string) card.Button {
	return card.Button{ID: action.OnRound(action.FollowLink, round).String(), URL: url, Label: p.Text(label, nil)}
}

// OpensThreads implements [runner.ThreadOpener].
func (c *Conversation) OpensThreads(room quiz.RoomID) bool {
	_, able := c.platforms[room.Platform()].(ThreadOpener)
	return able
}

// OpenThread implements [runner.ThreadOpener] where the platform is a [ThreadOpener].
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
