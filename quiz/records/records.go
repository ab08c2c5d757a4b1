// Package records has the reads of the store that several use cases share.
package records

import (
	"context"
	"errors"
	"iter"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// IgnoreNotFound returns nil for a missing record.
func IgnoreNotFound[T any](record T, err error) (*T, error) {
	switch {
	case errors.Is(err, quiz.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &record, nil
}

// IfReadable returns nil for a missing record, and for one that cannot be read. It is for what goes on
// without the record, and doesn't replace it.
func IfReadable[T any](record T, err error) (*T, error) {
	if errors.Is(err, quiz.ErrUnreadable) {
		return nil, nil
	}
	return IgnoreNotFound(record, err)
}

// Readable yields the records of a list that can be read, and any other error.
func Readable[T any](list iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for record, err := range list {
			if !errors.Is(err, quiz.ErrUnreadable) && !yield(record, err) {
				return
			}
		}
	}
}

// View returns the result of fn in a read transaction.
func View[T any](ctx context.Context, s quiz.Store, fn func(quiz.Tx) (T, error)) (result T, err error) {
	err = s.View(ctx, func(tx quiz.Tx) error {
		result, err = fn(tx)
		return err
	})
	return result, err
}

// Update returns the result of fn in a write transaction. fn may run twice.
func Update[T any](ctx context.Context, s quiz.Store, fn func(quiz.Tx) (T, error)) (result T, err error) {
	err = s.Update(ctx, func(tx quiz.Tx) error {
		result, err = fn(tx)
		return err
	})
	return result, err
}

// FindRoom returns a room with a running quiz. It refuses with NoRoom, and then still returns a
// removed room.
func FindRoom(tx quiz.Rooms, id quiz.RoomID) (quiz.Room, error) {
	room, err := tx.Room(id)
	if errors.Is(err, quiz.ErrNotFound) || err == nil && room.Removed {
		return room, reason.Refuse(reason.NoRoom)
	}
	return room, err
}

// FindRound returns a round of the given room. It refuses with NoRound, also for a round of another
// room.
func FindRound(tx quiz.Rounds, room quiz.RoomID, id quiz.RoundID) (quiz.Round, error) {
	round, err := tx.Round(id)
	if errors.Is(err, quiz.ErrNotFound) || err == nil && round.Room != room {
		return round, reason.Refuse(reason.NoRound)
	}
	return round, err
}

// MemberIfAny returns the person's row, or the zero Member for an unknown person.
func MemberIfAny(tx quiz.Members, id quiz.MemberID) (quiz.Member, error) {
	no, err := tx.MemberNo(id)
	if errors.Is(err, quiz.ErrNotFound) {
		return quiz.Member{}, nil
	}
	if err != nil {
		return quiz.Member{}, err
	}
	return tx.Member(no)
}

// SubmittedReplies returns the replies of a round without withdrawn ones. Replies that cannot be read
// are left out: nobody else's answer waits for them.
func SubmittedReplies(tx quiz.Replies, id quiz.RoundID) ([]quiz.Reply, error) {
	all, err := tx.RepliesTo(id)
	if errors.Is(err, quiz.ErrUnreadable) {
		err = nil
	}
	var replies []quiz.Reply
	for _, r := range all {
		if r.Given() {
			replies = append(replies, r)
		}
	}
	return replies, err
}

// ShownName returns the public name of an answer's author. It is empty for an unnamed or forgotten
// member, and for one whose row cannot be read.
func ShownName(tx quiz.Members, no quiz.MemberNo) (string, error) {
	m, err := IfReadable(tx.Member(no))
	if m == nil {
		return "", err
	}
	return m.ShownName(), nil
}

// EarnedPoints sums the member's ledger entries for a round.
func EarnedPoints(tx quiz.Ledger, round *quiz.Round, no quiz.MemberNo) (points int, err error) {
	entries, err := tx.RoundEntries(round, no)
	for _, e := range entries {
		points += e.Points
	}
	return points, err
}
