package score

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"quizbot/quiz/grading/lexicon"
)

// The model never falls with a feature that speaks for an answer.
func TestMonotone(t *testing.T) {
	m := Default()
	random := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		var f Features
		for i := range f {
			f[i] = random.Float64()
		}
		before := m.Evidence(&f)
		i := random.IntN(featureEcho)
		f[i] += (1 - f[i]) * random.Float64()
		if after := m.Evidence(&f); after < before-1e-12 {
			t.Fatalf("%s raised to %.2f: %.3f becomes %.3f", FeatureNames()[i], f[i], before, after)
		}
	}
}

// Repeating the question speaks against an answer.
func TestEchoFalls(t *testing.T) {
	m := Default()
	f := Features{featureCover: 0.5, featurePrecision: 0.5}
	before := m.Sum(&f)
	f[featureEcho] = 1
	if after := m.Sum(&f); after >= before {
		t.Errorf("the sum is %.3f, with the question repeated %.3f", before, after)
	}
}

// More sentences of the reference are never worse than fewer.
func TestMoreIsNotWorse(t *testing.T) {
	s := newScorer()
	sentences := strings.SplitAfter(collector, ". ")
	last := 0.0
	for n := range sentences {
		e, _ := s.Evidence(analyse(strings.Join(sentences[:n+1], "")))
		if e < last {
			t.Errorf("%d sentences: %.2f, one less %.2f", n+1, e, last)
		}
		last = e
	}
}

// Any text gets a score, and nothing panics.
func FuzzEvidence(f *testing.F) {
	f.Add(question, collector, good)
	f.Add("", "```go\nx := 1\n```", "x := `")
	f.Add("什么是闭包？", "闭包是引用外层变量的函数。 ||| a closure", "函数，变量\xff")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, asked, right, answer string) {
		s := New(lexicon.Default(), Default(), asked, right)
		e, why := s.Evidence(analyse(answer))
		if !(e >= 0 && e <= 1) || !(why.Confidence >= 0 && why.Confidence <= 1) {
			t.Errorf("score %v, confidence %v", e, why.Confidence)
		}
		for _, v := range why.Features {
			if !(v >= 0 && v <= 1) {
				t.Errorf("features %v", why.Features)
			}
		}
		for _, e := range s.EvidenceInRound([]string{answer, good, part, collector, question + " x", "closure variable", "函数"}) {
			if math.IsNaN(e) || e < 0 || e > 1 {
				t.Errorf("in a round: %v", e)
			}
		}
	})
}

func BenchmarkEvidence(b *testing.B) {
	s := New(lexicon.Default(), Default(), question, strings.Repeat(collector+" ", 4))
	answer := strings.Repeat(good+" ", 20)[:2000]
	for b.Loop() {
		s.Evidence(analyse(answer))
	}
}

func BenchmarkLongEvidence(b *testing.B) {
	s := New(lexicon.Default(), Default(), question, strings.Repeat(collector+" ", 4))
	answer := strings.Repeat(good+" ", 200)[:20000]
	for b.Loop() {
		s.Evidence(analyse(answer))
	}
}

func BenchmarkRoundOf500(b *testing.B) {
	s := newScorer()
	words := strings.Fields(good + " " + collector)
	random := rand.New(rand.NewPCG(5, 6))
	answers := make([]string, 500)
	for i := range answers {
		for range 100 {
			answers[i] += words[random.IntN(len(words))] + " "
		}
	}
	for b.Loop() {
		s.EvidenceInRound(answers)
	}
}
