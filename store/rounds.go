package store

import (
	"bytes"
	"iter"

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
	return putRecord(t, bucketRounds, numberKey(r.ID), r)
}

// RoundsAfter implements [quiz.Rounds].
func (t Tx) RoundsAfter(room quiz.RoomID, after quiz.RoundID) iter.Seq2[quiz.Round, error] {
	return listRecords(t, bucketRoomRounds, textKey(room), numberKey(after+1), func(rest, _ []byte) (quiz.Round, error) {
		return t.Round(quiz.RoundID(parseNumberKey(rest)))
	})
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
