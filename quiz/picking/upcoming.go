package picking

import (
	"iter"
	"slices"

	"quizbot/quiz"
)

// Lookahead is how many of a room's next questions an [Upcoming] knows.
const Lookahead = 5

// Upcoming knows the next questions of a room.
type Upcoming struct {
	picker Picker
	room   quiz.Room
	asked  map[quiz.QuestionID]bool // in the room's cycle
	left   int                      // questions before the next cycle, up to [Lookahead]
	last   quiz.QuestionID          // of the room's last round, which does not begin the next cycle
}

// NewUpcoming returns the next questions of a room. asked are those of its cycle, last is the
// question of its last round.
func NewUpcoming(p Picker, room quiz.Room, asked map[quiz.QuestionID]bool, last quiz.QuestionID) Upcoming {
	u := Upcoming{picker: p, room: room, asked: asked, last: last}
	u.left = u.countLeft()
	return u
}

// countLeft counts the unasked questions of the cycle, up to [Lookahead].
func (c *Upcoming) countLeft() int {
	n := 0
	for q := range c.questions() {
		if !c.asked[q.ID] && fitsPlan(&c.room.Plan, q) {
			if n++; n == Lookahead {
				break
			}
		}
	}
	return n
}

func (c *Upcoming) questions() iter.Seq[*quiz.Question] {
	return c.picker.Bank.Questions(c.room.Plan.Banks...)
}

// IsUpcoming reports whether a question is among the room's next ones, even if a new cycle begins
// in between.
func (c *Upcoming) IsUpcoming(q *quiz.Question) bool {
	if banks := c.room.Plan.Banks; !fitsPlan(&c.room.Plan, q) || len(banks) > 0 && !slices.Contains(banks, q.Bank) {
		return false
	}
	if !c.asked[q.ID] {
		return c.countBefore(q, c.room.Cycle, c.asked) < Lookahead
	}
	if c.left >= Lookahead {
		return false
	}
	return c.countBefore(q, c.room.Cycle+1, map[quiz.QuestionID]bool{c.last: true}) < Lookahead-c.left
}

// countBefore counts the questions before q in a cycle, up to [Lookahead].
func (c *Upcoming) countBefore(q *quiz.Question, cycle int, asked map[quiz.QuestionID]bool) int {
	plan, seed, n, passed := &c.room.Plan, RoomSeed(&c.room, c.room.ID), 0, false
	own := placeOf(plan, q, seed, cycle)
	for other := range c.questions() {
		if other.ID == q.ID {
			passed = true
			continue
		}
		if asked[other.ID] || !fitsPlan(plan, other) {
			continue
		}
		if order := placeOf(plan, other, seed, cycle).compare(own); order < 0 || order == 0 && !passed {
			if n++; n == Lookahead {
				break
			}
		}
	}
	return n
}
