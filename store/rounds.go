package store

import (
	"bytes"
	"iter"
	"slices"

	"quizbot/quiz"
)

// NewRound implements [quiz.Rounds].
func (t Tx) NewRound() (quiz.RoundID, error) {
	n, err := t.nextNumber(sequenceRounds)
	return quiz.RoundID(n), err
}

// Round implements [quiz.Rounds].
func (t Tx) Round(id quiz.RoundID) (quiz.Round, error) {
	return getRecord[quiz.Round](t, bucketRounds, numberKey(id))
}

// SetRound implements [quiz.Rounds].
func (t Tx) SetRound(r quiz.Round) error {
	if err := t.Put(bucketRoomRounds, joinKey(textKey(r.Room), numberKey(r.ID)), presentValue()); err != nil {
		return err
	}
	if err := t.raiseLastNumber(sequenceRounds, uint64(r.ID)); err != nil { // its number is not given again
		return err
	}
	return putRecord(t, bucketRounds, numberKey(r.ID), r)
}

// RoundsAfter implements [quiz.Rounds].
func (t Tx) RoundsAfter(room quiz.RoomID, after quiz.RoundID) iter.Seq2[quiz.Round, error] {
	return listRecords(t, bucketRoomRounds, textKey(room), numberKey(after+1), func(rest, _ []byte) (quiz.Round, error) {
		return t.Round(quiz.RoundID(parseNumberKey(rest)))
	})
}

// RoundsOf implements [quiz.Rounds].
func (t Tx) RoundsOf(member quiz.MemberNo) iter.Seq2[quiz.MemberRound, error] {
	return func(yield func(quiz.MemberRound, error) bool) {
		for _, id := range t.roundIDsOf(member) {
			row, err := t.memberRound(id, member)
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// roundIDsOf returns the rounds with a reply or vote of a member, in order.
func (t Tx) roundIDsOf(member quiz.MemberNo) []quiz.RoundID {
	var ids []quiz.RoundID
	for _, bucket := range []string{bucketMyReplies, bucketMyVotes} {
		for rest := range t.scanPrefix(bucket, numberKey(member)) {
			ids = append(ids, quiz.RoundID(parseNumberKey(rest)))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// memberRound returns a round with a member's reply and vote.
func (t Tx) memberRound(id quiz.RoundID, member quiz.MemberNo) (row quiz.MemberRound, err error) {
	if row.Round, err = t.Round(id); err != nil {
		return row, err
	}
	reply, err := t.Reply(id, member)
	if err == nil {
		row.Reply = &reply
	} else if !isNotFound(err) {
		return row, err
	}
	candidate := t.Get(bucketMyVotes, memberRoundKey(member, id))
	if candidate == nil {
		return row, nil
	}
	no := quiz.MemberNo(parseNumberKey(candidate))
	row.Candidate, err = t.Member(no)
	if isNotFound(err) {
		row.Candidate, err = quiz.Member{No: no}, nil
	}
	return row, err
}

// AskedQuestions implements [quiz.Rounds].
func (t Tx) AskedQuestions(room quiz.RoomID, cycle int) (map[quiz.QuestionID]bool, error) {
	found := map[quiz.QuestionID]bool{}
	prefix := cycleKey(room, cycle)
	t.Scan(bucketAsked, prefix, func(k, _ []byte) bool {
		if !bytes.HasPrefix(k, prefix) {
			return false
		}
		found[quiz.QuestionID(k[len(prefix):])] = true
		return true
	})
	return found, nil
}

// SetQuestionAsked implements [quiz.Rounds].
func (t Tx) SetQuestionAsked(room quiz.RoomID, cycle int, q quiz.QuestionID, asked bool) error {
	k := askedKey(room, cycle, q)
	if !asked {
		return t.Delete(bucketAsked, k)
	}
	return t.Put(bucketAsked, k, presentValue())
}

// SetRedrawOwed implements [quiz.Rounds].
func (t Tx) SetRedrawOwed(round quiz.RoundID, owed bool) error {
	if !owed {
		return t.Delete(bucketRedraws, numberKey(round))
	}
	return t.Put(bucketRedraws, numberKey(round), presentValue())
}

// RedrawsOwed implements [quiz.Rounds].
func (t Tx) RedrawsOwed() iter.Seq2[quiz.Round, error] {
	return listRecords(t, bucketRedraws, nil, nil, func(id, _ []byte) (quiz.Round, error) {
		return t.Round(quiz.RoundID(parseNumberKey(id)))
	})
}
