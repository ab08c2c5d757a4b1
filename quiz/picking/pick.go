package picking

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/plan"
)

// fitsPlan reports whether a plan asks q. Its banks are chosen where questions are read.
func fitsPlan(p *plan.Plan, q *quiz.Question) bool {
	return (p.Unanswered || q.Answered()) && (len(p.Tags) == 0 || slices.ContainsFunc(p.Tags, func(tag string) bool { return slices.Contains(q.Tags, tag) }))
}

// placeInOrder is a question's place in a plan's order: lower ones come first, and of equal ones those that come first in the
// banks.
type placeInOrder struct {
	level int
	lot   uint64
}

func (t placeInOrder) compare(u placeInOrder) int {
	return cmp.Or(cmp.Compare(t.level, u.level), cmp.Compare(t.lot, u.lot))
}

// placeOf is a question's place in the order of a plan, in a cycle of a room with the given seed.
func placeOf(p *plan.Plan, q *quiz.Question, seed string, cycle int) placeInOrder {
	switch p.Order {
	case plan.OrderBank:
		return placeInOrder{}
	case plan.OrderByDifficulty:
		return placeInOrder{level: difficultyLevel(q.Difficulty)}
	}
	return placeInOrder{lot: DrawLot(seed, cycle, string(q.ID))}
}

// difficultyLevel is 0 for easy questions, 1 for medium and 2 for hard ones, and 3 where a question doesn't say.
func difficultyLevel(word string) int {
	for level, words := range [][]string{
		{"easy", "beginner", "basic", "junior", "简单", "容易", "初级"},
		{"medium", "intermediate", "normal", "中等", "中级"},
		{"hard", "difficult", "advanced", "expert", "senior", "困难", "难", "高级"},
	} {
		if slices.Contains(words, strings.ToLower(strings.TrimSpace(word))) {
			return level
		}
	}
	return 3
}

// pickFirst is the first question in the plan's order among those that fit the plan and were not asked in the cycle. The
// shuffled order is that of hashes of seed, cycle and id, so that a restart changes nothing and an added question
// disturbs nothing. It also tells how many were left to pick from.
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

// DrawLot is the number that an id draws.
func DrawLot(seed string, cycle int, id string) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", seed, cycle, id))
	return binary.BigEndian.Uint64(sum[:8])
}

// ShuffleChoices returns the question as a round asks it: where the bank's order of choices gives the answer
// away, they are put into an order that the seed decides.
func ShuffleChoices(q *quiz.Question, seed string) quiz.Question {
	c := q.Clone()
	if !q.Shuffle {
		return c
	}
	slices.SortStableFunc(c.Choices, func(a, b quiz.Choice) int { return cmp.Compare(DrawLot(seed, 0, a.Text), DrawLot(seed, 0, b.Text)) })
	return c
}
