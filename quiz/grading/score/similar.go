package score

import (
	"math"
	"slices"

	"quizbot/quiz/grading/analysis"
)

// vector holds the distinct terms of an answer, by number and ascending, with their weights. Its
// length is 1.
type vector struct {
	terms   []int32
	weights []float64
}

// vectors returns the vectors of answers. Rare terms weigh more than frequent ones. Words of the
// question don't count.
func (s *Scorer) vectors(answers []string) []vector {
	numbers := map[string]int32{}
	var frequency []float64
	all := make([]vector, len(answers))
	for i, a := range answers {
		weights := map[int32]float64{}
		analysed := analysis.New(s.lex, a)
		for _, t := range cutTerms(analysed) {
			key := keyOf(analysed, &t)
			if s.asked[key] {
				continue
			}
			n, ok := numbers[key]
			if !ok {
				n = int32(len(frequency))
				numbers[key] = n
				frequency = append(frequency, 0)
			}
			if _, again := weights[n]; !again {
				frequency[n]++
				all[i].terms = append(all[i].terms, n)
			}
			weights[n] = t.weight
		}
		slices.Sort(all[i].terms)
		for _, n := range all[i].terms {
			all[i].weights = append(all[i].weights, weights[n])
		}
	}
	for i := range all {
		all[i].scale(frequency, float64(len(answers)))
	}
	return all
}

// scale multiplies the weights by the rarity of the terms, and makes the length 1.
func (v *vector) scale(frequency []float64, answers float64) {
	length := 0.0
	for i, n := range v.terms {
		v.weights[i] *= math.Log(1 + answers/frequency[n])
		length += v.weights[i] * v.weights[i]
	}
	for i := range v.weights {
		v.weights[i] /= math.Sqrt(length)
	}
}

// eachCommon calls f with the places of each common term.
func eachCommon(a, b *vector, f func(i, k int)) {
	for i, k := 0, 0; i < len(a.terms) && k < len(b.terms); {
		switch {
		case a.terms[i] < b.terms[k]:
			i++
		case a.terms[i] > b.terms[k]:
			k++
		default:
			f(i, k)
			i, k = i+1, k+1
		}
	}
}

// cosine returns the similarity of two answers, from 0 to 1.
func cosine(a, b *vector) float64 {
	sum := 0.0
	eachCommon(a, b, func(i, k int) { sum += a.weights[i] * b.weights[k] })
	return math.Min(1, sum)
}

// jaccard returns the share of the terms of two answers that both have.
func jaccard(a, b *vector) float64 {
	both := 0
	eachCommon(a, b, func(_, _ int) { both++ })
	return ratio(float64(both), float64(len(a.terms)+len(b.terms)-both))
}
