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

// Grade implements [quiz.Grader].
func (Exact) Grade(_ context.Context, q *quiz.Question, replies []quiz.Reply) ([]quiz.Grade, error) {
	grades := make([]quiz.Grade, len(replies))
	for i := range replies {
		grades[i] = gradeExactly(q, &replies[i])
	}
	return grades, nil
}

func gradeExactly(q *quiz.Question, r *quiz.Reply) quiz.Grade {
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
	return quiz.Grade{Band: band, Score: band.Score(), By: quiz.ByGrader, Reasons: []reason.GradeReason{{Code: code}}}
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
