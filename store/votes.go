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
	v := t.Get(bucketVotes, roundMemberKey(round, voter))
	if v == nil {
		return time.Time{}, nil
	}
	return parseVoteTime(v), nil
}

// Votes implements [quiz.Votes].
func (t Tx) Votes(round quiz.RoundID) (map[quiz.MemberNo]quiz.MemberNo, error) {
	found := map[quiz.MemberNo]quiz.MemberNo{}
	for rest, value := range t.scanPrefix(bucketVotes, numberKey(round)) {
		found[quiz.MemberNo(parseNumberKey(rest))] = quiz.MemberNo(parseNumberKey(value))
	}
	return found, nil
}
