package quiz

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
)

// fits reports whether a plan asks q. Its banks are chosen where questions are read.
func (p *Plan) fits(q *Question) bool {
	return (p.Unanswered || q.Answered()) && (len(p.Tags) == 0 || slices.ContainsFunc(p.Tags, q.tagged))
}

func (q *Question) tagged(tag string) bool { return slices.Contains(q.Tags, tag) }

// pick is the question with the least hash of seed, cycle and id among those that fit the plan and were
// not asked in the cycle, so that a restart changes nothing and an added question disturbs nothing. It
// also tells how many were left to pick from.
func pick(questions iter.Seq[*Question], plan Plan, seed string, cycle int, asked map[QuestionID]bool) (best *Question, left int) {
	var least uint64
	for q := range questions {
		if asked[q.ID] || !plan.fits(q) {
			continue
		}
		left++
		if h := lot(seed, cycle, string(q.ID)); best == nil || h < least {
			best, least = q, h
		}
	}
	return best, left
}

// lot is the number that an id draws.
func lot(seed string, cycle int, id string) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", seed, cycle, id))
	return binary.BigEndian.Uint64(sum[:8])
}

// shuffled returns the question as a round asks it: where the bank's order of choices gives the answer
// away, they are put into an order that the seed decides.
func shuffled(q *Question, seed string) Question {
	c := q.Clone()
	if !q.Shuffle {
		return c
	}
	slices.SortStableFunc(c.Choices, func(a, b Choice) int {
		x, y := lot(seed, 0, a.Text), lot(seed, 0, b.Text)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return c
}
