package picking

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
)

// fitsPlan reports whether a plan asks a question of its banks.
func fitsPlan(p *plan.Plan, q *quiz.Question) bool {
	return (p.Unanswered || q.HasAnswer()) && (len(p.Tags) == 0 || slices.ContainsFunc(p.Tags, func(tag string) bool { return slices.Contains(q.Tags, tag) }))
}

// placeInOrder is a question's place in a plan's order. Lower places come first, equal ones in the
// order of the banks.
type placeInOrder struct {
	level int
	lot   uint64
}

func (t placeInOrder) compare(u placeInOrder) int {
	return cmp.Or(cmp.Compare(t.level, u.level), cmp.Compare(t.lot, u.lot))
}

// placeOf returns a question's place in the order of a plan, in one cycle of a room with the given
// seed.
func placeOf(p *plan.Plan, q *quiz.Question, seed string, cycle int) placeInOrder {
	switch p.Order {
	case plan.OrderBank:
		return placeInOrder{}
	case plan.OrderByDifficulty:
		return placeInOrder{level: difficultyLevel(q.Difficulty)}
	}
	return placeInOrder{lot: DrawLot(seed, cycle, string(q.ID))}
}

// difficultyLevel is 0 for easy, 1 for medium, 2 for hard and 3 for unknown.
func difficultyLevel(word string) int {
	switch scoring.ParseDifficulty(word) {
	case scoring.Easy:
		return 0
	case scoring.Medium:
		return 1
	case scoring.Hard:
		return 2
	}
	return 3
}

// pickFirst returns the first unasked question in the plan's order, and the number of unasked ones.
// The shuffled order sorts by a hash of seed, cycle and id. A restart doesn't change it, and an
// added question doesn't move the others.
func pickFirst(questions iter.Seq[*quiz.Question], plan plan.Plan, seed string, cycle int, asked map[quiz.QuestionID]bool) (best *quiz.Question, left int) {
	var first placeInOrder
	for q := range questions {
		if asked[q.ID] || !fitsPlan(&plan, q) {
			continue
		}
		left++
		if t := placeOf(&plan, q, seed, cycle); best == nil || t.compare(first) < 0 {
			best, first = q, t
		}
	}
	return best, left
}

// DrawLot returns the hash of a seed, cycle and id.
func DrawLot(seed string, cycle int, id string) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", seed, cycle, id))
	return binary.BigEndian.Uint64(sum[:8])
}

// ShuffleChoices returns a copy of the question for a round, without sample answers. If the bank's
// order of choices gives the answer away, the seed decides the order.
func ShuffleChoices(q *quiz.Question, seed string) quiz.Question {
	c := q.Clone()
	c.Samples = nil
	if !q.Shuffle {
		return c
	}
	slices.SortStableFunc(c.Choices, func(a, b quiz.Choice) int { return cmp.Compare(DrawLot(seed, 0, a.Text), DrawLot(seed, 0, b.Text)) })
	return c
}
