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
	if err := t.dropDue(room, at.IsZero()); err != nil {
		return err
	}
	if at.IsZero() {
		return t.Delete(bucketNextCheck, []byte(room))
	}
	if err := t.Put(bucketNextCheck, []byte(room), timeKey(at)); err != nil {
		return err
	}
	return t.Put(bucketDue, dueKey(room, timeKey(at)), presentValue())
}

// dropDue deletes a room's entry in the index by time. If the entry is not where the room's next
// check says, all entries of the platform are searched. Without a next check they are searched only
// if ever is set.
func (t Tx) dropDue(room quiz.RoomID, ever bool) error {
	at := t.Get(bucketNextCheck, []byte(room))
	if key := dueKey(room, at); at != nil && t.Get(bucketDue, key) != nil {
		return t.Delete(bucketDue, key)
	}
	if at == nil && !ever {
		return nil
	}
	platform := textKey(room.Platform())
	for rest := range t.scanPrefix(bucketDue, platform) {
		if len(rest) < 8 || string(rest[8:]) != string(room) {
			continue
		}
		if err := t.Delete(bucketDue, joinKey(platform, rest)); err != nil {
			return err
		}
	}
	return nil
}

// NextCheck implements [quiz.Jobs].
func (t Tx) NextCheck(room quiz.RoomID) (time.Time, error) {
	return readDamaged(func() (at time.Time, err error) {
		if value := t.Get(bucketNextCheck, []byte(room)); value != nil {
			at = parseTimeKey(value)
		}
		return at, nil
	})
}

// Platforms implements [quiz.Jobs].
func (t Tx) Platforms() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for from := []byte(nil); ; {
			var platform []byte
			t.Scan(bucketDue, from, func(k, _ []byte) bool {
				name, _, whole := bytes.Cut(k, []byte{0})
				if whole { // a key that is cut off belongs to no platform
					platform = bytes.Clone(name)
				}
				return !whole
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
		_, room := cutNumberKey(rest)
		check := quiz.NextCheck{Room: quiz.RoomID(room), At: parseTimeKey(rest)}
		if !bytes.Equal(rest[:8], t.Get(bucketNextCheck, room)) {
			return check, Damage{Reason: "a room is due at another time than its next check"}
		}
		return check, nil
	})
}
