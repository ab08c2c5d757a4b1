package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// addMembers adds members with the numbers 1 to n.
func addMembers(tx quiz.Tx, n int) error {
	for range n {
		no, err := tx.NewMember()
		if err != nil {
			return err
		}
		if err := tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID("console/demo/" + memberName(no))}); err != nil {
			return err
		}
	}
	return nil
}

func memberName(no quiz.MemberNo) string { return "m" + quiz.RoundID(no).String() }

func membersFound(t *testing.T, s quiz.Store) {
	ann := quiz.Member{ID: "console/demo/ann", Name: "安", Since: noon().UTC(), Unnamed: true}
	update(t, s, func(tx quiz.Tx) (err error) {
		if ann.No, err = tx.NewMember(); err != nil {
			return err
		}
		other, err := tx.NewMember()
		expect(t, "numbers differ", other == ann.No, false)
		return errors.Join(err, tx.SetMember(ann))
	})
	view(t, s, func(tx quiz.Tx) error {
		no, err := tx.MemberNo(ann.ID)
		got, err2 := tx.Member(no)
		expect(t, "member", got, ann)
		return errors.Join(err, err2)
	})
}

func memberForgotten(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 2), tx.SetRound(quiz.Round{ID: 1, Room: roomA}),
			tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: "secret"}), tx.SetReply(quiz.Reply{Round: 1, Member: 2}),
			tx.SetVote(1, 1, 2, noon()), tx.SetVote(1, 2, 1, noon()), tx.Append(answerEntry(1, monday(), 10)), tx.Append(answerEntry(2, monday(), 4)),
			tx.SetStreak(roomA, 1, scoring.Streak{Last: 1, Length: 1, Best: 1}))
	})
	update(t, s, func(tx quiz.Tx) error { return tx.Forget(1) })
	view(t, s, func(tx quiz.Tx) error {
		_, err := tx.Member(1)
		expect(t, "row", errors.Is(err, quiz.ErrNotFound), true)
		_, err = tx.MemberNo("console/demo/m1")
		expect(t, "id", errors.Is(err, quiz.ErrNotFound), true)
		list, err := tx.RepliesTo(1)
		expect(t, "replies", len(list), 1)
		votes, err2 := tx.Votes(1)
		expect(t, "votes", len(votes), 0)
		expect(t, "standings", collect(t, tx.Standings(roomA, "all")), []ledger.Tally{{Member: 2, Points: 4, Answered: 1}})
		streak, err3 := tx.Streak(roomA, 1)
		expect(t, "streak", streak, scoring.Streak{})
		expect(t, "entries", len(collect(t, tx.Entries(roomA, 1))), 1)
		return errors.Join(err, err2, err3)
	})
	if err := s.Update(context.Background(), func(tx quiz.Tx) error { return tx.Forget(1) }); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("forgetting again: got %v, want ErrNotFound", err)
	}
}

func forgottenTimesKept(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetForgotten("console/demo/ann", noon()), tx.SetForgotten("console/demo/bob", noon()),
			tx.SetForgotten("console/demo/bob", noon().Add(time.Hour)), tx.SetForgotten("console/demo/bob", noon().Add(-time.Hour)))
	})
	view(t, s, func(tx quiz.Tx) error {
		for id, want := range map[quiz.MemberID]time.Time{
			"console/demo/ann": noon(), "console/demo/bob": noon().Add(time.Hour), "console/demo/an": {}, "console/demo/cid": {},
		} {
			at, err := tx.ForgottenAt(id)
			if err != nil {
				return err
			}
			expect(t, string(id), at.Equal(want), true)
		}
		return nil
	})
}

func redrawsOwed(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetRound(quiz.Round{ID: 1, Room: roomA}), tx.SetRound(quiz.Round{ID: 2, Room: roomA}), tx.SetRound(quiz.Round{ID: 3, Room: roomA}),
			tx.SetRedrawOwed(3, true), tx.SetRedrawOwed(1, true), tx.SetRedrawOwed(2, true), tx.SetRedrawOwed(2, false), tx.SetRedrawOwed(2, false))
	})
	view(t, s, func(tx quiz.Tx) error {
		var ids []quiz.RoundID
		for _, r := range collect(t, tx.RedrawsOwed()) {
			ids = append(ids, r.ID)
		}
		expect(t, "rounds", ids, []quiz.RoundID{1, 3})
		return nil
	})
}
