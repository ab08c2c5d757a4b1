package bot

import (
	"context"
	"errors"
	"time"

	"quizbot/quiz"
)

// Backfill implements [runner.Backfiller] where the platform is a [Historian].
func (c *Conversation) Backfill(ctx context.Context, r quiz.Round) error {
	platform, err := c.platform(r.Room)
	if err != nil {
		return err
	}
	historian, able := platform.(Historian)
	if !able || len(r.Places) == 0 {
		return nil
	}
	known, err := c.service.RecordedMessages(ctx, r.ID)
	if err != nil {
		return err
	}
	return historian.CatchUp(ctx, r.Room, r.Places[0], known, func(ctx context.Context, e Event) (Answer, error) {
		if _, gone := e.Act.(Deletion); gone && !e.At.Before(r.ClosesAt) {
			e.At = r.ClosesAt.Add(-time.Nanosecond) // when it was taken out is not known, but only that it was before now
		}
		return c.Handle(ctx, e)
	})
}

// FindNames implements [runner.NameFinder] where the platform is a [Namer].
func (c *Conversation) FindNames(ctx context.Context, room quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error) {
	platform, err := c.platform(room)
	if err != nil {
		return nil, err
	}
	namer, able := platform.(Namer)
	if !able {
		return nil, nil
	}
	return namer.Names(ctx, room, who)
}

// returned catches up with the open rounds of a platform that was away.
func (c *Conversation) returned(ctx context.Context, platform string) error {
	rounds, err := c.service.OpenThreads(ctx, platform)
	for _, r := range rounds {
		err = errors.Join(err, c.Backfill(ctx, r))
	}
	return err
}

// roomOf is the room of the round that a button or form of the bot's own page is about, where it is one of the
// workspace that its author belongs to.
func (c *Conversation) roomOf(ctx context.Context, e Event) quiz.RoomID {
	a, ok := actionOf(e.Act)
	if !ok || a.Round == 0 {
		return ""
	}
	room, err := c.service.RoomOf(ctx, a.Round)
	if err != nil || room.Platform() != e.Who.ID.Platform() || room.Workspace() != e.Who.ID.Workspace() {
		return ""
	}
	return room
}
