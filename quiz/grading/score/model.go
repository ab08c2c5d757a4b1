package score

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Model is an additive model: each feature adds a curve that never falls. Its JSON is the table.
type Model struct {
	FittedOn string  `json:"fittedOn"`
	Curves   []Curve `json:"curves"`
	// Raw and Score are the corners of the line that turns the sum into a score.
	Raw   []float64 `json:"raw"`
	Score []float64 `json:"score"`
	// Correction is how much people's grades say about the scores of other answers.
	Correction Correction `json:"correction"`
}

//go:embed table.json
var table []byte

// DefaultTable returns the file of the built-in model.
func DefaultTable() []byte { return table }

// Default returns the built-in model.
var Default = sync.OnceValue(func() *Model { //nolint:gochecknoglobals // a function that nothing changes
	m, err := Parse(table)
	if err != nil {
		panic(err) // the table is part of the program
	}
	return m
})

// Parse reads a table.
func Parse(content []byte) (*Model, error) {
	m := &Model{}
	if err := json.Unmarshal(content, m); err != nil {
		return nil, fmt.Errorf("table of scores: %w", err)
	}
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("table of scores: %w", err)
	}
	return m, nil
}

// Check returns an error if the model has an unknown feature, or curves that are no curves.
func (m *Model) Check() error {
	for _, c := range m.Curves {
		switch {
		case !slices.Contains(FeatureNames(), c.Feature):
			return fmt.Errorf("unknown feature %q", c.Feature)
		case len(c.Knots) != len(c.Rise)+1 || !isAscending(c.Knots):
			return fmt.Errorf("feature %s: the knots don't ascend, or aren't one more than the rises", c.Feature)
		case slices.ContainsFunc(c.Rise, func(r float64) bool { return r < 0 }):
			return fmt.Errorf("feature %s: a curve that falls", c.Feature)
		}
	}
	if len(m.Raw) != len(m.Score) || !isAscending(m.Raw) || !slices.IsSorted(m.Score) {
		return fmt.Errorf("raw and score don't ascend, or differ in length")
	}
	if c := m.Correction; c.Features < 0 || c.Runs < 0 || c.Width < 0 || c.Doubt < 0 {
		return fmt.Errorf("correction: a number below 0")
	}
	return nil
}

func isAscending(xs []float64) bool {
	for i := 1; i < len(xs); i++ {
		if xs[i] <= xs[i-1] {
			return false
		}
	}
	return true
}

// Curve adds Rise[i] between Knots[i] and Knots[i+1].
type Curve struct {
	Feature string    `json:"feature"`
	Falls   bool      `json:"falls,omitempty"` // the feature speaks against an answer
	Knots   []float64 `json:"knots"`
	Rise    []float64 `json:"rise"`
}

// at returns the height of the curve.
func (c *Curve) at(x float64) float64 {
	sum := 0.0
	for i, rise := range c.Rise {
		sum += rise * Ramp(x, c.Knots[i], c.Knots[i+1])
	}
	if c.Falls {
		return -sum
	}
	return sum
}

// Ramp returns 0 up to from, 1 from to on, and a straight line between.
func Ramp(x, from, to float64) float64 {
	return math.Max(0, math.Min(1, (x-from)/(to-from)))
}

// Sum returns the sum of the curves.
func (m *Model) Sum(f *Features) float64 {
	sum := 0.0
	for i := range m.Curves {
		sum += m.Curves[i].at(f[featureIndex(m.Curves[i].Feature)])
	}
	return sum
}

// Evidence returns the score of features, from 0 to 1.
func (m *Model) Evidence(f *Features) float64 {
	return interpolate(m.Raw, m.Score, m.Sum(f))
}

func featureIndex(name string) int {
	for i, n := range FeatureNames() {
		if n == name {
			return i
		}
	}
	return 0
}

// interpolate returns the height at x of the line through the corners (xs, ys).
func interpolate(xs, ys []float64, x float64) float64 {
	n := len(xs)
	switch {
	case n == 0:
		return math.Max(0, math.Min(1, x))
	case x <= xs[0]:
		return ys[0]
	case x >= xs[n-1]:
		return ys[n-1]
	}
	i := 1
	for xs[i] < x {
		i++
	}
	return ys[i-1] + (ys[i]-ys[i-1])*(x-xs[i-1])/(xs[i]-xs[i-1])
}
