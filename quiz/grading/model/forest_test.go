package model

import (
	"math"
	"testing"
)

// newForest returns a forest of one tree that compares the first feature with 0.5, in two bags.
func newForest() *Forest {
	tree := Tree{Nodes: []Node{{Feature: 0, Threshold: 0.5}, {Feature: -1, Value: -2}, {Feature: -1, Value: 2}}}
	return &Forest{Bias: 1, Bags: [][]Tree{{tree, tree}, {tree}}}
}

func TestProbability(t *testing.T) {
	f := newForest()
	for value, score := range map[float64]float64{0: 1 - 3, 0.5: 1 - 3, 0.6: 1 + 3} {
		want := 1 / (1 + math.Exp(-score))
		if got := f.Probability([]float64{value}); math.Abs(got-want) > 1e-12 {
			t.Errorf("probability of %g is %g, want %g", value, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	if err := newForest().Check(1); err != nil {
		t.Error(err)
	}
	cut := newForest()
	cut.Bags[0][0].Nodes = cut.Bags[0][0].Nodes[:2]
	for name, check := range map[string]error{
		"no trees":           (&Forest{}).Check(1),
		"an unknown feature": newForest().Check(0),
		"a missing leaf":     cut.Check(1),
	} {
		if check == nil {
			t.Errorf("a forest with %s is accepted", name)
		}
	}
}
