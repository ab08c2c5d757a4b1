// Package bankgrader grades answers for bank writers: lines of a program, a typed answer, and the
// sample answers of a bank.
package bankgrader

import (
	"context"
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
func Grade(o grading.Offline, q *quiz.Question, answer string) (Verdict, error) {
	if len(q.RightChoices()) > 0 || len(q.Accept) > 0 {
		return gradeExactly(q, answer)
	}
	task := TaskOf(q)
	texts, derived := o.KeyPoints(task)
	return newVerdict(o.Assess(task, []string{answer}, false)[0], texts, derived), nil
}

// TaskOf returns a question as the grader takes it.
func TaskOf(q *quiz.Question) grading.Task {
	return grading.Task{Question: text.JoinParagraphs(q.Title, q.Body), Reference: q.Answer, Points: q.KeyPoints, Terms: q.Terms}
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
func gradeExactly(q *quiz.Question, answer string) (Verdict, error) {
	reply := quiz.Reply{Form: answer}
	if len(q.RightChoices()) > 0 {
		reply.Picks, _, _ = text.CutAnswerLetters(answer)
		slices.Sort(reply.Picks)
	}
	grades, err := grading.Exact{}.Grade(context.Background(), q, []quiz.Reply{reply})
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Band: grades[0].Band, Score: grades[0].Score, Reasons: grades[0].Reasons}
	if v.Band != scoring.Unsure {
		v.Confidence = 1
	}
	return v, nil
}
