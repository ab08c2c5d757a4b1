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

// areAlike reports whether two answers are nearly the same, by their terms: what both have is more than
// the share alike of what any has. Lists that differ too much aren't read to the end.
func areAlike(a, b []int32) bool {
	least := leastCommon(len(a), len(b))
	leftA, leftB := len(a)-least, len(b)-least // terms that the other may lack
	for leftA >= 0 && leftB >= 0 {
		switch {
		case len(a) == 0 || len(b) == 0:
			return len(a) <= leftA && len(b) <= leftB
		case a[0] < b[0]:
			a, leftA = a[1:], leftA-1
		case a[0] > b[0]:
			b, leftB = b[1:], leftB-1
		default:
			a, b = a[1:], b[1:]
		}
	}
	return false
}

// leastCommon returns the number of common terms from which two lists are alike. It may be more than they
// can have.
func leastCommon(a, b int) int {
	n := int(alike / (1 + alike) * float64(a+b))
	for n > 0 && ratio(float64(n-1), float64(a+b-n+1)) > alike {
		n--
	}
	for n <= min(a, b) && ratio(float64(n), float64(a+b-n)) <= alike {
		n++
	}
	return n
}
