package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/picking"
	"quizbot/quiz/records"
)

// Room returns what is remembered of a room; a NoRoom refusal where the quiz does not run there.
func (s *Rooms) Room(ctx context.Context, id quiz.RoomID) (quiz.Room, error) {
	return s.findRoom(ctx, id)
}

func (c *core) findRoom(ctx context.Context, id quiz.RoomID) (room quiz.Room, err error) {
	err = c.store.View(ctx, func(tx quiz.Tx) error {
		room, err = records.FindRoom(tx, id)
		return err
	})
	return room, err
}

// LastMoment is the latest time that anything is known to have happened in a room, the zero time where
// nothing has.
func (s *Rooms) LastMoment(ctx context.Context, id quiz.RoomID) (last time.Time, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		room, err := records.IgnoreNotFound(tx.Room(id))
		if err != nil || room == nil {
			return err
		}
		last = room.Since
		for round, err := range tx.RoundsAfter(id, max(room.Last, 1)-1) {
			if err != nil {
				return err
			}
			replies, err := tx.RepliesTo(round.ID)
			if err != nil {
				return err
			}
			last = agenda.LatestTime(append(changeTimes(replies), last, round.OpenedAt, round.ClosedAt, round.RevealedAt)...)
		}
		return nil
	})
	return last, err
}

func changeTimes(replies []quiz.Reply) []time.Time {
	var times []time.Time
	for _, r := range replies {
		times = append(times, r.At)
	}
	return times
}

// MoveRoom gives a room another id with all that belongs to it, as when its platform renames a channel's id. It
// changes nothing where the quiz doesn't run under the old id, or runs under the new one already.
func (s *Rooms) MoveRoom(ctx context.Context, now time.Time, from, to quiz.RoomID) error {
	if from.Platform() != to.Platform() {
		return fmt.Errorf("move %s to %s: the platforms differ", from, to)
	}
	defer s.jobs.Wake()
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		old, err := records.IgnoreNotFound(tx.Room(from))
		if err != nil || old == nil {
			return err
		}
		if taken, err := records.IgnoreNotFound(tx.Room(to)); err != nil || taken != nil {
			return err
		}
		if err := tx.MoveRoom(from, to); err != nil {
			return err
		}
		room, err := tx.Room(to)
		if err != nil {
			return err
		}
		room.Seed = picking.RoomSeed(&room, from)
		if room.FromFile {
			room.Was = append(slices.Clone(room.Was), from)
		}
		return agenda.SaveRoom(tx, &room, now)
	})
}
