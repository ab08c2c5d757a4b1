package grading

import (
	"context"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Exact grades choices and accepted short answers, which have an exact solution. It leaves all
// other answers unsure. It never fails.
type Exact struct{}

// exactVersion names the rules of [Exact] in a grade.
const exactVersion = "exact 1"

// Grade implements [quiz.Grader].
func (Exact) Grade(_ context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	for i := range replies {
		if replies[i].Grade != nil {
			continue
		}
		if err := found(i, GradeExactly(q, &replies[i])); err != nil {
			return err
		}
	}
	return nil
}

// IsExact reports whether a question has an exact solution.
func IsExact(q *quiz.Question) bool { return len(q.RightChoices()) > 0 || len(q.Accept) > 0 }

// GradeExactly grades one reply by the question's exact solution.
func GradeExactly(q *quiz.Question, r *quiz.Reply) quiz.Grade {
	switch {
	case !q.HasAnswer():
		return newGrade(scoring.Unsure, reason.UnknownSolution)
	case len(q.RightChoices()) > 0:
		return gradeChoice(q.RightChoices(), r.Picks)
	case len(q.Accept) > 0:
		return gradeShortAnswer(q.Accept, r.Answer())
	}
	return newGrade(scoring.Unsure, reason.OpenAnswer)
}

func newGrade(band scoring.Band, code reason.GradeCode) quiz.Grade {
	g := quiz.Grade{Band: band, Score: band.Score(), By: scoring.ByGrader, Grader: exactVersion, Reasons: []reason.GradeReason{{Code: code}}}
	if band != scoring.Unsure {
		g.Confidence = 1
	}
	return g
}

// gradeChoice is all or nothing: all right choices and no other.
func gradeChoice(right, picks []int) quiz.Grade {
	if slices.Equal(right, picks) {
		return newGrade(scoring.Full, reason.RightChoice)
	}
	return newGrade(scoring.Wrong, reason.WrongChoice)
}

// gradeShortAnswer leaves an unaccepted answer unsure, because a sentence around a right answer is
// not wrong.
func gradeShortAnswer(accept []string, answer string) quiz.Grade {
	if slices.ContainsFunc(accept, func(a string) bool { return IsSameAnswer(a, answer) }) {
		return newGrade(scoring.Full, reason.AcceptedAnswer)
	}
	return newGrade(scoring.Unsure, reason.NotAccepted)
}
