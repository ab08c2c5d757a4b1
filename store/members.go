package store

import (
	"bytes"
	"errors"
	"iter"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
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
			return errors.Join(t.dropTallies(room, no), t.deleteStreak(room, no))
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
	return t.deleteStreak(room, no)
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

// Streak implements [quiz.Ledger].
func (t Tx) Streak(room quiz.RoomID, member quiz.MemberNo) (scoring.Streak, error) {
	r, err := getRecord[scoring.Streak](t, bucketStreaks, roomMemberKey(room, member))
	if isNotFound(err) {
		return scoring.Streak{}, nil
	}
	return r, err
}

// SetStreak implements [quiz.Ledger].
func (t Tx) SetStreak(room quiz.RoomID, member quiz.MemberNo, r scoring.Streak) error {
	if err := t.deleteStreak(room, member); err != nil {
		return err
	}
	if err := t.Put(bucketRunRounds, streakRoundKey(room, member, r), presentValue()); err != nil {
		return err
	}
	return putRecord(t, bucketStreaks, roomMemberKey(room, member), r)
}

// deleteStreak deletes a member's streak in a room and its key in the index. If the streak is
// unreadable, the key is found by its member.
func (t Tx) deleteStreak(room quiz.RoomID, member quiz.MemberNo) error {
	key := roomMemberKey(room, member)
	old, err := getRecord[scoring.Streak](t, bucketStreaks, key)
	switch {
	case isNotFound(err):
		return nil
	case errors.Is(err, quiz.ErrUnreadable):
		for rest := range t.scanPrefix(bucketRunRounds, textKey(room)) {
			if !bytes.HasSuffix(rest, numberKey(member)) {
				continue
			}
			if err := t.Delete(bucketRunRounds, joinKey(textKey(room), rest)); err != nil {
				return err
			}
		}
	case err != nil:
		return err
	default:
		if err := t.Delete(bucketRunRounds, streakRoundKey(room, member, old)); err != nil {
			return err
		}
	}
	return t.Delete(bucketStreaks, key)
}

// LiveStreaks implements [quiz.Ledger].
func (t Tx) LiveStreaks(room quiz.RoomID, from, last int) iter.Seq2[ledger.MemberStreak, error] {
	return t.streaksIn(room, liveStreak, from, last)
}

// EndedStreaks implements [quiz.Ledger].
func (t Tx) EndedStreaks(room quiz.RoomID, from, last int) iter.Seq2[ledger.MemberStreak, error] {
	return t.streaksIn(room, endedStreak, from, last)
}

// streaksIn yields the streaks of a part of the index.
func (t Tx) streaksIn(room quiz.RoomID, part byte, from, last int) iter.Seq2[ledger.MemberStreak, error] {
	prefix := joinKey(textKey(room), []byte{part})
	return func(yield func(ledger.MemberStreak, error) bool) {
		if last < from {
			return
		}
		list := listRecords(t, bucketRunRounds, prefix, numberKey(from), func(rest, _ []byte) (found indexedStreak, err error) {
			round, number := cutNumberKey(rest)
			found.round, found.Member = int(round), quiz.MemberNo(parseNumberKey(number))
			if found.round <= last {
				found.Streak, err = getRecord[scoring.Streak](t, bucketStreaks, roomMemberKey(room, found.Member))
			}
			return found, err
		})
		for s, err := range list {
			if s.round > last || !yield(s.MemberStreak, err) {
				return
			}
		}
	}
}

// indexedStreak is a streak with its round in the index.
type indexedStreak struct {
	ledger.MemberStreak
	round int
}

// indexStreaks makes the index of streaks by their last rounds.
func (t Tx) indexStreaks() error {
	for key, value := range t.scanPrefix(bucketStreaks, nil) {
		index, err := deriveStreakRound(key, value)
		if err != nil {
			return err
		}
		if err := t.Put(bucketRunRounds, index, presentValue()); err != nil {
			return err
		}
	}
	return nil
}

// deriveStreakRound returns the key of a streak in the index of last rounds.
func deriveStreakRound(key, value []byte) ([]byte, error) {
	room, number, _ := bytes.Cut(key, []byte{0})
	r, err := decodeRecord[scoring.Streak](bucketStreaks, value)
	return streakRoundKey(quiz.RoomID(room), quiz.MemberNo(parseNumberKey(number)), r), err
}
