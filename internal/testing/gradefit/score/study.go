package main

import (
	"math/rand/v2"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/score"
)

// folds is the number of parts that the questions are cut into.
const folds = 10

// outcome is an answer's grade by people, with its scores alone and in a round.
type outcome struct {
	fold         int
	grade        float64
	alone, round float64
	text         *analysis.Text
	signals      score.Signals
}

// study is a set of answers with scores of models that never saw their questions.
type study struct {
	questions [][]answer
	models    []*score.Model  // by fold
	scorers   []*score.Scorer // by question
	outcomes  []outcome       // by question and answer
}

// study grades the answers, alone and among others, with the questions held out.
func (t *fitter) study(answers []answer, others int) *study {
	random := rand.New(rand.NewPCG(3, 4))
	s := &study{questions: groupByQuestion(answers), models: t.fitFolds(newExamples(answers))}
	for _, list := range s.questions {
		scorer := newScorer(list[0], s.models[foldOf(list[0].qid)])
		s.scorers = append(s.scorers, scorer)
		for i, a := range list {
			o := outcome{fold: foldOf(a.qid), grade: a.grade}
			o.text = analyse(a)
			o.alone, o.signals = scorer.Evidence(o.text)
			round := []string{a.text}
			for _, k := range pick(random, len(list), i, others) {
				round = append(round, list[k].text)
			}
			o.round = scorer.EvidenceInRound(round)[0]
			s.outcomes = append(s.outcomes, o)
		}
	}
	s.calibrate(func(o *outcome) *float64 { return &o.alone })
	s.calibrate(func(o *outcome) *float64 { return &o.round })
	return s
}

func foldOf(qid string) int { return (hash(qid) >> 4) % folds }

// groupByQuestion returns the answers of each question, in the order of the questions.
func groupByQuestion(answers []answer) [][]answer {
	index := map[string]int{}
	var groups [][]answer
	for _, a := range answers {
		n, ok := index[a.qid]
		if !ok {
			n = len(groups)
			index[a.qid] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], a)
	}
	return groups
}

// fitFolds fits a model to the questions outside each fold.
func (t *fitter) fitFolds(examples []example) []*score.Model {
	models := make([]*score.Model, folds)
	for f := range models {
		var train []example
		for _, e := range examples {
			if foldOf(e.qid) != f {
				train = append(train, e)
			}
		}
		models[f] = t.fit(train)
	}
	return models
}

// pick returns up to count indexes below n, by chance and without one.
func pick(random *rand.Rand, n, without, count int) []int {
	var picked []int
	for _, k := range random.Perm(n) {
		if k != without && len(picked) < count {
			picked = append(picked, k)
		}
	}
	return picked
}

// calibrate replaces scores by those of a line fitted to the other folds.
func (s *study) calibrate(of func(o *outcome) *float64) {
	lines := make([]score.Calibration, folds)
	for f := range lines {
		var scores, grades []float64
		for i := range s.outcomes {
			if o := &s.outcomes[i]; o.fold != f {
				scores, grades = append(scores, *of(o)), append(grades, o.grade)
			}
		}
		lines[f] = score.Calibrate(scores, grades)
	}
	for i := range s.outcomes {
		o := &s.outcomes[i]
		*of(o) = lines[o.fold].At(*of(o))
	}
}

// trial is an answer to correct by people's grades of other answers to the question.
type trial struct {
	*outcome
	scorer  *score.Scorer
	answers []score.Judged // the one to correct comes first
	grades  []float64      // of the others
}

// mostGrades is the greatest number of grades in a trial.
const mostGrades = 10

// newTrials returns a trial for each answer. A draw is a choice of the graded ones.
func (s *study) newTrials(of func(o *outcome) float64, draw uint64) []trial {
	random := rand.New(rand.NewPCG(draw, 5))
	trials := make([]trial, 0, len(s.outcomes))
	for q, list := range s.questions {
		outcomes := s.outcomes[len(trials):]
		judge := func(i int) score.Judged {
			return score.Judged{Text: outcomes[i].text, Score: of(&outcomes[i]), Signals: outcomes[i].signals}
		}
		for i := range list {
			t := trial{outcome: &outcomes[i], scorer: s.scorers[q], answers: []score.Judged{judge(i)}}
			for _, k := range pick(random, len(list), i, mostGrades) {
				t.answers, t.grades = append(t.answers, judge(k)), append(t.grades, list[k].grade)
			}
			trials = append(trials, t)
		}
	}
	return trials
}

// correct returns the corrected score, by the first grades or all.
func (t *trial) correct(count int) float64 {
	grades := map[int]float64{}
	for i, g := range t.grades[:min(count, len(t.grades))] {
		grades[i+1] = g
	}
	return t.scorer.Correct(t.answers[:len(grades)+1], grades)[0]
}
