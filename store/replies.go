package store

import (
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
	var list []quiz.Reply
	for _, value := range t.scanPrefix(bucketReplies, numberKey(round)) {
		r, err := decodeRecord[quiz.Reply](bucketReplies, value)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	// Keys are in the order of members. A stable sort keeps that order among replies of one moment.
	slices.SortStableFunc(list, func(a, b quiz.Reply) int { return a.First.Compare(b.First) })
	return list, nil
}

// Repliers implements [quiz.Replies].
func (t Tx) Repliers(round quiz.RoundID) ([]quiz.Member, error) {
	replies, err := t.RepliesTo(round)
	if err != nil {
		return nil, err
	}
	var members []quiz.Member
	for _, r := range replies {
		m, err := t.Member(r.Member)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}
