package score

import (
	"slices"

	"quizbot/quiz/grading/analysis"
)

// vector holds the distinct terms of an answer, by number and ascending.
type vector struct{ terms []int32 }

// vectorOf returns the vector of an answer. Words of the question don't count.
func (r *Round) vectorOf(answer *analysis.Text) vector {
	var terms []int32
	for _, t := range cutTerms(answer) {
		key := keyOf(answer, &t)
		if r.asked[key] {
			continue
		}
		n, ok := r.numbers[key]
		if !ok {
			n = int32(len(r.numbers))
			r.numbers[key] = n
		}
		terms = append(terms, n)
	}
	slices.Sort(terms)
	return vector{slices.Compact(terms)}
}

// eachCommon calls f with the places of each number that both lists have.
func eachCommon(a, b []int32, f func(i, k int)) {
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			f(i, k)
			i, k = i+1, k+1
		}
	}
}

// jaccard returns the share of the terms of two answers that both have.
func jaccard(a, b *vector) float64 {
	both := 0
	eachCommon(a.terms, b.terms, func(_, _ int) { both++ })
	return ratio(float64(both), float64(len(a.terms)+len(b.terms)-both))
}
