package main

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/model"
)

// fitForest fits a forest to decisions by gradient boosting of the logistic loss. A feature of
// direction 1 never lowers the probability as it goes up, and one of direction -1 never raises it.
func (s *settings) fitForest(decisions []decision, features []evidence.Feature) model.Forest {
	b := newBinning(decisions, s.Bins)
	t := trainer{s: s, decisions: decisions, features: features, cuts: b.cuts, bins: make([][]uint8, len(decisions))}
	met, total := 0.0, 0.0
	for i := range decisions {
		t.bins[i] = b.binsOf(decisions[i].features)
		total += decisions[i].weight
		if decisions[i].met {
			met += decisions[i].weight
		}
	}
	forest := model.Forest{Bias: math.Log(met / (total - met))}
	for _, f := range features {
		forest.Features = append(forest.Features, f.Name)
	}
	for bag := range s.Bags {
		forest.Bags = append(forest.Bags, t.fitBag(t.sample(bag), forest.Bias))
	}
	return forest
}

// trainer holds the data of a fit.
type trainer struct {
	s         *settings
	decisions []decision
	features  []evidence.Feature
	cuts      [][]float64
	bins      [][]uint8
}

// sample returns the indexes of the decisions in a bag. A question is in it as a whole, or not at all.
func (t *trainer) sample(bag int) []int {
	ids := map[string]bool{}
	for i := range t.decisions {
		ids[t.decisions[i].question.id] = true
	}
	rng := rand.New(rand.NewPCG(t.s.Seed, uint64(bag)))
	kept := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		kept[id] = rng.Float64() < t.s.Sample
	}
	var members []int
	for i := range t.decisions {
		if kept[t.decisions[i].question.id] {
			members = append(members, i)
		}
	}
	return members
}

// fitBag fits trees, each to the errors of those before it.
func (t *trainer) fitBag(members []int, bias float64) []model.Tree {
	n := len(t.decisions)
	logit, slope, curve := make([]float64, n), make([]float64, n), make([]float64, n)
	trees := make([]model.Tree, t.s.Trees)
	for k := range trees {
		for _, i := range members {
			d := &t.decisions[i]
			p := 1 / (1 + math.Exp(-(bias + logit[i])))
			slope[i], curve[i] = -d.weight*p, d.weight*p*(1-p)
			if d.met {
				slope[i] = d.weight * (1 - p)
			}
		}
		g := grower{trainer: t, slope: slope, curve: curve, logit: logit, nodes: make([]model.Node, 1<<(t.s.Depth+1)-1)}
		g.grow(0, members, bounds{math.Inf(-1), math.Inf(1)}, t.s.Depth)
		trees[k] = model.Tree{Nodes: g.nodes}
	}
	return trees
}

// binning cuts the values of each feature at quantiles.
type binning struct{ cuts [][]float64 }

func newBinning(decisions []decision, bins int) binning {
	b := binning{make([][]float64, len(decisions[0].features))}
	for f := range b.cuts {
		values := make([]float64, len(decisions))
		for i := range decisions {
			values[i] = decisions[i].features[f]
		}
		slices.Sort(values)
		values = slices.Compact(values)
		step := max(1, len(values)/bins)
		for i := step; i < len(values); i += step {
			b.cuts[f] = append(b.cuts[f], (values[i-1]+values[i])/2)
		}
	}
	return b
}

// binsOf returns the bin of each feature: the number of cuts below its value.
func (b *binning) binsOf(features []float64) []uint8 {
	bins := make([]uint8, len(features))
	for f, v := range features {
		n, _ := slices.BinarySearch(b.cuts[f], v)
		bins[f] = uint8(n)
	}
	return bins
}
