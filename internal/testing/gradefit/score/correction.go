package main

import "quizbot/quiz/grading/score"

// lesson is a trial that a correction is fitted to.
type lesson struct {
	trial
	set   int
	model *score.Model // of the scorer
	count int          // of grades
}

// lessonsOfSet is about the number of lessons taken from a file.
const lessonsOfSet = 600

// readLessons reads lessons from files. A quarter each has 1, 2, 5 and 10 grades.
func (t *fitter) readLessons(paths []string) ([]lesson, error) {
	var lessons []lesson
	counts := []int{1, 2, 5, 10}
	for set, path := range paths {
		answers, err := readAnswers(path)
		if err != nil {
			return nil, err
		}
		s := t.study(answers, 0)
		trials := s.newTrials(func(o *outcome) float64 { return o.alone }, 99)
		step := max(1, len(trials)/lessonsOfSet)
		for i := 0; i < len(trials); i += step {
			lessons = append(lessons, lesson{trials[i], set, s.models[trials[i].fold], counts[i/step%len(counts)]})
		}
	}
	return lessons, nil
}

// noFold is a fold without questions.
const noFold = -1

// fitCorrection finds the correction with the least error outside a fold. It tries steps in each
// number, and in both covariances at once, as long as one of them helps.
func fitCorrection(lessons []lesson, without int) score.Correction {
	best := score.Correction{Features: 3, Width: 0.2, Runs: 5, Doubt: 2}
	least := costOf(best, lessons, without)
	moves := []func(c *score.Correction, factor float64){
		func(c *score.Correction, factor float64) { c.Features *= factor; c.Runs *= factor },
		func(c *score.Correction, factor float64) { c.Features *= factor },
		func(c *score.Correction, factor float64) { c.Width *= factor },
		func(c *score.Correction, factor float64) { c.Runs *= factor },
		func(c *score.Correction, factor float64) { c.Doubt *= factor },
	}
	for _, step := range []float64{2, 1.4, 1.15} {
		for helped, rounds := true, 0; helped && rounds < 6; rounds++ {
			helped = false
			for _, move := range moves {
				for _, factor := range []float64{step, 1 / step} {
					c := best
					move(&c, factor)
					if cost := costOf(c, lessons, without); cost < least-1e-5 {
						best, least, helped = c, cost, true
						break
					}
				}
			}
		}
	}
	return best
}

// costOf returns the mean square error after the correction over the one before it, summed over the
// sets.
func costOf(c score.Correction, lessons []lesson, without int) float64 {
	before, after := map[int]float64{}, map[int]float64{}
	for i := range lessons {
		l := &lessons[i]
		if l.fold == without {
			continue
		}
		l.model.Correction = c
		d := l.correct(l.count) - l.grade
		after[l.set] += d * d
		d = l.answers[0].Score - l.grade
		before[l.set] += d * d
	}
	sum := 0.0
	for set := range len(before) {
		sum += after[set] / before[set]
	}
	return sum
}
