package jobs

import (
	"context"

	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/records"
)

// unnamedMembers returns the members without a name who answered in a round.
func unnamedMembers(tx quiz.Replies, id quiz.RoundID) ([]quiz.MemberID, error) {
	replies, err := records.SubmittedReplies(tx, id)
	if err != nil {
		return nil, err
	}
	submitted := map[quiz.MemberNo]bool{}
	for _, r := range replies {
		submitted[r.Member] = true
	}
	members, err := tx.Repliers(id)
	var ids []quiz.MemberID
	for _, m := range members {
		if submitted[m.No] && m.Name == "" {
			ids = append(ids, m.ID)
		}
	}
	return ids, err
}

// UnnamedMembers returns the members without a name who answered in a round.
func (e *Engine) UnnamedMembers(ctx context.Context, round quiz.RoundID) ([]quiz.MemberID, error) {
	return records.View(ctx, e.store, func(tx quiz.Tx) ([]quiz.MemberID, error) { return unnamedMembers(tx, round) })
}

// NameMembers stores names of members.
func (e *Engine) NameMembers(ctx context.Context, names map[quiz.MemberID]string) error {
	if len(names) == 0 {
		return nil
	}
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		for id, name := range names {
			m, err := records.MemberIfAny(tx, id)
			if err != nil {
				return err
			}
			if name = input.CleanName(name); m.No == 0 || name == "" {
				continue
			}
			m.Name = name
			if err := tx.SetMember(m); err != nil {
				return err
			}
		}
		return nil
	})
}
