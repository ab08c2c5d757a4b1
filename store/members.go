package store

import (
	"time"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// Member implements [quiz.Members].
func (t Tx) Member(no quiz.MemberNo) (quiz.Member, error) {
	return getRecord[quiz.Member](t, bucketMembers, numberKey(no))
}

// MemberNo implements [quiz.Members].
func (t Tx) MemberNo(id quiz.MemberID) (quiz.MemberNo, error) {
	value := t.Get(bucketMemberIDs, []byte(id))
	if value == nil {
		return 0, quiz.ErrNotFound
	}
	return quiz.MemberNo(parseNumberKey(value)), nil
}

// NewMember implements [quiz.Members].
func (t Tx) NewMember() (quiz.MemberNo, error) {
	n, err := t.nextNumber(sequenceMembers)
	return quiz.MemberNo(n), err
}

// SetMember implements [quiz.Members].
func (t Tx) SetMember(m quiz.Member) error {
	if err := t.Put(bucketMemberIDs, []byte(m.ID), numberKey(m.No)); err != nil {
		return err
	}
	if err := t.raiseLastNumber(sequenceMembers, uint64(m.No)); err != nil { // its number is not given again
		return err
	}
	return putRecord(t, bucketMembers, numberKey(m.No), m)
}

// Forget implements [quiz.Members].
func (t Tx) Forget(no quiz.MemberNo) error {
	m, err := t.Member(no)
	if err != nil {
		return err
	}
	rooms := map[quiz.RoomID]bool{}
	for rest := range t.scanPrefix(bucketMyReplies, numberKey(no)) {
		round := quiz.RoundID(parseNumberKey(rest))
		r, err := t.Round(round)
		if err != nil {
			return err
		}
		rooms[r.Room] = true
		if err := t.forgetReply(round, no); err != nil {
			return err
		}
	}
	for room := range rooms {
		if err := t.forgetPoints(room, no); err != nil {
			return err
		}
	}
	for rest := range t.scanPrefix(bucketMyVotes, numberKey(no)) {
		if err := t.SetVote(quiz.RoundID(parseNumberKey(rest)), no, 0, time.Time{}); err != nil {
			return err
		}
	}
	if err := t.forgetConfirmer(no); err != nil {
		return err
	}
	if err := t.Delete(bucketMemberIDs, []byte(m.ID)); err != nil {
		return err
	}
	if err := t.SetCompactionOwed(true); err != nil {
		return err
	}
	return t.Delete(bucketMembers, numberKey(no))
}

// forgetReply deletes a reply and the votes for it.
func (t Tx) forgetReply(round quiz.RoundID, no quiz.MemberNo) error {
	cast, err := t.Votes(round)
	if err != nil {
		return err
	}
	for voter, candidate := range cast {
		if candidate == no {
			if err := t.SetVote(round, voter, 0, time.Time{}); err != nil {
				return err
			}
		}
	}
	if err := t.Delete(bucketMyReplies, memberRoundKey(no, round)); err != nil {
		return err
	}
	return t.Delete(bucketReplies, roundMemberKey(round, no))
}

// forgetPoints deletes a member's tallies and streak in a room. The entries stay.
func (t Tx) forgetPoints(room quiz.RoomID, no quiz.MemberNo) error {
	for e, err := range t.Entries(room, no) {
		if err != nil {
			return err
		}
		for _, season := range scoring.Seasons(e.Date) {
			tally, err := t.Tally(room, season, no)
			if err != nil {
				return err
			}
			if err := t.deleteTally(room, season, tally); err != nil {
				return err
			}
		}
	}
	return t.Delete(bucketStreaks, roomMemberKey(room, no))
}
