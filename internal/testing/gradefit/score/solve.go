package main

import "quizbot/quiz/grading/score"

// equations are the normal equations of least squares.
type equations struct {
	gram  [][]float64
	right []float64
}

// solve finds the weights of least squares that aren't negative, near the usual ones.
func (t *fitter) solve(examples []example, chosen []int, columns []column) []float64 {
	e := newEquations(examples, chosen, columns)
	weights := make([]float64, len(columns))
	for range 400 { // coordinate descent
		for i := range weights {
			slope := e.right[i] + t.ridge*columns[i].usual
			for k, w := range weights {
				if k != i {
					slope -= e.gram[i][k] * w
				}
			}
			weights[i] = max(0, slope/(e.gram[i][i]+t.ridge))
		}
	}
	return weights
}

// newEquations sums up the examples. Each set is centred, so that a lenient teacher has no say in
// the curves.
func newEquations(examples []example, chosen []int, columns []column) *equations {
	type mean struct {
		row           []float64
		grade, weight float64
	}
	n := len(columns)
	means := map[string]*mean{}
	rows := make([][]float64, len(examples))
	for i := range examples {
		x := &examples[i]
		rows[i] = newRow(&x.features[chosen[i]], columns)
		m := means[x.set]
		if m == nil {
			m = &mean{row: make([]float64, n)}
			means[x.set] = m
		}
		for k, v := range rows[i] {
			m.row[k] += x.weight * v
		}
		m.grade += x.weight * x.grade
		m.weight += x.weight
	}
	e := &equations{gram: make([][]float64, n), right: make([]float64, n)}
	for k := range e.gram {
		e.gram[k] = make([]float64, n)
	}
	for i := range examples {
		m := means[examples[i].set]
		for k := range rows[i] {
			rows[i][k] -= m.row[k] / m.weight
		}
		e.add(rows[i], examples[i].grade-m.grade/m.weight, examples[i].weight)
	}
	return e
}

func (e *equations) add(row []float64, grade, weight float64) {
	for i, v := range row {
		e.right[i] += weight * v * grade
		for k, u := range row {
			e.gram[i][k] += weight * v * u
		}
	}
}

func newRow(f *score.Features, columns []column) []float64 {
	row := make([]float64, len(columns))
	knots := corners()
	for i, c := range columns {
		row[i] = score.Ramp(f[c.feature], knots[c.corner], knots[c.corner+1])
		if c.falls {
			row[i] = -row[i]
		}
	}
	return row
}
