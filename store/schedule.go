package store

import (
	"bytes"
	"iter"
	"time"

	"quizbot/quiz"
)

// Job implements [quiz.Jobs].
func (t Tx) Job(room quiz.RoomID) (quiz.Job, error) {
	return getRecord[quiz.Job](t, bucketJobs, []byte(room))
}

// SetJob implements [quiz.Jobs].
func (t Tx) SetJob(s quiz.Job) error { return putRecord(t, bucketJobs, []byte(s.Room), s) }

// EndJob implements [quiz.Jobs].
func (t Tx) EndJob(room quiz.RoomID) error { return t.Delete(bucketJobs, []byte(room)) }

// SetNextCheck implements [quiz.Jobs].
func (t Tx) SetNextCheck(room quiz.RoomID, at time.Time) error {
	if old := t.Get(bucketNextCheck, []byte(room)); old != nil {
		if err := t.Delete(bucketDue, dueKey(room, old)); err != nil {
			return err
		}
	}
	if at.IsZero() {
		return t.Delete(bucketNextCheck, []byte(room))
	}
	if err := t.Put(bucketNextCheck, []byte(room), timeKey(at)); err != nil {
		return err
	}
	return t.Put(bucketDue, dueKey(room, timeKey(at)), presentValue())
}

// NextCheck implements [quiz.Jobs].
func (t Tx) NextCheck(room quiz.RoomID) (time.Time, error) {
	at := t.Get(bucketNextCheck, []byte(room))
	if at == nil {
		return time.Time{}, nil
	}
	return parseTimeKey(at), nil
}

// Platforms implements [quiz.Jobs].
func (t Tx) Platforms() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for from := []byte(nil); ; {
			var platform []byte
			t.Scan(bucketDue, from, func(k, _ []byte) bool {
				platform = bytes.Clone(k[:bytes.IndexByte(k, 0)])
				return false
			})
			if platform == nil || !yield(string(platform), nil) {
				return
			}
			from = append(platform, 1) // after all keys of the platform: a zero byte follows it there
		}
	}
}

// NextChecks implements [quiz.Jobs].
func (t Tx) NextChecks(platform string) iter.Seq2[quiz.NextCheck, error] {
	return listRecords(t, bucketDue, textKey(platform), nil, func(rest, _ []byte) (quiz.NextCheck, error) {
		return quiz.NextCheck{Room: quiz.RoomID(rest[8:]), At: parseTimeKey(rest)}, nil
	})
}
