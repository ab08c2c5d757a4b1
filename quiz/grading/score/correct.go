package score

import (
	"math"
	"slices"

	"quizbot/quiz/grading/analysis"
)

// Judged is an answer with its score, and the signals that [Scorer.Evidence] returned.
type Judged struct {
	Text    *analysis.Text
	Score   float64
	Signals Signals
}

// Correction says how much the error of one score, as a person's grade shows it, says about the
// score of another answer to the question. All zeros stand for nothing.
//
// Errors are modelled as a Gaussian process. The covariance of two errors is
//
//	Features · exp(-d/Width) + Runs · cos
//
// where d is the squared distance of the features, and cos the cosine of the runs of characters,
// the question's left out. The noise of a grade is 1 if the score is 0.8, and grows by the factor
// e^Doubt down to a score that is 1 lower: a low score is often wrong for reasons of its own.
// The equations are 2.25 and algorithm 2.1 of Rasmussen and Williams, Gaussian Processes for
// Machine Learning, 2006.
type Correction struct {
	Features float64 `json:"features"`
	Width    float64 `json:"width"`
	Runs     float64 `json:"runs"`
	Doubt    float64 `json:"doubt"`
}

// usualScore is the score at which a grade has noise 1.
const usualScore = 0.8

func (c *Correction) noise(score float64) float64 { return math.Exp(c.Doubt * (usualScore - score)) }

// likeFeatures returns the covariance that two answers owe to their features.
func (c *Correction) likeFeatures(a, b *Features) float64 {
	if c.Features == 0 || c.Width == 0 {
		return 0
	}
	d := 0.0
	for i := range a {
		d += (a[i] - b[i]) * (a[i] - b[i])
	}
	return c.Features * math.Exp(-d/c.Width)
}

// Correct returns the scores of answers to one question, corrected by the grades from 0 to 1 that
// people gave some of them, by index. An answer with a grade of its own keeps it. Any other score
// changes by the error that the errors of similar answers let expect, never by more than one of
// these, and not at all without grades. A score that a gate holds down doesn't rise.
func (s *Scorer) Correct(answers []Judged, grades map[int]float64) []float64 {
	corrected := make([]float64, len(answers))
	var graded []Judged
	var errors []float64
	for i, a := range answers {
		corrected[i] = a.Score
		if g, ok := grades[i]; ok {
			corrected[i] = g
			graded, errors = append(graded, a), append(errors, g-a.Score)
		}
	}
	if len(graded) == 0 {
		return corrected
	}
	e := s.explainErrors(graded, errors)
	for i := range answers {
		if _, ok := grades[i]; !ok {
			corrected[i] = math.Max(0, math.Min(1, corrected[i]+e.expect(&answers[i])))
		}
	}
	return corrected
}

// errorModel expects errors of scores from those of graded answers.
type errorModel struct {
	correction  *Correction
	graded      []Judged
	weights     []float64 // of the graded answers
	least, most float64   // error seen, or 0
	runs        *runIndex
	pull        []float64 // by run
}

func (s *Scorer) explainErrors(graded []Judged, errors []float64) *errorModel {
	c := &s.model.Correction
	e := &errorModel{correction: c, graded: graded, runs: newRunIndex(s.question.Tokens)}
	e.least, e.most = math.Min(0, slices.Min(errors)), math.Max(0, slices.Max(errors))
	vectors := make([]runVector, len(graded))
	for i := range graded {
		vectors[i] = e.runs.add(graded[i].Text.Tokens)
	}
	m := make([][]float64, len(graded))
	for i := range m {
		m[i] = make([]float64, len(graded))
		for k := range i + 1 {
			m[i][k] = c.likeFeatures(&graded[i].Signals.Features, &graded[k].Signals.Features) + c.Runs*cosine(&vectors[i], &vectors[k])
		}
		m[i][i] += c.noise(graded[i].Score)
	}
	e.weights = solve(m, errors)
	e.pull = make([]float64, len(e.runs.counts))
	for i := range vectors {
		for n, run := range vectors[i].runs {
			e.pull[run] += e.weights[i] * c.Runs * vectors[i].weights[n]
		}
	}
	return e
}

// expect returns the expected error of an answer's score.
func (e *errorModel) expect(a *Judged) float64 {
	expected := e.runs.project(a.Text.Tokens, e.pull)
	for i := range e.graded {
		expected += e.weights[i] * e.correction.likeFeatures(&a.Signals.Features, &e.graded[i].Signals.Features)
	}
	most := e.most
	if a.Signals.Capped {
		most = 0
	}
	return math.Max(e.least, math.Min(most, expected))
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
