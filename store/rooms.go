package store

import (
	"iter"

	"quizbot/quiz"
)

// Room implements [quiz.Rooms].
func (t Tx) Room(id quiz.RoomID) (quiz.Room, error) {
	return getRecord[quiz.Room](t, bucketRooms, []byte(id))
}

// SetRoom implements [quiz.Rooms].
func (t Tx) SetRoom(r quiz.Room) error { return putRecord(t, bucketRooms, []byte(r.ID), r) }

// Rooms implements [quiz.Rooms].
func (t Tx) Rooms() iter.Seq2[quiz.Room, error] {
	return listRecords(t, bucketRooms, nil, nil, func(_, value []byte) (quiz.Room, error) {
		return decodeRecord[quiz.Room](bucketRooms, value)
	})
}
