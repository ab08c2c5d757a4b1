package store

import (
	"bytes"
	"errors"
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
		id := quiz.RoundID(parseNumberKey(rest))
		r, err := t.Round(id)
		if err == nil && r.Room != room {
			err = Damage{Reason: "a round of another room is listed"}
		}
		if err != nil {
			return quiz.Round{ID: id, Room: room}, err
		}
		return r, nil
	})
}

// RoundsWithMessage implements [quiz.Rounds]. It decodes only records that contain the id: messages are
// deleted often, and a room may have had rounds for years.
func (t Tx) RoundsWithMessage(room quiz.RoomID, id string) (found []quiz.Round, err error) {
	if id == "" {
		return nil, nil
	}
	for key := range t.scanPrefix(bucketRoomRounds, textKey(room)) {
		if !bytes.Contains(t.Get(bucketRounds, key), []byte(id)) {
			continue
		}
		r, err := t.Round(quiz.RoundID(parseNumberKey(key)))
		if errors.Is(err, quiz.ErrUnreadable) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if r.Room == room && refersTo(&r, id) {
			found = append(found, r)
		}
	}
	return found, nil
}

// refersTo reports whether a message of a round or of its digest has an id, or is in a thread with it.
func refersTo(r *quiz.Round, id string) bool {
	refs := slices.Concat(r.QuestionMessages, r.RevealMessages)
	if r.Digest != nil {
		refs = append(refs, r.Digest.Messages...)
	}
	return slices.ContainsFunc(refs, func(ref quiz.MessageRef) bool { return ref.Message == id || ref.Thread == id })
}

// RoundsOf implements [quiz.Rounds].
func (t Tx) RoundsOf(member quiz.MemberNo) iter.Seq2[quiz.MemberRound, error] {
	return func(yield func(quiz.MemberRound, error) bool) {
		for _, id := range t.roundIDsOf(member) {
			row, err := t.memberRound(id, member)
			if !yield(row, err) || err != nil && !errors.Is(err, quiz.ErrUnreadable) {
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

// memberRound returns a round with a member's reply and vote. It is [quiz.ErrUnreadable] if one of
// them cannot be read.
func (t Tx) memberRound(id quiz.RoundID, member quiz.MemberNo) (quiz.MemberRound, error) {
	row := quiz.MemberRound{Round: quiz.Round{ID: id}}
	round, err := t.Round(id)
	if isNotFound(err) { // the index of a reply or vote has it
		err = unreadable{err}
	} else if err == nil {
		row.Round = round
	}
	reply, replyErr := t.Reply(id, member)
	if replyErr == nil {
		row.Reply = &reply
	} else if isNotFound(replyErr) {
		replyErr = nil
	}
	var candidateErr error
	row.Candidate, candidateErr = readDamaged(func() (quiz.Member, error) { return t.candidateOf(member, id) })
	return row, errors.Join(err, replyErr, candidateErr)
}

// candidateOf returns the candidate of a member's vote, the zero Member without a vote. A forgotten
// candidate has a number alone.
func (t Tx) candidateOf(voter quiz.MemberNo, round quiz.RoundID) (quiz.Member, error) {
	candidate := t.Get(bucketMyVotes, memberRoundKey(voter, round))
	if candidate == nil {
		return quiz.Member{}, nil
	}
	no := quiz.MemberNo(parseNumberKey(candidate))
	m, err := t.Member(no)
	if isNotFound(err) {
		err = nil
	}
	m.No = no
	return m, err
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
