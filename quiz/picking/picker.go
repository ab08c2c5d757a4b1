// Package picking decides which question a room asks next, and which ones come soon.
package picking

import (
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/records"
)

// Picker picks questions of a bank.
type Picker struct{ Bank quiz.Bank }

// ChooseNext returns the room's next question and its cycle. After the last question a new cycle
// begins. The question is nil if none fits the plan, or if all were just refused.
func (p Picker) ChooseNext(tx quiz.Rounds, room *quiz.Room) (q *quiz.Question, cycle int, err error) {
	asked, err := tx.AskedQuestions(room.ID, room.Cycle)
	if err != nil {
		return nil, 0, err
	}
	refused := map[quiz.QuestionID]bool{}
	if room.Replacement != nil {
		for _, id := range room.Replacement.Refused {
			refused[id], asked[id] = true, true
		}
	}
	if q, _ := p.PickFirst(room, asked); q != nil || len(asked) == 0 {
		return q, room.Cycle, nil
	}
	last, err := records.IgnoreNotFound(tx.Round(room.Last))
	if err != nil {
		return nil, 0, err
	}
	next := *room
	next.Cycle++
	if last != nil && !refused[last.Question.ID] {
		refused[last.Question.ID] = true
		if q, _ := p.PickFirst(&next, refused); q != nil {
			return q, next.Cycle, nil
		}
		delete(refused, last.Question.ID)
	}
	q, _ = p.PickFirst(&next, refused)
	return q, next.Cycle, nil
}

// maxPassedOver bounds the search for a question that no other room asks.
const maxPassedOver = 20

// ChooseFree returns the room's next question like ChooseNext, but passes over those that held
// reports. It passes over none if no other question is left, or if it found none soon.
func (p Picker) ChooseFree(tx quiz.Rounds, room *quiz.Room, held func(*quiz.Question) (bool, error)) (q *quiz.Question, cycle int, err error) {
	q, cycle, err = p.ChooseNext(tx, room)
	free, freeCycle, passed := q, cycle, *room
	passed.Replacement = &quiz.Replacement{}
	if room.Replacement != nil {
		passed.Replacement.Refused = slices.Clone(room.Replacement.Refused)
	}
	for range maxPassedOver {
		if err != nil || free == nil {
			break
		}
		is, failed := held(free)
		if failed != nil {
			return nil, 0, failed
		}
		if !is {
			return free, freeCycle, nil
		}
		passed.Replacement.Refused = append(passed.Replacement.Refused, free.ID)
		free, freeCycle, err = p.ChooseNext(tx, &passed)
	}
	return q, cycle, err
}

// PickFirst returns the first question of the room's plan that isn't in asked, and the number of
// such questions.
func (p Picker) PickFirst(room *quiz.Room, asked map[quiz.QuestionID]bool) (*quiz.Question, int) {
	return pickFirst(p.Bank.Questions(room.Plan.Banks...), room.Plan, RoomSeed(room, room.ID), room.Cycle, asked)
}

// CountLeft counts the unasked questions of the room's cycle. At 0 the next question begins a new
// cycle.
func (p Picker) CountLeft(tx quiz.Rounds, room *quiz.Room) (int, error) {
	asked, err := tx.AskedQuestions(room.ID, room.Cycle)
	if err != nil {
		return 0, err
	}
	_, left := p.PickFirst(room, asked)
	return left, nil
}

// RoomSeed returns the seed of a room's order of questions. It survives a change of the room's id.
func RoomSeed(r *quiz.Room, id quiz.RoomID) string {
	if r.Seed != "" {
		return r.Seed
	}
	return string(id)
}
