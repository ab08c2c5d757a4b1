package main

import (
	"cmp"
	"math"
	"slices"
)

// verdict is a decision with the probability that a table which never saw its question gives it.
type verdict struct {
	*decision
	probability float64
}

// figures counts verdicts at two thresholds.
type figures struct {
	decisions, agreed, undecided int
	credited, rightlyCredited    int // called met
	met, missed                  int // labelled met, and of those called missed
	contradicted, creditedAnyway int
}

// thresholds cut probabilities: met from Met on, missed below Missed, undecided between.
type thresholds struct{ Met, Missed float64 }

// count counts verdicts.
func (t thresholds) count(verdicts []verdict) figures {
	var f figures
	for _, v := range verdicts {
		f.decisions++
		saysMet, saysMissed := v.probability >= t.Met, v.probability < t.Missed
		if saysMet {
			f.credited++
		}
		switch {
		case saysMet && v.met:
			f.rightlyCredited++
			f.agreed++
		case saysMissed && !v.met:
			f.agreed++
		case !saysMet && !saysMissed:
			f.undecided++
		}
		if v.met {
			f.met++
			if saysMissed {
				f.missed++
			}
		}
		if v.contradicted {
			f.contradicted++
			if saysMet {
				f.creditedAnyway++
			}
		}
	}
	return f
}

// share returns a/b, and NaN if b is 0.
func share(a, b int) float64 { return float64(a) / float64(b) }

// logLoss returns the mean logistic loss. Probabilities are held between .02 and .98, so that one
// label cannot outweigh fifty.
func logLoss(verdicts []verdict) float64 {
	sum := 0.0
	for _, v := range verdicts {
		p := min(0.98, max(0.02, v.probability))
		if !v.met {
			p = 1 - p
		}
		sum -= math.Log(p)
	}
	return sum / float64(len(verdicts))
}

// pick returns the verdicts on answers that keep holds for.
func pick(verdicts []verdict, keep func(*answer) bool) []verdict {
	var kept []verdict
	for _, v := range verdicts {
		if keep(v.answer) {
			kept = append(kept, v)
		}
	}
	return kept
}

// judge returns the verdicts on decisions about the questions of the folds, by the forests that
// fitWithout made for the folds.
func judge(set *dataset, s *settings, folds []map[*question]bool) (labelled, synthetic []verdict) {
	forests := s.fitWithout(set, folds)
	for i, fold := range folds {
		for _, list := range []struct {
			decisions []decision
			verdicts  *[]verdict
		}{{set.labelled, &labelled}, {set.synthetic, &synthetic}} {
			for k := range list.decisions {
				if d := &list.decisions[k]; fold[d.question] {
					*list.verdicts = append(*list.verdicts, verdict{d, forests[i].Probability(d.features)})
				}
			}
		}
	}
	return labelled, synthetic
}

// areaUnderCurve returns the probability that the feature of a met decision is above that of another
// one. Equal values count half. It is NaN if all decisions have the same label.
func areaUnderCurve(decisions []*decision, feature int) float64 {
	sorted := slices.Clone(decisions)
	value := func(d *decision) float64 { return d.features[feature] }
	slices.SortFunc(sorted, func(a, b *decision) int { return cmp.Compare(value(a), value(b)) })
	met, ranks := 0.0, 0.0
	for i := 0; i < len(sorted); {
		end := i
		for end < len(sorted) && value(sorted[end]) == value(sorted[i]) {
			end++
		}
		rank := float64(i+end+1) / 2 // the mean of i+1 to end
		for ; i < end; i++ {
			if sorted[i].met {
				met++
				ranks += rank
			}
		}
	}
	return (ranks - met*(met+1)/2) / (met * (float64(len(sorted)) - met))
}
