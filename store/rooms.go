package store

import (
	"bytes"
	"fmt"
	"iter"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
)

// Room implements [quiz.Rooms].
func (t Tx) Room(id quiz.RoomID) (quiz.Room, error) {
	return getRecord[quiz.Room](t, bucketRooms, []byte(id))
}

// SetRoom implements [quiz.Rooms].
func (t Tx) SetRoom(r quiz.Room) error { return putRecord(t, bucketRooms, []byte(r.ID), r) }

// Rooms implements [quiz.Rooms].
func (t Tx) Rooms() iter.Seq2[quiz.Room, error] {
	return listRecords(t, bucketRooms, nil, nil, func(key, value []byte) (quiz.Room, error) {
		r, err := decodeRecord[quiz.Room](bucketRooms, value)
		if err != nil {
			return quiz.Room{ID: quiz.RoomID(key)}, err
		}
		return r, nil
	})
}

// MoveRoom implements [quiz.Rooms].
func (t Tx) MoveRoom(from, to quiz.RoomID) error {
	room, err := t.Room(from)
	if err != nil {
		return err
	}
	if t.Get(bucketRooms, []byte(to)) != nil {
		return fmt.Errorf("move %s to %s: there is a room of that name", from, to)
	}
	for _, move := range []func(from, to quiz.RoomID) error{t.moveNextCheck, t.moveJob, t.moveRounds, t.moveEntries, t.moveAudit} {
		if err := move(from, to); err != nil {
			return err
		}
	}
	for _, bucket := range append(tallyBuckets(), bucketAsked, bucketStreaks, bucketRunRounds) {
		if err := t.moveKeys(bucket, textKey(from), textKey(to)); err != nil {
			return err
		}
	}
	if err := t.Delete(bucketRooms, []byte(from)); err != nil {
		return err
	}
	room.ID = to
	return t.SetRoom(room)
}

// moveKeys replaces the prefix of keys in a bucket.
func (t Tx) moveKeys(bucket string, from, to []byte) error {
	for rest, value := range t.scanPrefix(bucket, from) {
		if err := t.Delete(bucket, joinKey(from, rest)); err != nil {
			return err
		}
		if err := t.Put(bucket, joinKey(to, rest), value); err != nil {
			return err
		}
	}
	return nil
}

// moveNextCheck moves the time of a room's next check.
func (t Tx) moveNextCheck(from, to quiz.RoomID) error {
	at, err := t.NextCheck(from)
	if err != nil || at.IsZero() {
		return err
	}
	if err := t.SetNextCheck(from, time.Time{}); err != nil {
		return err
	}
	return t.SetNextCheck(to, at)
}

// moveJob moves the job of a room, with the rooms in its announcement.
func (t Tx) moveJob(from, to quiz.RoomID) error {
	job, err := t.Job(from)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := t.EndJob(from); err != nil {
		return err
	}
	a := &job.Announcement
	job.Room, a.Room = to, to
	if a.Question != nil {
		a.Question.Room = to
	}
	if a.Reveal != nil {
		a.Reveal.Round.Room = to
	}
	return t.SetJob(job)
}

// moveRounds moves the rounds of a room.
func (t Tx) moveRounds(from, to quiz.RoomID) error {
	for rest := range t.scanPrefix(bucketRoomRounds, textKey(from)) {
		round, err := t.Round(quiz.RoundID(parseNumberKey(rest)))
		if err != nil {
			return err
		}
		if err := t.Delete(bucketRoomRounds, joinKey(textKey(from), rest)); err != nil {
			return err
		}
		round.Room = to
		if err := t.SetRound(round); err != nil {
			return err
		}
	}
	return nil
}

// moveEntries moves the entries of the ledger, including those of forgotten members.
func (t Tx) moveEntries(from, to quiz.RoomID) error {
	for rest := range t.scanPrefix(bucketMyEntries, textKey(from)) {
		_, seq := cutNumberKey(rest)
		e, err := getRecord[ledger.Entry](t, bucketLedger, seq)
		if err != nil {
			return err
		}
		if err := t.Delete(bucketMyEntries, joinKey(textKey(from), rest)); err != nil {
			return err
		}
		e.Room = to
		if err := t.putEntry(e); err != nil {
			return err
		}
	}
	return nil
}

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
