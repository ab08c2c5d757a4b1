package store

import (
	"bytes"
	"errors"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/store/ranks"
)

// Member implements [quiz.Members].
func (t Tx) Member(no quiz.MemberNo) (quiz.Member, error) {
	return getRecord[quiz.Member](t, bucketMembers, numberKey(no))
}

// MemberNo implements [quiz.Members].
func (t Tx) MemberNo(id quiz.MemberID) (quiz.MemberNo, error) {
	return readDamaged(func() (quiz.MemberNo, error) {
		value := t.Get(bucketMemberIDs, []byte(id))
		if value == nil {
			return 0, quiz.ErrNotFound
		}
		return quiz.MemberNo(parseNumberKey(value)), nil
	})
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
	id, err := t.memberID(no)
	if err != nil {
		return err
	}
	gone := map[quiz.MemberNo]bool{no: true}
	if err := errors.Join(t.forgetOwn(no, id), t.forgetConfirmers(gone), t.forgetInAudit(gone)); err != nil {
		return err
	}
	return t.OweCompaction()
}

// forgetOwn deletes what is a member's own.
func (t Tx) forgetOwn(no quiz.MemberNo, id quiz.MemberID) error {
	rooms := map[quiz.RoomID]bool{}
	for rest := range t.scanPrefix(bucketMyReplies, numberKey(no)) {
		round := quiz.RoundID(parseNumberKey(rest))
		room, err := t.roomOfRound(round)
		if err != nil {
			return err
		}
		rooms[room] = true
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
	if err := t.Delete(bucketMemberIDs, []byte(id)); err != nil {
		return err
	}
	return t.Delete(bucketMembers, numberKey(no))
}

// memberID returns a member's id. If the member's row is unreadable, the index has it.
func (t Tx) memberID(no quiz.MemberNo) (quiz.MemberID, error) {
	m, err := t.Member(no)
	if !errors.Is(err, quiz.ErrUnreadable) {
		return m.ID, err
	}
	for id, value := range t.scanPrefix(bucketMemberIDs, nil) {
		if bytes.Equal(value, numberKey(no)) {
			return quiz.MemberID(id), nil
		}
	}
	return "", err
}

// roomOfRound returns the room of a round. If the round is unreadable, the index has it; if it is
// there neither, the room is empty.
func (t Tx) roomOfRound(id quiz.RoundID) (quiz.RoomID, error) {
	r, err := t.Round(id)
	if err == nil {
		return r.Room, nil
	}
	if !isNotFound(err) && !errors.Is(err, quiz.ErrUnreadable) {
		return "", err
	}
	for key := range t.scanPrefix(bucketRoomRounds, nil) {
		room, n, _ := bytes.Cut(key, []byte{0})
		if bytes.Equal(n, numberKey(id)) {
			return quiz.RoomID(room), nil
		}
	}
	return "", nil
}

// forgetReply deletes a reply and the votes for it.
func (t Tx) forgetReply(round quiz.RoundID, no quiz.MemberNo) error {
	cast, err := t.Votes(round)
	if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
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
		if errors.Is(err, quiz.ErrUnreadable) {
			return errors.Join(t.dropTallies(room, no), t.Delete(bucketStreaks, roomMemberKey(room, no)))
		}
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
		if err := t.Delete(bucketSelfGraded, selfGradedKey(room, no, e.Round)); err != nil {
			return err
		}
	}
	return t.Delete(bucketStreaks, roomMemberKey(room, no))
}

// dropTallies deletes a member's tallies in a room by their keys: the entries that would lead to
// their seasons cannot be read.
func (t Tx) dropTallies(room quiz.RoomID, no quiz.MemberNo) error {
	for rest := range t.scanPrefix(bucketTallies, textKey(room)) {
		if !bytes.HasSuffix(rest, numberKey(no)) {
			continue
		}
		if err := t.Delete(bucketTallies, joinKey(textKey(room), rest)); err != nil {
			return err
		}
	}
	for rest := range t.scanPrefix(bucketRanking, textKey(room)) {
		row := rest[max(0, len(rest)-ranks.RowSize):]
		if !bytes.HasSuffix(row, numberKey(no)) {
			continue
		}
		if err := t.ranking().Delete(joinKey(textKey(room), rest[:len(rest)-len(row)]), row); err != nil {
			return err
		}
	}
	for round := range t.scanPrefix(bucketSelfGraded, roomMemberKey(room, no)) {
		if err := t.Delete(bucketSelfGraded, joinKey(roomMemberKey(room, no), round)); err != nil {
			return err
		}
	}
	return nil
}
