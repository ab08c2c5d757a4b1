package store

import (
	"bytes"
	"iter"
	"time"

	"quizbot/quiz"
)

func (t tx) Room(id quiz.RoomID) (quiz.Room, error) { return record[quiz.Room](t, rooms, []byte(id)) }

func (t tx) SetRoom(r quiz.Room) error { return setRecord(t, rooms, []byte(r.ID), r) }

func (t tx) Rooms() iter.Seq2[quiz.Room, error] {
	return records(t, rooms, nil, nil, func(_, value []byte) (quiz.Room, error) { return decode[quiz.Room](rooms, value) })
}

func (t tx) Step(room quiz.RoomID) (quiz.Step, error) {
	return record[quiz.Step](t, steps, []byte(room))
}

func (t tx) SetStep(s quiz.Step) error { return setRecord(t, steps, []byte(s.Room), s) }

func (t tx) EndStep(room quiz.RoomID) error { return t.delete(steps, []byte(room)) }

func (t tx) SetWake(room quiz.RoomID, at time.Time) error {
	if old := t.get(wake, []byte(room)); old != nil {
		if err := t.delete(due, dueKey(room, old)); err != nil {
			return err
		}
	}
	if at.IsZero() {
		return t.delete(wake, []byte(room))
	}
	if err := t.put(wake, []byte(room), moment(at)); err != nil {
		return err
	}
	return t.put(due, dueKey(room, moment(at)), present())
}

func dueKey(room quiz.RoomID, at []byte) []byte {
	return key(ended(room.Platform()), at, []byte(room))
}

func (t tx) Platforms() iter.Seq[string] {
	return func(yield func(string) bool) {
		for from := []byte(nil); ; {
			var platform []byte
			t.scan(due, from, func(k, _ []byte) bool {
				platform = bytes.Clone(k[:bytes.IndexByte(k, 0)])
				return false
			})
			if platform == nil || !yield(string(platform)) {
				return
			}
			from = append(platform, 1) // behind all keys of the platform, which go on with a zero byte
		}
	}
}

func (t tx) Wakes(platform string) iter.Seq2[quiz.RoomID, time.Time] {
	return func(yield func(quiz.RoomID, time.Time) bool) {
		for k := range t.within(due, ended(platform)) {
			if !yield(quiz.RoomID(k[8:]), parseMoment(k)) {
				return
			}
		}
	}
}
