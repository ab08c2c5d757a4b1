package picking

import (
	"errors"

	"quizbot/quiz"
	"quizbot/quiz/records"
	"quizbot/quiz/secrecy"
)

// RoomRounds are the rooms with their rounds.
type RoomRounds interface {
	quiz.Rooms
	quiz.Rounds
}

// QuestionsUnderWay returns the questions of all rounds that are not revealed yet, those about to be
// asked by hand included. The rounds of one room may be left out.
func (p Picker) QuestionsUnderWay(tx RoomRounds, except quiz.RoomID) (*secrecy.Set, error) {
	held := secrecy.NewSet(p.Bank)
	for room, err := range tx.Rooms() {
		switch {
		case room.ID == except:
			continue
		case errors.Is(err, quiz.ErrUnreadable):
			err = p.addUnreadable(tx, held, room.ID)
		case err == nil:
			err = p.addCurrent(tx, held, &room)
		}
		if err != nil {
			return nil, err
		}
	}
	return held, nil
}

// addCurrent adds the question that a room asks, and the one that an admin named. If the round cannot
// be read, it is one of those asked in the cycle.
func (p Picker) addCurrent(tx quiz.Rounds, held *secrecy.Set, room *quiz.Room) error {
	p.addByID(held, room.AskWhat)
	if room.Round == 0 {
		return nil
	}
	round, err := records.IfReadable(tx.Round(room.Round))
	if err != nil {
		return err
	}
	if round != nil {
		if IsUnderWay(round) {
			held.Add(&round.Question)
		}
		return nil
	}
	asked, err := tx.AskedQuestions(room.ID, room.Cycle)
	for q := range asked {
		p.addByID(held, q)
	}
	return err
}

// addUnreadable adds the questions that a room may be asking whose record, and with it the current
// round and cycle, cannot be read: all that are not known to be over.
func (p Picker) addUnreadable(tx quiz.Rounds, held *secrecy.Set, id quiz.RoomID) error {
	over := map[quiz.QuestionID]bool{}
	for round, err := range records.Readable(tx.RoundsAfter(id, 0)) {
		if err != nil {
			return err
		}
		if over[round.Question.ID] = !IsUnderWay(&round); IsUnderWay(&round) {
			held.Add(&round.Question)
		}
	}
	for cycle := 0; ; cycle++ {
		asked, err := tx.AskedQuestions(id, cycle)
		if err != nil {
			return err
		}
		for q := range asked {
			if !over[q] {
				p.addByID(held, q)
			}
		}
		if len(asked) == 0 && cycle > 0 {
			return nil
		}
	}
}

// addByID adds a question as the bank has it.
func (p Picker) addByID(held *secrecy.Set, id quiz.QuestionID) {
	if q, ok := p.Bank.Question(id); ok {
		held.Add(q)
	} else if id != "" {
		held.AddID(id)
	}
}

// WalkUnderWay visits the rounds of all rooms that are not revealed yet. Those that cannot be read
// are left out.
func WalkUnderWay(tx RoomRounds, visit func(*quiz.Round)) error {
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return err
		}
		round, err := records.IfReadable(tx.Round(room.Round))
		if err != nil {
			return err
		}
		if round != nil && IsUnderWay(round) {
			visit(round)
		}
	}
	return nil
}

// IsUnderWay reports whether a round's answer is still a secret: it is about to be asked, open, or
// closed and not revealed yet.
func IsUnderWay(r *quiz.Round) bool {
	return r.Phase == quiz.Asking || r.Phase == quiz.Open || r.Phase == quiz.Closing
}
