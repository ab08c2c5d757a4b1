package bot

import (
	"context"
	"errors"
	"time"

	"quizbot/quiz"
)

// Backfill implements [runner.Backfiller] for platforms with a [Backfiller].
func (c *Conversation) Backfill(ctx context.Context, r quiz.Round) error {
	platform, err := c.platformOf(r.Room)
	if err != nil {
		return err
	}
	backfiller, able := platform.(Backfiller)
	if !able || len(r.QuestionMessages) == 0 {
		return nil
	}
	known, err := c.service.RecordedMessages(ctx, r.ID)
	if err != nil {
		return err
	}
	return backfiller.Backfill(ctx, r.Room, r.QuestionMessages[0], known, func(ctx context.Context, e Event) (Answer, error) {
		if _, deleted := e.Act.(Deletion); deleted && !e.At.Before(r.ClosesAt) {
			e.At = r.ClosesAt.Add(-time.Nanosecond) // the time of the deletion is unknown: it counts as before the close
		}
		return c.Handle(ctx, e)
	})
}

// backfillPlatform backfills the open rounds of a platform that has reconnected.
func (c *Conversation) backfillPlatform(ctx context.Context, platform string) error {
	rounds, err := c.service.OpenThreads(ctx, platform)
	for _, r := range rounds {
		err = errors.Join(err, c.Backfill(ctx, r))
	}
	return err
}

// FindNames implements [runner.NameFinder] for platforms with a [Namer].
func (c *Conversation) FindNames(ctx context.Context, room quiz.RoomID, members []quiz.MemberID) (map[quiz.MemberID]string, error) {
	platform, err := c.platformOf(room)
	if err != nil {
		return nil, err
	}
	namer, able := platform.(Namer)
	if !able {
		return nil, nil
	}
	return namer.MemberNames(ctx, room, members)
}

// roomOfAction returns the room of the round that a button or form of the app home is about. It is
// empty outside the workspace of the event's author.
func (c *Conversation) roomOfAction(ctx context.Context, e Event) quiz.RoomID {
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
