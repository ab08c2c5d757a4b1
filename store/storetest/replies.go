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
		at, err2 := tx.VotedAt(1, 1)
		expect(t, "cast at", at.Equal(noon()), true)
		none, err3 := tx.VotedAt(1, 3)
		expect(t, "taken back", none.IsZero(), true)
		return errors.Join(err, err2, err3)
	})
}

// roundsOfMember lists the rounds of a member who replied in rounds 1 and 3 and voted in rounds 1
// and 2. Their votes in round 1 were replaced, and in round 3 taken back.
func roundsOfMember(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		errs := []error{addMembers(tx, 3), tx.SetMember(quiz.Member{No: 3, ID: "console/demo/m3", Name: "小安"})}
		for round := range quiz.RoundID(4) {
			errs = append(errs, tx.SetRound(quiz.Round{ID: round + 1, Room: roomA}))
		}
		return errors.Join(append(errs,
			tx.SetReply(quiz.Reply{Round: 3, Member: 1, Form: "c"}), tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: "a"}),
			tx.SetReply(quiz.Reply{Round: 4, Member: 2, Form: "d"}),
			tx.SetVote(2, 1, 2, noon()), tx.SetVote(1, 1, 2, noon()), tx.SetVote(1, 1, 3, noon()),
			tx.SetVote(3, 1, 2, noon()), tx.SetVote(3, 1, 0, noon()), tx.SetVote(4, 2, 1, noon()))...)
	})
	view(t, s, func(tx quiz.Tx) error {
		rounds := collect(t, tx.RoundsOf(1))
		var ids []quiz.RoundID
		var forms, names []string
		var candidates []quiz.MemberNo
		for _, r := range rounds {
			ids = append(ids, r.Round.ID)
			candidates, names = append(candidates, r.Candidate.No), append(names, r.Candidate.Name)
			if r.Reply != nil {
				forms = append(forms, r.Reply.Form)
			}
		}
		expect(t, "rounds", ids, []quiz.RoundID{1, 2, 3})
		expect(t, "replies", forms, []string{"a", "c"})
		expect(t, "candidates", candidates, []quiz.MemberNo{3, 2, 0})
		expect(t, "their names", names, []string{"小安", "", ""})
		expect(t, "reply in a round with a vote alone", rounds[1].Reply, (*quiz.Reply)(nil))
		expect(t, "rounds of somebody else", len(collect(t, tx.RoundsOf(3))), 0)
		return nil
	})
}
