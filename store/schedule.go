package store

import (
	"bytes"
	"iter"
	"time"

	"quizbot/quiz"
)

// Step implements [quiz.Steps].
func (t Tx) Step(room quiz.RoomID) (quiz.Step, error) {
	return getRecord[quiz.Step](t, bucketSteps, []byte(room))
}

// SetStep implements [quiz.Steps].
func (t Tx) SetStep(s quiz.Step) error { return putRecord(t, bucketSteps, []byte(s.Room), s) }

// EndStep implements [quiz.Steps].
func (t Tx) EndStep(room quiz.RoomID) error { return t.Delete(bucketSteps, []byte(room)) }

// SetWake implements [quiz.Steps].
func (t Tx) SetWake(room quiz.RoomID, at time.Time) error {
	if old := t.Get(bucketWake, []byte(room)); old != nil {
		if err := t.Delete(bucketDue, dueKey(room, old)); err != nil {
			return err
		}
	}
	if at.IsZero() {
		return t.Delete(bucketWake, []byte(room))
	}
	if err := t.Put(bucketWake, []byte(room), timeKey(at)); err != nil {
		return err
	}
	return t.Put(bucketDue, dueKey(room, timeKey(at)), presentValue())
}

// Platforms implements [quiz.Steps].
func (t Tx) Platforms() iter.Seq[string] {
	return func(yield func(string) bool) {
		for from := []byte(nil); ; {
			var platform []byte
			t.Scan(bucketDue, from, func(k, _ []byte) bool {
				platform = bytes.Clone(k[:bytes.IndexByte(k, 0)])
				return false
			})
			if platform == nil || !yield(string(platform)) {
				return
			}
			from = append(platform, 1) // after all keys of the platform: a zero byte follows it there
		}
	}
}

// Wakes implements [quiz.Steps].
func (t Tx) Wakes(platform string) iter.Seq2[quiz.RoomID, time.Time] {
	return func(yield func(quiz.RoomID, time.Time) bool) {
		for k := range t.scanPrefix(bucketDue, textKey(platform)) {
			if !yield(quiz.RoomID(k[8:]), parseTimeKey(k)) {
				return
			}
		}
	}
}
