package main

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"quizbot/quiz/grading/evidence"
)

// toyFeatures are one feature that goes up with the label, one that goes down and one of noise.
func toyFeatures() []evidence.Feature {
	return []evidence.Feature{{Name: "up", Direction: 1}, {Name: "down", Direction: -1}, {Name: "noise"}}
}

// toyDecisions returns decisions that are met where the first feature is above the second, with a
// tenth of the labels wrong.
func toyDecisions(seed uint64, n int) []decision {
	rng := rand.New(rand.NewPCG(seed, 0))
	questions := make([]*question, 12)
	for i := range questions {
		questions[i] = &question{id: string(rune('a' + i))}
	}
	list := make([]decision, n)
	for i := range list {
		f := []float64{rng.Float64(), rng.Float64(), rng.Float64()}
		list[i] = decision{features: f, met: (f[0] > f[1]) != (rng.Float64() < 0.1), weight: 1, question: questions[i%len(questions)]}
	}
	return list
}

func toySettings() settings {
	s := shippedSettings(false)
	s.Trees = 30
	return s
}

func TestFitLearnsAToySet(t *testing.T) {
	s := toySettings()
	forest := s.fitForest(toyDecisions(1, 600), toyFeatures())
	right := 0
	for _, d := range toyDecisions(2, 600) {
		if (forest.Probability(d.features) >= 0.5) == (d.features[0] > d.features[1]) {
			right++
		}
	}
	if right < 540 {
		t.Errorf("%d of 600 are right, want at least 540", right)
	}
}

func TestFitMakesTheSameBytesTwice(t *testing.T) {
	s := toySettings()
	var tables [2][]byte
	for i := range tables {
		forest := s.fitForest(toyDecisions(1, 300), toyFeatures())
		data, err := forest.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		tables[i] = data
	}
	if !bytes.Equal(tables[0], tables[1]) {
		t.Error("the same decisions made other bytes")
	}
}

func TestFitIsMonotone(t *testing.T) {
	for seed := range uint64(5) {
		s := toySettings()
		s.Seed = seed
		decisions := toyDecisions(seed, 200)
		for i := range decisions[:60] { // labels that tempt it to go the other way
			decisions[i].met = decisions[i].features[0] < decisions[i].features[1]
		}
		forest := s.fitForest(decisions, toyFeatures())
		rng := rand.New(rand.NewPCG(seed, 1))
		for range 2000 {
			f := []float64{rng.Float64(), rng.Float64(), rng.Float64()}
			before := forest.Probability(f)
			k := rng.IntN(2)
			f[k] = f[k] + (1-f[k])*rng.Float64()
			after := forest.Probability(f)
			if k == 0 && after < before-1e-12 || k == 1 && after > before+1e-12 {
				t.Fatalf("feature %s rose to %.3f and the probability went from %.4f to %.4f", toyFeatures()[k].Name, f[k], before, after)
			}
		}
	}
}

func TestWeightsDecide(t *testing.T) {
	s := toySettings()
	s.Sample = 1
	decisions := toyDecisions(1, 200)
	for i := range decisions {
		decisions[i].met, decisions[i].weight = i%2 == 0, 1
		if decisions[i].met {
			decisions[i].weight = 3
		}
		decisions[i].features = []float64{0, 0, 0} // nothing to split by
	}
	forest := s.fitForest(decisions, toyFeatures())
	if p := forest.Probability([]float64{0, 0, 0}); math.Abs(p-0.75) > 1e-6 {
		t.Errorf("probability %.3f, want .75", p)
	}
}

func TestWeightsOfTheShippedTable(t *testing.T) {
	labelled, written := &question{}, &question{written: true}
	for _, c := range []struct {
		hasLabels bool
		answer    answer
		want      float64
	}{
		{true, answer{question: labelled, trap: trapUnder}, 1},
		{true, answer{question: written, trap: trapNone}, 0.15},
		{true, answer{question: written, trap: trapUnder}, 0.075},
		{false, answer{question: written, trap: trapOver}, 1},
	} {
		s := shippedSettings(c.hasLabels)
		if got := s.weightOf(&c.answer); got != c.want {
			t.Errorf("labels %t, %s: weight %.3f, want %.3f", c.hasLabels, c.answer.trap, got, c.want)
		}
	}
	s := shippedSettings(true)
	if got := s.weightOfSynthetic(written, true); math.Abs(got-0.0675) > 1e-12 {
		t.Errorf("synthetic, met, written: weight %.4f, want .0675", got)
	}
}

func TestAFoldNeverSeesItsQuestions(t *testing.T) {
	s := toySettings()
	decisions := toyDecisions(1, 300)
	set := &dataset{features: toyFeatures(), labelled: decisions[:200], synthetic: decisions[200:]}
	left, kept := decisions[0].question, []decision(nil)
	for _, d := range decisions {
		if d.question != left {
			kept = append(kept, d)
		}
	}
	got := s.fitWithout(set, []map[*question]bool{{left: true}})[0]
	want := s.fitForest(kept, toyFeatures())
	if !reflect.DeepEqual(got, want) {
		t.Error("the forest differs from one that was fitted on the other questions alone")
	}
	labelled, synthetic := judge(set, &s, []map[*question]bool{{left: true}})
	if len(labelled)+len(synthetic) != len(decisions)-len(kept) {
		t.Errorf("%d and %d verdicts, want one for each of the %d decisions held out", len(labelled), len(synthetic), len(decisions)-len(kept))
	}
	for _, v := range labelled {
		if v.question != left || v.probability != got.Probability(v.features) {
			t.Errorf("got verdict %+v on question %s", v, v.question.id)
		}
	}
}
