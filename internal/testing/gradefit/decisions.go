package main

import (
	"runtime"
	"sync"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/lexicon"
)

// decision is one point held against one answer. Labels that are too close to call make none.
type decision struct {
	features []float64
	question *question
	met      bool
	weight   float64

	answer       *answer // nil for synthetic answers
	contradicted bool
	attack       string // the form of a synthetic answer
}

// dataset holds all decisions of a fit.
type dataset struct {
	features  []evidence.Feature
	questions []*question // in order of their ids
	labelled  []decision
	synthetic []decision
}

// newDataset computes the features of all points for all answers, real and synthetic.
func newDataset(answers []*answer, s *settings) *dataset {
	set := &dataset{features: evidence.FeatureList(), questions: questionsOf(answers)}
	attacks := writeAttacks(answers)
	references := prepareReferences(set.questions)
	rows := make([][][]float64, len(answers)+len(attacks))
	runParallel(len(rows), func(i int) {
		if i < len(answers) {
			rows[i] = references[answers[i].question].Features(analysis.New(lexicon.Default(), answers[i].text))
			return
		}
		a := attacks[i-len(answers)]
		rows[i] = references[a.question].Features(analysis.New(lexicon.Default(), a.text))
	})
	for i, a := range answers {
		for point, features := range rows[i] {
			label := a.met[point]
			if label == '?' {
				continue
			}
			set.labelled = append(set.labelled, decision{
				features: features, question: a.question, met: label == '1', weight: s.weightOf(a),
				answer: a, contradicted: label == 'x',
			})
		}
	}
	for i, a := range attacks {
		weight := s.weightOfSynthetic(a.question, a.met)
		for _, features := range rows[len(answers)+i] {
			set.synthetic = append(set.synthetic, decision{features: features, question: a.question, met: a.met, weight: weight, attack: a.form})
		}
	}
	return set
}

func prepareReferences(questions []*question) map[*question]*evidence.Reference {
	lex := lexicon.Default()
	references := map[*question]*evidence.Reference{}
	for _, q := range questions {
		references[q] = evidence.NewReference(lex, q.text, q.points, q.reference)
	}
	return references
}

// without returns the decisions on all questions but those left out.
func (set *dataset) without(leftOut func(*question) bool) []decision {
	var kept []decision
	for _, list := range [][]decision{set.labelled, set.synthetic} {
		for _, d := range list {
			if !leftOut(d.question) {
				kept = append(kept, d)
			}
		}
	}
	return kept
}

// runParallel calls f with 0 to n-1, on all processors.
func runParallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
