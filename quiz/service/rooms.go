package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/picking"
	"quizbot/quiz/plan"
	"quizbot/quiz/records"
)

// Room returns a room. It refuses with NoRoom if the quiz doesn't run there.
func (s *Rooms) Room(ctx context.Context, id quiz.RoomID) (quiz.Room, error) {
	return s.findRoom(ctx, id)
}

// MayUse reports whether a workspace may use the bot.
func (s *Rooms) MayUse(workspace quiz.WorkspaceID) bool { return s.jobs.Serves(workspace) }

func (c *core) findRoom(ctx context.Context, id quiz.RoomID) (quiz.Room, error) {
	return records.View(ctx, c.store, func(tx quiz.Tx) (quiz.Room, error) { return records.FindRoom(tx, id) })
}

// LastMoment returns the latest recorded time in a room, the zero time if there is none.
func (s *Rooms) LastMoment(ctx context.Context, id quiz.RoomID) (time.Time, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (last time.Time, err error) {
		room, err := records.IgnoreNotFound(tx.Room(id))
		if err != nil || room == nil {
			return last, err
		}
		last = room.Since
		for round, err := range tx.RoundsAfter(id, max(room.Last, 1)-1) {
			if err != nil {
				return last, err
			}
			replies, err := tx.RepliesTo(round.ID)
			if err != nil {
				return last, err
			}
			last = agenda.LatestTime(append(changeTimes(replies), last, round.OpenedAt, round.ClosedAt, round.RevealedAt)...)
		}
		return last, nil
	})
}

func changeTimes(replies []quiz.Reply) []time.Time {
	var times []time.Time
	for _, r := range replies {
		times = append(times, r.At)
	}
	return times
}

// MoveRoom gives a room and its records another id, as when a platform replaces a channel's id. It
// changes nothing without a room of the old id, or with one of the new id.
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

// newOrReopenedRoom returns a new room, or reopens a removed one with its former plan and a given
// zone.
func newOrReopenedRoom(room quiz.Room, id quiz.RoomID, plan plan.Plan, zone string, now time.Time) (quiz.Room, error) {
	if !room.Removed {
		return agenda.NewRoom(id, plan, now)
	}
	if zone != "" {
		room.Plan.TimeZone = plan.TimeZone
	}
	err := reopenRoom(&room, now)
	return room, err
}

// reopenRoom starts a removed or paused room again, from the next due times on.
func reopenRoom(r *quiz.Room, now time.Time) error {
	calendar, err := agenda.NewCalendar(r.Plan)
	if err != nil {
		return err
	}
	r.Removed, r.Pause, r.Blocked = false, nil, nil
	agenda.StartFrom(r, calendar, now)
	return nil
}
