package contrary

import (
	"slices"

	"quizbot/quiz/grading/prose"
)

// leastOrder is the share of neighbouring parts that a claim has in the point's order.
const leastOrder = 0.6

// agrees reports whether a claim says the statement itself: as a sentence, about in its order, and with
// a negation only where the statement has one.
func (c *claim) agrees() bool {
	said := c.tokens()
	isSentence := slices.ContainsFunc(said, func(t prose.Token) bool { return t.Function })
	return isSentence && !c.depends && c.said.negative == c.s.negative && c.orderShare() >= leastOrder
}

// orderShare returns the share of neighbouring parts of the statement that a claim has in their order, 1
// if it has too few.
func (c *claim) orderShare() float64 {
	last, good, all := none, 0, 0
	for _, j := range c.s.parts {
		h := c.once[j]
		if h == nil || c.p.isCrossing(j) {
			continue
		}
		if last != none {
			all++
			if h.Start >= last {
				good++
			}
		}
		last = h.Start
	}
	if all == 0 {
		return 1
	}
	return float64(good) / float64(all)
}
