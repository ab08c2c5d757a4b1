package contrary

import (
	"slices"

	"quizbot/quiz/grading/prose"
)

// HasOtherPolarity reports whether a quote negates something though the point doesn't, or the other way
// round in the sentences in which the quote stands.
func (r *Reference) HasOtherPolarity(point int, quote, sentences []prose.Token) bool {
	negative := false
	for i := range r.points[point].statements {
		negative = negative || r.points[point].statements[i].negative
	}
	p := r.points[point]
	if !negative {
		return sharesHead(quote, p.tokens)
	}
	return !isNegative(sentences) && sharesHead(p.tokens, quote)
}

// sharesHead reports whether a word that some tokens negate is among others.
func sharesHead(negating, others []prose.Token) bool {
	for i, head := range findHeads(negating) {
		if !head {
			continue
		}
		for j := range others {
			if others[j].Text == negating[i].Text && textAt(others, j+1) == textAt(negating, i+1) || others[j].Text == negating[i].Text && negating[i].Kind != prose.Han {
				return true
			}
		}
	}
	return false
}

// HasOtherNumber reports whether a point and a quote have numbers, and none is the same.
func (r *Reference) HasOtherNumber(point int, quote []prose.Token) bool {
	values := findValues(quote, 0)
	numbers := 0
	for i := range r.points[point].statements {
		for _, v := range r.points[point].statements[i].values {
			if slices.ContainsFunc(values, func(w value) bool { return v.text == w.text }) {
				return false
			}
			numbers++
		}
	}
	return numbers > 0 && len(values) > 0
}
