package store

import (
	"fmt"
	"time"

	"quizbot/quiz"
)

func (t tx) MoveRoom(from, to quiz.RoomID) error {
	room, err := t.Room(from)
	if err != nil {
		return err
	}
	if t.get(rooms, []byte(to)) != nil {
		return fmt.Errorf("move %s to %s: there is a room of that name", from, to)
	}
	for _, move := range []func(from, to quiz.RoomID) error{t.moveWake, t.moveStep, t.moveRounds, t.moveEntries} {
		if err := move(from, to); err != nil {
			return err
		}
	}
	for _, bucket := range []string{asked, tallies, ranking, runs} {
		if err := t.moveKeys(bucket, ended(from), ended(to)); err != nil {
			return err
		}
	}
	if err := t.delete(rooms, []byte(from)); err != nil {
		return err
	}
	room.ID = to
	return t.SetRoom(room)
}

// moveKeys gives the keys of a bucket that begin with a prefix another one.
func (t tx) moveKeys(bucket string, from, to []byte) error {
	for rest, value := range t.within(bucket, from) {
		if err := t.delete(bucket, key(from, rest)); err != nil {
			return err
		}
		if err := t.put(bucket, key(to, rest), value); err != nil {
			return err
		}
	}
	return nil
}

func (t tx) moveWake(from, to quiz.RoomID) error {
	at := t.get(wake, []byte(from))
	if at == nil {
		return nil
	}
	moved := parseMoment(at)
	if err := t.SetWake(from, time.Time{}); err != nil {
		return err
	}
	return t.SetWake(to, moved)
}

func (t tx) moveStep(from, to quiz.RoomID) error {
	step, err := t.Step(from)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := t.EndStep(from); err != nil {
		return err
	}
	a := &step.Announcement
	step.Room, a.Room = to, to
	if a.Question != nil {
		a.Question.Room = to
	}
	if a.Reveal != nil {
		a.Reveal.Round.Room = to
	}
	return t.SetStep(step)
}

func (t tx) moveRounds(from, to quiz.RoomID) error {
	for rest := range t.within(roomRounds, ended(from)) {
		round, err := t.Round(quiz.RoundID(parseNumber(rest)))
		if err != nil {
			return err
		}
		if err := t.delete(roomRounds, key(ended(from), rest)); err != nil {
			return err
		}
		round.Room = to
		if err := t.SetRound(round); err != nil {
			return err
		}
	}
	return nil
}

// moveEntries moves the lines of the ledger, those of forgotten members too.
func (t tx) moveEntries(from, to quiz.RoomID) error {
	for rest := range t.within(myEntries, ended(from)) {
		e, err := record[quiz.Entry](t, ledger, rest[8:])
		if err != nil {
			return err
		}
		if err := t.delete(myEntries, key(ended(from), rest)); err != nil {
			return err
		}
		e.Room = to
		if err := t.enter(e); err != nil {
			return err
		}
	}
	return nil
}
