package grading

import (
	"context"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Certain grades what can be known for certain, choices and accepted short answers, and leaves everything
// else unsure. It never fails.
type Certain struct{}

// Grade implements [quiz.Grader].
func (Certain) Grade(_ context.Context, q *quiz.Question, replies []quiz.Reply) ([]quiz.Grade, error) {
	grades := make([]quiz.Grade, len(replies))
	for i := range replies {
		grades[i] = certain(q, &replies[i])
	}
	return grades, nil
}

func certain(q *quiz.Question, r *quiz.Reply) quiz.Grade {
	switch {
	case !q.Answered():
		return grade(scoring.Unsure, reason.UnknownSolution)
	case len(q.Right()) > 0:
		return chosen(q.Right(), r.Picks)
	case len(q.Accept) > 0:
		return accepted(q.Accept, r.Answer())
	}
	return grade(scoring.Unsure, reason.OpenAnswer)
}

func grade(band scoring.Band, code reason.GradeCode) quiz.Grade {
	return quiz.Grade{Band: band, Score: band.Score(), By: quiz.ByGrader, Reasons: []reason.GradeReason{{Code: code}}}
}

// chosen is all or nothing: every right choice and no other.
func chosen(right, picks []int) quiz.Grade {
	if slices.Equal(right, picks) {
		return grade(scoring.Full, reason.RightChoice)
	}
	return grade(scoring.Wrong, reason.WrongChoice)
}

// accepted leaves unsure what is none of the accepted answers, because a sentence around a right answer is
// not a wrong one.
func accepted(accept []string, answer string) quiz.Grade {
	if slices.ContainsFunc(accept, func(a string) bool { return Same(a, answer) }) {
		return grade(scoring.Full, reason.AcceptedAnswer)
	}
	return grade(scoring.Unsure, reason.NotAccepted)
}
