package service

import (
	"context"
	"errors"

	"quizbot/quiz"
	"quizbot/quiz/jobs"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// OpenRound returns the room's open round. It refuses with NothingOpen.
func (s *Answering) OpenRound(ctx context.Context, room quiz.RoomID) (quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (round quiz.Round, err error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return round, err
		}
		open, err := records.IgnoreNotFound(tx.Round(r.Round))
		if err != nil {
			return round, err
		}
		if open == nil || open.Phase != quiz.Open {
			return round, reason.Refuse(reason.NothingOpen)
		}
		round = *open
		return round, nil
	})
}

// LastRound returns the room's last revealed round. It refuses with NoRoom, and with NothingOpen
// before the first one.
func (s *Answering) LastRound(ctx context.Context, room quiz.RoomID) (quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (round quiz.Round, err error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return round, err
		}
		last, err := records.IgnoreNotFound(tx.Round(r.Last))
		if err != nil {
			return round, err
		}
		if last == nil {
			return round, reason.Refuse(reason.NothingOpen)
		}
		round = *last
		return round, nil
	})
}

// Round returns a round of the room. It refuses with NoRound.
func (s *Answering) Round(ctx context.Context, room quiz.RoomID, id quiz.RoundID) (quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (quiz.Round, error) { return records.FindRound(tx, room, id) })
}

// RoomOf returns the room of a round. It refuses with NoRound.
func (s *Answering) RoomOf(ctx context.Context, id quiz.RoundID) (quiz.RoomID, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (room quiz.RoomID, err error) {
		round, err := tx.Round(id)
		if errors.Is(err, quiz.ErrNotFound) {
			return room, reason.Refuse(reason.NoRound)
		}
		room = round.Room
		return room, err
	})
}

// OpenThreads returns a platform's open rounds with threads for answers. Those of workspaces that
// removed the bot are left out.
func (s *Answering) OpenThreads(ctx context.Context, platform string) ([]quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (list []quiz.Round, err error) {
		for room, err := range records.Readable(tx.Rooms()) {
			if err != nil {
				return list, err
			}
			if room.Round == 0 || room.ID.Platform() != platform {
				continue
			}
			left, err := jobs.HasLeft(tx, room.ID)
			if err != nil {
				return list, err
			}
			round, err := tx.Round(room.Round)
			if left || errors.Is(err, quiz.ErrUnreadable) {
				continue
			}
			if err != nil {
				return list, err
			}
			if round.Phase == quiz.Open && round.ThreadCounts() {
				list = append(list, round)
			}
		}
		return list, nil
	})
}

// RecordedMessages returns the ids of all thread messages that are part of an answer.
func (s *Answering) RecordedMessages(ctx context.Context, id quiz.RoundID) ([]string, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (messages []string, err error) {
		replies, err := tx.RepliesTo(id)
		for _, r := range replies {
			for _, m := range r.Messages {
				messages = append(messages, m.ID)
			}
		}
		return messages, err
	})
}

// RoundAt returns the room's current or last round by the id of its question's message or thread.
func (s *Answering) RoundAt(ctx context.Context, room quiz.RoomID, thread string) (round quiz.Round, ok bool, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		r, err := tx.Room(room)
		if err != nil {
			return nil
		}
		for _, id := range []quiz.RoundID{r.Round, r.Last} {
			found, err := records.IgnoreNotFound(tx.Round(id))
			if err != nil {
				return err
			}
			if found != nil && found.HasMessage(thread) {
				round, ok = *found, true
				return nil
			}
		}
		return nil
	})
	return round, ok, err
}
