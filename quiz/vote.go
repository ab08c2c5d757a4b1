package quiz

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Vote makes the member's vote in a round one for the candidate's answer, unless the one that stands was cast
// later. It refuses with NotRevealed, OwnAnswer, NoReply where the candidate did not answer, and TooLateNow once
// the next question was asked.
func (s *Service) Vote(ctx context.Context, now time.Time, room RoomID, who Person, id RoundID, candidate MemberNo) (name string, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		if err := votable(tx, room, id); err != nil {
			return err
		}
		reply, err := optional(tx.Reply(id, candidate))
		if err != nil {
			return err
		}
		if reply == nil || !reply.Given() {
			return refuse(NoReply)
		}
		voter, err := member(tx, who, now)
		if err != nil {
			return err
		}
		if voter.No == candidate {
			return refuse(OwnAnswer)
		}
		if name, err = shownName(tx, candidate); err != nil {
			return err
		}
		last, err := tx.VotedAt(id, voter.No)
		if err != nil || now.Before(last) {
			return err
		}
		return tx.SetVote(id, voter.No, candidate, now)
	})
	return name, err
}

// votable tells why a round takes no votes, or nil where it does.
func votable(tx Tx, room RoomID, id RoundID) error {
	round, err := findRound(tx, room, id)
	if err != nil {
		return err
	}
	if round.Phase != Revealed && round.Phase != Closing {
		return refuse(NotRevealed)
	}
	current, err := stillCurrent(tx, room, id)
	if err == nil && !current {
		return refuse(TooLateNow)
	}
	return err
}

// shownName is the name that may stand beside a member's answers: empty for one who asked to be unnamed
// or was forgotten.
func shownName(tx Tx, no MemberNo) (string, error) {
	m, err := tx.Member(no)
	if errors.Is(err, ErrNotFound) || err == nil && m.Unnamed {
		return "", nil
	}
	return m.Name, err
}

// winners are the candidates with most votes, in the order of their numbers, and how many they got.
func winners(votes map[MemberNo]MemberNo) (best []MemberNo, most int) {
	count := map[MemberNo]int{}
	for _, candidate := range votes {
		count[candidate]++
		most = max(most, count[candidate])
	}
	for candidate, n := range count {
		if n == most {
			best = append(best, candidate)
		}
	}
	slices.Sort(best)
	return best, most
}
