package score

import (
	"math"
	"slices"
)

// The kernel of corrections: how much the error of one answer's score says about another's. Part of
// it is the same for all answers to a question, the rest grows with their similarity.
const (
	kernelShared  = 0.35
	kernelSimilar = 1.4
	kernelNoise   = 0.7
)

func kernel(a, b *vector) float64 { return kernelShared + kernelSimilar*cosine(a, b) }

// Correct corrects the scores of answers to one question by the grades from 0 to 1 that people gave
// some of them, by index. An answer with a grade of its own keeps it. The errors of the other scores
// are estimated from the errors of these (Gaussian process).
func (s *Scorer) Correct(answers []string, scores []float64, human map[int]float64) []float64 {
	corrected := slices.Clone(scores)
	if len(human) == 0 {
		return corrected
	}
	vectors := s.vectors(answers)
	graded, weights := explainErrors(vectors, scores, human)
	for i := range corrected {
		if g, ok := human[i]; ok {
			corrected[i] = g
			continue
		}
		for n, k := range graded {
			corrected[i] += weights[n] * kernel(&vectors[i], &vectors[k])
		}
		corrected[i] = math.Max(0, math.Min(1, corrected[i]))
	}
	return corrected
}

// explainErrors returns the graded answers, and their weights in the error of any other answer.
func explainErrors(vectors []vector, scores []float64, human map[int]float64) (graded []int, weights []float64) {
	for i := range vectors {
		if _, ok := human[i]; ok {
			graded = append(graded, i)
		}
	}
	m := make([][]float64, len(graded))
	errors := make([]float64, len(graded))
	for n, i := range graded {
		m[n] = make([]float64, len(graded))
		for p, k := range graded[:n+1] {
			m[n][p] = kernel(&vectors[i], &vectors[k])
		}
		m[n][n] += kernelNoise
		errors[n] = human[i] - scores[i]
	}
	return graded, solve(m, errors)
}

// solve returns x of the equations m·x = b. The matrix is symmetric and positive definite: its lower
// half is read and overwritten (Cholesky).
func solve(m [][]float64, b []float64) []float64 {
	x := slices.Clone(b)
	for i := range x {
		for k := 0; k <= i; k++ {
			sum := m[i][k]
			for j := range k {
				sum -= m[i][j] * m[k][j]
			}
			if i == k {
				m[i][i] = math.Sqrt(math.Max(sum, 1e-12))
			} else {
				m[i][k] = sum / m[k][k]
			}
		}
		for j := range i {
			x[i] -= m[i][j] * x[j]
		}
		x[i] /= m[i][i]
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := i + 1; j < len(x); j++ {
			x[i] -= m[j][i] * x[j]
		}
		x[i] /= m[i][i]
	}
	return x
}
