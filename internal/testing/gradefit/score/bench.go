package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"

	"quizbot/quiz/grading/score"
)

// bench measures scores by tables and calibrations that never saw the question.
type bench struct {
	fitter         *fitter
	others, grades int
	random         *rand.Rand
	outcomes       []outcome
}

// folds is the number of parts that the questions are cut into.
const folds = 10

// outcome is an answer's grade by people, with its scores alone and in a round.
type outcome struct {
	fold         int
	grade        float64
	alone, round float64
}

func (b *bench) run(path string, out io.Writer) error {
	answers, err := readAnswers(path)
	if err != nil {
		return err
	}
	b.random = rand.New(rand.NewPCG(3, 4))
	examples := newExamples(answers)
	var scorers []*score.Scorer
	questions := groupByQuestion(answers)
	models := b.fitFolds(examples)
	for _, list := range questions {
		s := newScorer(list[0], models[foldOf(list[0].qid)])
		scorers = append(scorers, s)
		b.grade(s, list)
	}
	b.calibrate(func(o *outcome) *float64 { return &o.alone })
	b.calibrate(func(o *outcome) *float64 { return &o.round })
	grades := make([]float64, len(b.outcomes))
	alone, round := make([]float64, len(grades)), make([]float64, len(grades))
	for i, o := range b.outcomes {
		grades[i], alone[i], round[i] = o.grade, o.alone, o.round
	}
	human, both := b.correct(scorers, questions)
	return errors.Join(
		report(out, "alone", alone, grades),
		report(out, fmt.Sprintf("with %d others", b.others), round, grades),
		report(out, fmt.Sprintf("with %d grades", b.grades), human, grades),
		report(out, "with both", both, grades),
	)
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
func (b *bench) fitFolds(examples []example) []*score.Model {
	models := make([]*score.Model, folds)
	for f := range models {
		var train []example
		for _, e := range examples {
			if foldOf(e.qid) != f {
				train = append(train, e)
			}
		}
		models[f] = b.fitter.fit(train)
	}
	return models
}

// grade grades the answers to a question, alone and among some others.
func (b *bench) grade(s *score.Scorer, list []answer) {
	for i, a := range list {
		o := outcome{fold: foldOf(a.qid), grade: a.grade}
		o.alone, _ = s.Evidence(analyse(a))
		round := []string{a.text}
		for _, k := range b.pick(len(list), i, b.others) {
			round = append(round, list[k].text)
		}
		o.round = s.EvidenceInRound(round)[0]
		b.outcomes = append(b.outcomes, o)
	}
}

// pick returns up to count indexes below n, by chance and without one.
func (b *bench) pick(n, without, count int) []int {
	var picked []int
	for _, k := range b.random.Perm(n) {
		if k != without && len(picked) < count {
			picked = append(picked, k)
		}
	}
	return picked
}

// calibrate replaces scores by those of a line fitted to the other folds.
func (b *bench) calibrate(of func(o *outcome) *float64) {
	lines := make([]score.Calibration, folds)
	for f := range lines {
		var scores, grades []float64
		for i := range b.outcomes {
			if o := &b.outcomes[i]; o.fold != f {
				scores, grades = append(scores, *of(o)), append(grades, o.grade)
			}
		}
		lines[f] = score.Calibrate(scores, grades)
	}
	for i := range b.outcomes {
		o := &b.outcomes[i]
		*of(o) = lines[o.fold].At(*of(o))
	}
}

// correct corrects each score by people's grades of some other answers to the question.
func (b *bench) correct(scorers []*score.Scorer, questions [][]answer) (alone, round []float64) {
	at := 0
	for q, list := range questions {
		outcomes := b.outcomes[at : at+len(list)]
		at += len(list)
		for i := range list {
			texts, x, y := []string{list[i].text}, []float64{outcomes[i].alone}, []float64{outcomes[i].round}
			human := map[int]float64{}
			for _, k := range b.pick(len(list), i, b.grades) {
				human[len(texts)] = list[k].grade
				texts, x, y = append(texts, list[k].text), append(x, outcomes[k].alone), append(y, outcomes[k].round)
			}
			alone = append(alone, scorers[q].Correct(texts, x, human)[0])
			round = append(round, scorers[q].Correct(texts, y, human)[0])
		}
	}
	return alone, round
}
