package store

import (
	"time"

	"quizbot/quiz"
)

// SetVote implements [quiz.Votes].
func (t Tx) SetVote(round quiz.RoundID, voter, candidate quiz.MemberNo, at time.Time) error {
	byRound, byVoter := roundMemberKey(round, voter), memberRoundKey(voter, round)
	if candidate == 0 {
		if err := t.Delete(bucketVotes, byRound); err != nil {
			return err
		}
		return t.Delete(bucketMyVotes, byVoter)
	}
	if err := t.Put(bucketVotes, byRound, joinKey(numberKey(candidate), timeKey(at))); err != nil {
		return err
	}
	return t.Put(bucketMyVotes, byVoter, numberKey(candidate))
}

// parseVoteTime returns the time at which a vote was cast. It follows the candidate.
func parseVoteTime(vote []byte) time.Time { return parseTimeKey(vote[min(8, len(vote)):]) }

// VotedAt implements [quiz.Votes].
func (t Tx) VotedAt(round quiz.RoundID, voter quiz.MemberNo) (time.Time, error) {
	return readDamaged(func() (at time.Time, err error) {
		if v := t.Get(bucketVotes, roundMemberKey(round, voter)); v != nil {
			at = parseVoteTime(v)
		}
		return at, nil
	})
}

// Votes implements [quiz.Votes].
func (t Tx) Votes(round quiz.RoundID) (map[quiz.MemberNo]quiz.MemberNo, error) {
	type vote struct{ voter, candidate quiz.MemberNo }
	list, unreadable, err := readableOnes(listRecords(t, bucketVotes, numberKey(round), nil, func(rest, value []byte) (vote, error) {
		return vote{quiz.MemberNo(parseNumberKey(rest)), quiz.MemberNo(parseNumberKey(value))}, nil
	}))
	if err != nil {
		return nil, err
	}
	found := map[quiz.MemberNo]quiz.MemberNo{}
	for _, v := range list {
		found[v.voter] = v.candidate
	}
	return found, unreadable
}
