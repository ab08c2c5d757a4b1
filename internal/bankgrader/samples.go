package bankgrader

import (
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/scoring"
)

// SampleResult is the grade of a sample answer.
type SampleResult struct {
	Question *quiz.Question
	Sample   quiz.Sample
	Verdict  Verdict
}

// AsExpected reports whether the grade is the one that the bank expects.
func (r *SampleResult) AsExpected() bool { return r.Verdict.Band == r.Sample.Band }

// Source returns the place of the sample, or else that of its question.
func (r *SampleResult) Source() quiz.Source {
	at := r.Question.Source
	if r.Sample.Line > 0 {
		at.Line, at.Column = r.Sample.Line, 0
	}
	return at
}

// TestBank grades the sample answers of questions, each by itself. report is told of the
// progress.
func TestBank(o grading.Offline, list []quiz.Question, report func(done, total int64)) []SampleResult {
	var results []SampleResult
	for i := range list {
		q := &list[i]
		for _, s := range q.Samples {
			results = append(results, SampleResult{q, s, Grade(o, q, s.Answer)})
		}
		report(int64(i+1), int64(len(list)))
	}
	return results
}

// Explanation returns the points that speak for a grade other than the expected one: those met if it
// is too high, the others if it is too low.
func (r *SampleResult) Explanation() []Point {
	var points []Point
	tooHigh := rank(r.Verdict.Band) > rank(r.Sample.Band)
	for _, p := range r.Verdict.Points {
		if (p.State == grading.Met) == tooHigh {
			points = append(points, p)
		}
	}
	return points
}

// rank orders bands from worst to best. An unsure grade ranks lowest.
func rank(b scoring.Band) int {
	for i, known := range scoring.Bands() {
		if known == b {
			return len(scoring.Bands()) - i
		}
	}
	return 0
}
