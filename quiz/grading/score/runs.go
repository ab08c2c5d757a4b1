package score

import (
	"math"
	"slices"

	"quizbot/quiz/grading/prose"
)

// runVector holds the runs of characters of an answer, by number and ascending. The squares of its
// weights add up to 1.
type runVector struct {
	runs    []int32
	weights []float64
}

// cosine returns the similarity of two answers, from 0 to 1.
func cosine(a, b *runVector) float64 {
	sum := 0.0
	eachCommon(a.runs, b.runs, func(i, k int) { sum += a.weights[i] * b.weights[k] })
	return math.Min(1, sum)
}

// runIndex numbers the runs of characters of graded answers. Runs of the question don't count.
type runIndex struct {
	asked   gramCount
	numbers map[uint64]int32
	counts  []float64 // scratch, by number, 0 between calls
}

func newRunIndex(question []prose.Token) *runIndex {
	return &runIndex{asked: countGrams(question), numbers: map[uint64]int32{}}
}

// add returns the vector of a text, and numbers its runs. A run counts as the root of its
// occurrences.
func (r *runIndex) add(tokens []prose.Token) runVector {
	var v runVector
	total := 0.0
	eachGram(tokens, func(hash uint64) {
		if r.asked.has(hash) {
			return
		}
		n, ok := r.numbers[hash]
		if !ok {
			n = int32(len(r.counts))
			r.numbers[hash] = n
			r.counts = append(r.counts, 0)
		}
		if r.counts[n] == 0 {
			v.runs = append(v.runs, n)
		}
		r.counts[n]++
		total++
	})
	slices.Sort(v.runs)
	for _, n := range v.runs {
		v.weights = append(v.weights, math.Sqrt(r.counts[n]/total))
		r.counts[n] = 0
	}
	return v
}

// project returns the product of a text's vector with one by number. Runs without a number only add
// to the text's length.
func (r *runIndex) project(tokens []prose.Token, by []float64) float64 {
	var found []int32
	total := 0.0
	eachGram(tokens, func(hash uint64) {
		if r.asked.has(hash) {
			return
		}
		total++
		n, ok := r.numbers[hash]
		if !ok {
			return
		}
		if r.counts[n] == 0 {
			found = append(found, n)
		}
		r.counts[n]++
	})
	sum := 0.0
	for _, n := range found {
		sum += by[n] * math.Sqrt(r.counts[n]/total)
		r.counts[n] = 0
	}
	return sum
}
