package main

import (
	"math"
	"slices"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/score"
)

// example is an answer's features against each right answer, with its grade.
type example struct {
	set, qid string
	features []score.Features
	grade    float64
	weight   float64
}

// Weights of a file's answers together, and of the cheats that are added to them.
const (
	weightSet    = 1000.0
	weightCheats = 100.0
)

// newExamples computes the features of a file's answers, and of cheats at its questions.
func newExamples(answers []answer) []example {
	cheats := newCheats(answers)
	examples := make([]example, 0, len(answers)+len(cheats))
	scorers := map[string]*score.Scorer{}
	add := func(a answer, weight float64) {
		s := scorers[a.qid]
		if s == nil {
			s = newScorer(a, score.Default())
			scorers[a.qid] = s
		}
		examples = append(examples, example{a.set, a.qid, s.Features(analyse(a)), a.grade, weight})
	}
	for _, a := range answers {
		add(a, weightSet/float64(len(answers)))
	}
	for _, a := range cheats {
		add(a, weightCheats/float64(len(cheats)))
	}
	return examples
}

func analyse(a answer) *analysis.Text { return analysis.New(lexicon.Default(), a.text) }

func newScorer(a answer, m *score.Model) *score.Scorer {
	return score.New(lexicon.Default(), m, a.question, a.reference)
}

// corners returns the corners of all curves.
func corners() []float64 { return []float64{0, 0.15, 0.3, 0.5, 0.7, 0.85, 1} }

// severity returns the line from sums to scores. It isn't fitted: how strict a set's teachers were
// says nothing about other questions. A bank learns its own line from people's grades.
func severity() (raw, scores []float64) {
	return []float64{0, 0.05, 0.19, 0.36, 0.56, 1}, []float64{0, 0.05, 0.3, 0.6, 0.85, 1}
}

// column is one step of one curve.
type column struct {
	feature, corner int
	falls           bool
	usual           float64 // its rise if nothing is fitted
}

// fitter fits models to examples.
type fitter struct {
	// ridge is the weight of the usual curves.
	ridge float64
}

// fit fits a model. Of several right answers, the one that the model likes best counts.
func (t *fitter) fit(examples []example) *score.Model {
	columns := newColumns()
	model := buildModel(columns, nil)
	chosen := make([]int, len(examples))
	for range 3 {
		for i := range examples {
			chosen[i] = bestOf(model, examples[i].features)
		}
		model = buildModel(columns, t.solve(examples, chosen, columns))
	}
	return model
}

func newColumns() []column {
	var columns []column
	knots := corners()
	for i, name := range score.FeatureNames() {
		for k := range len(knots) - 1 {
			usual := usualShare(name) * (math.Pow(knots[k+1], 0.7) - math.Pow(knots[k], 0.7))
			columns = append(columns, column{i, k, name == "echo" || name == "noNumber", usual})
		}
	}
	return columns
}

// usualShare returns the share that a feature has in the sum before anything is fitted.
func usualShare(feature string) float64 {
	switch feature {
	case "cover", "mean", "gramRecall", "gramF", "precision", "sequence":
		return 1.0 / 6
	}
	return 0
}

func bestOf(m *score.Model, all []score.Features) int {
	best := 0
	for i := range all {
		if m.Sum(&all[i]) > m.Sum(&all[best]) {
			best = i
		}
	}
	return best
}

// buildModel makes a model of the weights of columns. Without weights it has the usual curves.
func buildModel(columns []column, weights []float64) *score.Model {
	m := &score.Model{}
	m.Raw, m.Score = severity()
	names, knots := score.FeatureNames(), corners()
	for n := 0; n < len(columns); n += len(knots) - 1 {
		c := score.Curve{Feature: names[columns[n].feature], Falls: columns[n].falls, Knots: knots}
		for k := range len(knots) - 1 {
			rise := columns[n+k].usual
			if weights != nil {
				rise = weights[n+k]
			}
			c.Rise = append(c.Rise, rise)
		}
		if slices.Max(c.Rise) > 1e-4 {
			m.Curves = append(m.Curves, c)
		}
	}
	return m
}
