package service

import (
	"context"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/records"
)

// Forgotten is the result of forgetting a person.
type Forgotten struct {
	// Known reports whether any data about the person existed.
	Known bool
	// Rounds are the rounds with the person's answer or vote. Their messages may still show it.
	Rounds []quiz.Round
	// Owed is the error of the store's compaction, nil on success. Deleted data may remain in free
	// space of the file until the automatic retry.
	Owed error
}

// ForgetMember deletes all data about the person, as [forgetting.ForgetMember] does. Later
// deliveries of earlier acts are not recorded. The deletion is complete when it returns without an
// error.
func (s *Membership) ForgetMember(ctx context.Context, at quiz.Stamp, who quiz.Person) (f Forgotten, err error) {
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		f = Forgotten{}
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil {
			return err
		}
		if m.No == 0 { // what they did may be on its way all the same
			return tx.SetForgotten(who.ID, at.At)
		}
		f.Known = true
		f.Rounds, err = forgetting.ForgetMember(tx, m, at.At)
		return err
	})
	if err != nil {
		return Forgotten{}, err
	}
	if c, ok := s.store.(quiz.Compactor); ok && (f.Known || s.compactionDue.Load()) {
		f.Owed = c.Compact(context.WithoutCancel(ctx))
		s.compactionDue.Store(f.Owed != nil)
	}
	return f, nil
}

// RoundsOf returns the rounds with an answer or vote of the person.
func (s *Membership) RoundsOf(ctx context.Context, id quiz.MemberID) ([]quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (rounds []quiz.Round, err error) {
		m, err := records.MemberIfAny(tx, id)
		if err != nil || m.No == 0 {
			return rounds, err
		}
		rounds, _, err = forgetting.RoundsOf(tx, m.No)
		return rounds, err
	})
}
