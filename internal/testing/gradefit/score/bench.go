package main

import (
	"fmt"
	"io"

	"quizbot/quiz/grading/score"
)

// bench measures scores by tables, calibrations and corrections that never saw the question.
type bench struct {
	fitter *fitter
	others int
	counts []int // of grades to measure with, ascending
	draws  int   // choices of the graded answers
	from   []string
}

func (b *bench) run(path string, out io.Writer) error {
	answers, err := readAnswers(path)
	if err != nil {
		return err
	}
	s := b.fitter.study(answers, b.others)
	if err := b.setCorrections(s.models); err != nil {
		return err
	}
	if err := b.measure(s, "alone", out, func(o *outcome) float64 { return o.alone }); err != nil {
		return err
	}
	return b.measure(s, fmt.Sprintf("with %d others", b.others), out, func(o *outcome) float64 { return o.round })
}

// measure prints how good one kind of scores is, before and after corrections.
func (b *bench) measure(s *study, name string, out io.Writer, of func(o *outcome) float64) error {
	var grades, scores []float64
	for i := range s.outcomes {
		grades, scores = append(grades, s.outcomes[i].grade), append(scores, of(&s.outcomes[i]))
	}
	if err := report(out, name, []figures{measure(scores, grades)}); err != nil {
		return err
	}
	for _, count := range b.counts {
		var all []figures
		for draw := range b.draws {
			trials := s.newTrials(of, uint64(draw))
			for i := range trials {
				scores[i] = trials[i].correct(count)
			}
			all = append(all, measure(scores, grades))
		}
		if err := report(out, fmt.Sprintf("  %d graded", count), all); err != nil {
			return err
		}
	}
	return nil
}

// setCorrections gives the model of each fold a correction: the built-in one, or one that is fitted
// to the questions of files outside the fold.
func (b *bench) setCorrections(models []*score.Model) error {
	if len(b.from) == 0 {
		for _, m := range models {
			m.Correction = score.Default().Correction
		}
		return nil
	}
	lessons, err := b.fitter.readLessons(b.from)
	if err != nil {
		return err
	}
	for f, m := range models {
		m.Correction = fitCorrection(lessons, f)
	}
	return nil
}
