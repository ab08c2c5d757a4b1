// Package model applies fitted tables: a forest of small trees for key points.
package model

import (
	"errors"
	"math"
)

// Forest is a sum of trees, in bags that are averaged.
type Forest struct {
	// Features are the names of the features, by their indexes.
	Features []string
	Bags     [][]Tree
	Bias     float64
}

// Tree is a tree of depth 3 at most. Its nodes are in breadth-first order: the children of i are
// 2i+1 and 2i+2.
type Tree struct {
	Nodes []Node
}

// Node is a split or a leaf.
type Node struct {
	// Feature is the index of the feature that is compared, -1 in a leaf.
	Feature   int
	Threshold float64
	Value     float64
}

// Probability returns the probability, from 0 to 1, that a point with the given features is met.
func (f *Forest) Probability(features []float64) float64 {
	return f.Probabilities([][]float64{features})[0]
}

// Probabilities returns the [Forest.Probability] of several points, which takes less time than one after
// the other: each tree is read from memory once.
func (f *Forest) Probabilities(rows [][]float64) []float64 {
	sums := make([]float64, len(rows))
	for _, bag := range f.Bags {
		for i := range bag {
			for n, features := range rows {
				sums[n] += bag[i].value(features)
			}
		}
	}
	for n := range sums {
		sums[n] = 1 / (1 + math.Exp(-(f.Bias + sums[n]/float64(len(f.Bags)))))
	}
	return sums
}

func (t *Tree) value(features []float64) float64 {
	n := &t.Nodes[0]
	for i := 0; n.Feature >= 0; n = &t.Nodes[i] {
		i = 2*i + 1
		if features[n.Feature] > n.Threshold {
			i++
		}
	}
	return n.Value
}

// Check returns an error if the forest can't be used with the given number of features.
func (f *Forest) Check(features int) error {
	if len(f.Bags) == 0 {
		return errors.New("table of points: it has no trees")
	}
	for _, bag := range f.Bags {
		for i := range bag {
			if !bag[i].isWhole(0, features) {
				return errors.New("table of points: it was fitted for another version of the program")
			}
		}
	}
	return nil
}

// isWhole reports whether all nodes from i on exist and compare known features.
func (t *Tree) isWhole(i, features int) bool {
	if i >= len(t.Nodes) || t.Nodes[i].Feature >= features {
		return false
	}
	return t.Nodes[i].Feature < 0 || t.isWhole(2*i+1, features) && t.isWhole(2*i+2, features)
}
