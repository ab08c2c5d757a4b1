package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"quizbot/quiz"
)

// Current returns the room's round that is open. It refuses with NothingOpen.
func (s *Service) Current(ctx context.Context, room quiz.RoomID) (round quiz.Round, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		r, err := findRoom(tx, room)
		if err != nil {
			return err
		}
		open, err := optional(tx.Round(r.Round))
		if err != nil {
			return err
		}
		if open == nil || open.Phase != quiz.Open {
			return quiz.Refuse(quiz.NothingOpen)
		}
		round = *open
		return nil
	})
	return round, err
}

// LastRound returns the room's round that was revealed last. It refuses with NoRoom, and with NothingOpen before the
// first one.
func (s *Service) LastRound(ctx context.Context, room quiz.RoomID) (round quiz.Round, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		r, err := findRoom(tx, room)
		if err != nil {
			return err
		}
		last, err := optional(tx.Round(r.Last))
		if err != nil {
			return err
		}
		if last == nil {
			return quiz.Refuse(quiz.NothingOpen)
		}
		round = *last
		return nil
	})
	return round, err
}

// Round returns a round of the room. It refuses with NoRound.
func (s *Service) Round(ctx context.Context, room quiz.RoomID, id quiz.RoundID) (round quiz.Round, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		round, err = findRound(tx, room, id)
		return err
	})
	return round, err
}

// RoomOf returns the room of a round. It refuses with NoRound.
func (s *Service) RoomOf(ctx context.Context, id quiz.RoundID) (room quiz.RoomID, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		round, err := tx.Round(id)
		if errors.Is(err, quiz.ErrNotFound) {
			return quiz.Refuse(quiz.NoRound)
		}
		room = round.Room
		return err
	})
	return room, err
}

// OpenThreads returns the open rounds of a platform in whose threads messages count.
func (s *Service) OpenThreads(ctx context.Context, platform string) (list []quiz.Round, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		list = nil
		for room, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			if room.Round == 0 || room.ID.Platform() != platform {
				continue
			}
			round, err := tx.Round(room.Round)
			if err != nil {
				return err
			}
			if round.Phase == quiz.Open && round.ThreadCounts() {
				list = append(list, round)
			}
		}
		return nil
	})
	return list, err
}

// RecordedMessages returns the ids of the messages in a round's thread that are part of an answer.
func (s *Service) RecordedMessages(ctx context.Context, id quiz.RoundID) (messages []string, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		messages = nil
		replies, err := tx.RepliesTo(id)
		for _, r := range replies {
			for _, m := range r.Messages {
				messages = append(messages, m.ID)
			}
		}
		return err
	})
	return messages, err
}

// RoundAt returns the round whose question stands at the given message or has the given thread, and
// reports whether there is one among the room's last rounds.
func (s *Service) RoundAt(ctx context.Context, room quiz.RoomID, thread string) (round quiz.Round, ok bool, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		r, err := tx.Room(room)
		if err != nil {
			return nil
		}
		for _, id := range []quiz.RoundID{r.Round, r.Last} {
			found, err := optional(tx.Round(id))
			if err != nil {
				return err
			}
			if found != nil && found.IsAt(thread) {
				round, ok = *found, true
				return nil
			}
		}
		return nil
	})
	return round, ok, err
}

// Topics returns the tags and sections of the room's banks, each once, in the order of the banks.
func (s *Service) Topics(ctx context.Context, room quiz.RoomID) ([]string, error) {
	r, err := s.Room(ctx, room)
	if err != nil {
		return nil, err
	}
	var topics []string
	seen := map[string]bool{"": true}
	for q := range s.bank.Questions(r.Plan.Banks...) {
		for _, t := range append(strings.Split(q.Section, " / "), q.Tags...) {
			if key := strings.ToLower(t); !seen[key] {
				seen[key] = true
				topics = append(topics, t)
			}
		}
	}
	return topics, nil
}

// LastMoment is the latest time that anything is known to have happened in a room, the zero time where
// nothing has.
func (s *Service) LastMoment(ctx context.Context, id quiz.RoomID) (last time.Time, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		room, err := optional(tx.Room(id))
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
			last = latest(append(changes(replies), last, round.OpenedAt, round.ClosedAt, round.RevealedAt)...)
		}
		return nil
	})
	return last, err
}

func changes(replies []quiz.Reply) []time.Time {
	var times []time.Time
	for _, r := range replies {
		times = append(times, r.At)
	}
	return times
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }
