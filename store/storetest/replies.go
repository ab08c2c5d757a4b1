package storetest

import (
	"errors"
	"testing"
	"time"

	"quizbot/quiz"
)

func repliesInOrder(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		var errs []error
		for member, first := range map[quiz.MemberNo]int{1: 3, 2: 1, 3: 2, 4: 1} {
			errs = append(errs, tx.SetReply(quiz.Reply{Round: 1, Member: member, First: noon().Add(time.Duration(first) * time.Second)}))
		}
		return errors.Join(append(errs, tx.SetRound(quiz.Round{ID: 1, Room: roomA}), tx.SetReply(quiz.Reply{Round: 2, Member: 1}))...)
	})
	view(t, s, func(tx quiz.Tx) error {
		list, err := tx.RepliesTo(1)
		var order []quiz.MemberNo
		for _, r := range list {
			order = append(order, r.Member)
		}
		expect(t, "order", order, []quiz.MemberNo{2, 4, 3, 1})
		var rounds []quiz.RoundID
		for _, r := range collect(t, tx.RepliesOf(1)) {
			rounds = append(rounds, r.Round)
		}
		expect(t, "of a member", rounds, []quiz.RoundID{1, 2})
		return err
	})
}

func repliersInOrder(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 3), tx.SetRound(quiz.Round{ID: 1, Room: roomA}),
			tx.SetReply(quiz.Reply{Round: 1, Member: 1, First: noon()}), tx.SetReply(quiz.Reply{Round: 1, Member: 3, First: noon().Add(-time.Second)}),
			tx.SetReply(quiz.Reply{Round: 2, Member: 2}))
	})
	view(t, s, func(tx quiz.Tx) error {
		members, err := tx.Repliers(1)
		expect(t, "repliers", members, []quiz.Member{{No: 3, ID: "console/demo/m3"}, {No: 1, ID: "console/demo/m1"}})
		return err
	})
}

func votesReplaced(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(
			tx.SetVote(1, 1, 2, noon().Add(-time.Hour)), tx.SetVote(1, 1, 3, noon()), tx.SetVote(1, 2, 3, noon()),
			tx.SetVote(1, 3, 1, noon()), tx.SetVote(1, 3, 0, noon()), tx.SetVote(2, 1, 2, noon()),
		)
	})
	view(t, s, func(tx quiz.Tx) error {
		votes, err := tx.Votes(1)
		expect(t, "votes", votes, map[quiz.MemberNo]quiz.MemberNo{1: 3, 2: 3})
		by, err2 := tx.VotesBy(1)
		expect(t, "by a member", by, map[quiz.RoundID]quiz.MemberNo{1: 3, 2: 2})
		at, err3 := tx.VotedAt(1, 1)
		expect(t, "cast at", at.Equal(noon()), true)
		none, err4 := tx.VotedAt(1, 3)
		expect(t, "taken back", none.IsZero(), true)
		return errors.Join(err, err2, err3, err4)
	})
}
