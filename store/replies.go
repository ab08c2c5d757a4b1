package store

import (
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
)

// Reply implements [quiz.Replies].
func (t Tx) Reply(round quiz.RoundID, member quiz.MemberNo) (quiz.Reply, error) {
	return getRecord[quiz.Reply](t, bucketReplies, roundMemberKey(round, member))
}

// SetReply implements [quiz.Replies].
func (t Tx) SetReply(r quiz.Reply) error {
	if err := t.Put(bucketMyReplies, memberRoundKey(r.Member, r.Round), presentValue()); err != nil {
		return err
	}
	return putRecord(t, bucketReplies, roundMemberKey(r.Round, r.Member), r)
}

// RepliesTo implements [quiz.Replies].
func (t Tx) RepliesTo(round quiz.RoundID) ([]quiz.Reply, error) {
	list, unreadable, err := readableOnes(listRecords(t, bucketReplies, numberKey(round), nil, func(_, value []byte) (quiz.Reply, error) {
		return decodeRecord[quiz.Reply](bucketReplies, value)
	}))
	if err != nil {
		return nil, err
	}
	// Keys are in the order of members. A stable sort keeps that order among replies of one moment.
	slices.SortStableFunc(list, func(a, b quiz.Reply) int { return a.First.Compare(b.First) })
	return list, unreadable
}

// Repliers implements [quiz.Replies].
func (t Tx) Repliers(round quiz.RoundID) ([]quiz.Member, error) {
	replies, unreadable := t.RepliesTo(round)
	if unreadable != nil && !errors.Is(unreadable, quiz.ErrUnreadable) {
		return nil, unreadable
	}
	var members []quiz.Member
	for _, r := range replies {
		m, err := t.Member(r.Member)
		switch {
		case err == nil:
			members = append(members, m)
		case errors.Is(err, quiz.ErrUnreadable):
			unreadable = errors.Join(unreadable, err)
		case !isNotFound(err):
			return nil, err
		}
	}
	return members, unreadable
}

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
