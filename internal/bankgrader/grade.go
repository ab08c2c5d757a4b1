// Package bankgrader grades answers for bank writers: lines of a program, a typed answer, and the
// sample answers of a bank.
package bankgrader

import (
	"slices"

	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Verdict is the grade of an answer to a question of a bank.
type Verdict struct {
	Band scoring.Band
	// Score and Confidence are from 0 to 1. The score means nothing if the band is unsure.
	Score, Confidence float64
	// Points are the key points of an open question, with their states. Derived says that they come
	// from the reference and not from the bank.
	Points  []Point
	Derived bool
	Reasons []reason.GradeReason
}

// Point is a key point and the verdict on it.
type Point struct {
	Text string
	grading.PointVerdict
}

// Grade grades an answer to a question. Choices are answered by their letters.
func Grade(o grading.Offline, q *quiz.Question, answer string) Verdict {
	if grading.IsExact(q) {
		return gradeExactly(q, answer)
	}
	task := grading.TaskOf(q)
	texts, derived := o.KeyPoints(task)
	return newVerdict(o.Assess(task, []string{answer}, false)[0], texts, derived)
}

func newVerdict(a grading.Assessment, texts []string, derived bool) Verdict {
	v := Verdict{Band: a.Band, Score: a.Score, Confidence: a.Confidence, Derived: derived, Reasons: a.Reasons}
	for i, p := range a.Points {
		point := Point{PointVerdict: p}
		if i < len(texts) {
			point.Text = texts[i]
		}
		v.Points = append(v.Points, point)
	}
	return v
}

// gradeExactly grades choices, and accepted short answers.
func gradeExactly(q *quiz.Question, answer string) Verdict {
	reply := quiz.Reply{Form: answer}
	if len(q.RightChoices()) > 0 {
		reply.Picks, _, _ = text.CutAnswerLetters(answer)
		slices.Sort(reply.Picks)
	}
	g := grading.GradeExactly(q, &reply)
	return Verdict{Band: g.Band, Score: g.Score, Confidence: g.Confidence, Reasons: g.Reasons}
}
