package score

import (
	"slices"

	"quizbot/quiz/grading/analysis"
)

// vector holds the distinct terms of an answer, by number and ascending.
type vector struct{ terms []int32 }

// vectors returns the vectors of answers. Words of the question don't count.
func (s *Scorer) vectors(answers []string) []vector {
	numbers := map[string]int32{}
	all := make([]vector, len(answers))
	for i, a := range answers {
		analysed := analysis.New(s.lex, a)
		for _, t := range cutTerms(analysed) {
			key := keyOf(analysed, &t)
			if s.asked[key] {
				continue
			}
			n, ok := numbers[key]
			if !ok {
				n = int32(len(numbers))
				numbers[key] = n
			}
			all[i].terms = append(all[i].terms, n)
		}
		slices.Sort(all[i].terms)
		all[i].terms = slices.Compact(all[i].terms)
	}
	return all
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
