package service

import (
	"context"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/records"
)

// Forgotten says what became of a wish to be forgotten.
type Forgotten struct {
	// Known reports whether anything was kept about the person.
	Known bool
	// Rounds are those that they answered or voted in, whose messages may still show it.
	Rounds []quiz.Round
	// Owed is why what was deleted may still lie in free space of the store's file, nil where it does not. It is tried
	// again by itself.
	Owed error
}

// ForgetMember deletes everything about the person, as [ForgetMember] does. Nothing that they did before at is recorded again,
// however it comes in. It is done when ForgetMember returns without an error.
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

// RoundsOf returns the rounds that a person answered or voted in.
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
