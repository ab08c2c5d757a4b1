package main

import "quizbot/quiz/grading/model"

// grower grows one tree. Slope and curve are the first and second derivatives of the loss at each
// decision, logit is the sum of the trees so far.
type grower struct {
	*trainer
	slope, curve, logit []float64
	nodes               []model.Node
}

// sums holds the sums of both derivatives.
type sums struct{ slope, curve float64 }

func (a sums) minus(b sums) sums { return sums{a.slope - b.slope, a.curve - b.curve} }

// bounds are the least and the greatest value of the leaves below a node. They keep splits above it
// monotone.
type bounds struct{ low, high float64 }

// split is a cut of one feature, with the values of its two sides.
type split struct {
	feature, cut int
	left, right  float64
	gain         float64
}

// valueOf returns the best value within bounds.
func (g *grower) valueOf(s sums, b bounds) float64 {
	return min(b.high, max(b.low, s.slope/(s.curve+g.s.Lambda)))
}

// gainOf returns the improvement of the loss by a value.
func (g *grower) gainOf(s sums, value float64) float64 {
	return s.slope*value - 0.5*(s.curve+g.s.Lambda)*value*value
}

// grow makes a leaf or a split of a node, with at most depth splits on the way down.
func (g *grower) grow(node int, members []int, b bounds, depth int) {
	var all sums
	for _, i := range members {
		all.slope += g.slope[i]
		all.curve += g.curve[i]
	}
	best := split{feature: -1}
	if depth > 0 && len(members) >= g.s.LeastMembers {
		best = g.bestSplit(members, all, b)
	}
	if best.feature < 0 {
		value := g.valueOf(all, b) * g.s.Rate
		g.nodes[node] = model.Node{Feature: -1, Value: value}
		for _, i := range members {
			g.logit[i] += value
		}
		return
	}
	var left, right []int
	for _, i := range members {
		if int(g.bins[i][best.feature]) <= best.cut {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	g.nodes[node] = model.Node{Feature: best.feature, Threshold: g.cuts[best.feature][best.cut]}
	below, above := b, b
	middle := (best.left + best.right) / 2
	switch d := g.features[best.feature].Direction; {
	case d > 0:
		below.high, above.low = middle, middle
	case d < 0:
		below.low, above.high = middle, middle
	}
	g.grow(2*node+1, left, below, depth-1)
	g.grow(2*node+2, right, above, depth-1)
}

// bestSplit returns the split of the greatest gain. Its feature is -1 if none gains enough.
func (g *grower) bestSplit(members []int, all sums, b bounds) split {
	best := split{feature: -1, gain: g.s.LeastGain}
	base := g.gainOf(all, g.valueOf(all, b))
	var histogram [256]sums
	for f := range g.cuts {
		bins := histogram[:len(g.cuts[f])+1]
		clear(bins)
		for _, i := range members {
			bin := &bins[g.bins[i][f]]
			bin.slope += g.slope[i]
			bin.curve += g.curve[i]
		}
		var below sums
		for cut := range len(bins) - 1 {
			below.slope += bins[cut].slope
			below.curve += bins[cut].curve
			above := all.minus(below)
			if below.curve < g.s.LeastWeight || above.curve < g.s.LeastWeight {
				continue
			}
			l, r := g.valueOf(below, b), g.valueOf(above, b)
			if d := g.features[f].Direction; d > 0 && l > r || d < 0 && l < r {
				continue
			}
			if gain := g.gainOf(below, l) + g.gainOf(above, r) - base; gain > best.gain {
				best = split{f, cut, l, r, gain}
			}
		}
	}
	return best
}
