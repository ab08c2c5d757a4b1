package main

// settings holds every number that a fit depends on. The same settings and data make the same
// table, byte for byte.
type settings struct {
	// Written is the weight of a decision on an answer that was written for this program. Labelled
	// answers from elsewhere have weight 1.
	Written float64
	// Under is the factor of written answers that tempt a grader to grade them too low. Few members
	// write like that.
	Under float64
	// Refused is the weight of a point that a synthetic answer doesn't meet, Credited that of a point
	// that it meets.
	Refused, Credited float64

	// Bags is the number of forests that are averaged, each fitted on a sample of the questions.
	Bags int
	// Sample is the share of the questions in a bag.
	Sample float64
	// Trees is the number of trees in a bag.
	Trees int
	// Depth is the number of splits from the root of a tree to its leaves.
	Depth int
	// Rate is the share of its best value that a leaf gets.
	Rate float64
	// Lambda pulls the values of leaves towards 0.
	Lambda float64
	// LeastWeight is the least sum of second derivatives on each side of a split.
	LeastWeight float64
	// LeastGain is the least improvement of the loss by a split.
	LeastGain float64
	// LeastMembers is the least number of decisions in a node that is split.
	LeastMembers int
	// Bins is the approximate number of bins that the values of a feature are cut into.
	Bins int
	// Seed chooses the questions in the bags.
	Seed uint64
}

// writtenBesideLabels is the weight of a written decision if labelled answers are given: they are
// fewer, and closer to those of members.
const writtenBesideLabels = 0.15

// shippedSettings returns the settings of the table that is built in. The weights were chosen on
// labelled answers, with whole questions held out.
func shippedSettings(hasLabels bool) settings {
	s := settings{
		Written: 1, Under: 0.5, Refused: 0.075, Credited: 0.45,
		Bags: 6, Sample: 0.8, Trees: 50, Depth: 3, Rate: 0.2, Lambda: 2,
		LeastWeight: 1.5, LeastGain: 1e-3, LeastMembers: 8, Bins: 48, Seed: 1,
	}
	if hasLabels {
		s.Written = writtenBesideLabels
	}
	return s
}

// weightOf returns the weight of a decision on a labelled or written answer.
func (s *settings) weightOf(a *answer) float64 {
	switch {
	case !a.question.written:
		return 1
	case a.trap == trapUnder:
		return s.Under * s.Written
	}
	return s.Written
}

// weightOfSynthetic returns the weight of a decision on a synthetic answer.
func (s *settings) weightOfSynthetic(q *question, met bool) float64 {
	weight := s.Refused
	if met {
		weight = s.Credited
	}
	if q.written {
		weight *= s.Written
	}
	return weight
}
