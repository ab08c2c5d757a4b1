package main

import (
	"math"
	"testing"
)

func TestFiguresCountAtTheThresholds(t *testing.T) {
	v := func(p float64, met, contradicted bool) verdict {
		return verdict{&decision{met: met, contradicted: contradicted}, p}
	}
	got := thresholds{Met: 0.6, Missed: 0.4}.count([]verdict{
		v(0.6, true, false), v(0.9, false, true), v(0.59, true, false), v(0.4, false, false), v(0.39, true, false), v(0.1, false, true),
	})
	want := figures{
		decisions: 6, agreed: 2, undecided: 2, credited: 2, rightlyCredited: 1, met: 3, missed: 1, contradicted: 2, creditedAnyway: 1,
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestLogLossBoundsOneLabel(t *testing.T) {
	got := logLoss([]verdict{{&decision{met: true}, 0}, {&decision{met: false}, 0.5}})
	if want := (-math.Log(0.02) - math.Log(0.5)) / 2; math.Abs(got-want) > 1e-12 {
		t.Errorf("got %.4f, want %.4f", got, want)
	}
}

func TestAreaUnderCurve(t *testing.T) {
	for name, c := range map[string]struct {
		met, others []float64
		want        float64
	}{
		"apart":         {[]float64{3, 4}, []float64{1, 2}, 1},
		"the other way": {[]float64{1}, []float64{2, 3}, 0},
		"all the same":  {[]float64{1, 1}, []float64{1}, 0.5},
		"mixed":         {[]float64{1, 3}, []float64{2, 2}, 0.5},
		"one tie":       {[]float64{2, 3}, []float64{2, 1}, 0.875},
	} {
		var decisions []*decision
		for _, v := range c.met {
			decisions = append(decisions, &decision{features: []float64{v}, met: true})
		}
		for _, v := range c.others {
			decisions = append(decisions, &decision{features: []float64{v}})
		}
		if got := areaUnderCurve(decisions, 0); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: got %.3f, want %.3f", name, got, c.want)
		}
	}
}
