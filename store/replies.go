package store

import (
	"errors"
	"slices"

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
