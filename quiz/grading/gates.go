package grading

import (
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/score"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// limit is the most that an answer gets from any program, by the gates that its words set off.
type limit int

// Answers that say nothing are wrong. Answers that a program can't tell from right ones are unsure,
// unless they are wrong. Answers that a program can't read are unsure.
const (
	noLimit limit = iota
	unsureAtMost
	unreadable
	nothingAtAll
)

// limitOf returns the limit that follows from the reasons of a grade.
func limitOf(reasons []reason.GradeReason) limit {
	lowest := noLimit
	for _, r := range reasons {
		switch r.Code {
		case reason.EmptyText, reason.DontKnow, reason.Echo, reason.Injection:
			return nothingAtAll
		case reason.OtherLanguage:
			lowest = unreadable
		case reason.Keywords, reason.Shuffled:
			lowest = max(lowest, unsureAtMost)
		}
	}
	return lowest
}

// applyLimit holds the assessment to the limit of its reasons.
func (a *Assessment) applyLimit() {
	switch limit := limitOf(a.Reasons); {
	case limit == nothingAtAll:
		a.Band, a.Score = scoring.Wrong, 0
		for i := range a.Points {
			a.Points[i] = PointVerdict{State: Missed}
		}
	case limit == unreadable:
		a.Band = scoring.Unsure
		for i := range a.Points {
			if a.Points[i].State == Missed {
				a.Points[i] = NewVerdict(Undecided, "")
			}
		}
	case limit == unsureAtMost && a.Band != scoring.Wrong:
		a.Band = scoring.Unsure
	}
}

// gates are the rules for the answers to a question that hold for every grader.
type gates struct {
	lex    *lexicon.Lexicon
	scorer *score.Scorer
}

func newGates(q *quiz.Question) gates {
	lex := lexicon.Default().With(q.Terms)
	task := TaskOf(q)
	return gates{lex, score.New(lex, defaultTables().Score, task.Question, task.Reference)}
}

// hold returns the grade of a grader as the rules allow it. The reasons of the rules are added.
func (g gates) hold(grade quiz.Grade, answer string) quiz.Grade {
	_, why := g.scorer.Evidence(analysis.New(g.lex, answer))
	found := slices.DeleteFunc(reasonsOf(&why), func(r reason.GradeReason) bool { return limitOf([]reason.GradeReason{r}) == noLimit })
	switch limit := limitOf(found); {
	case limit == nothingAtAll:
		grade.Band, grade.Score = scoring.Wrong, 0
		grade.Points = slices.Repeat([]quiz.PointGrade{{State: quiz.PointMissed}}, len(grade.Points))
	case limit == unreadable || limit == unsureAtMost && grade.Band != scoring.Wrong:
		grade.Band, grade.Score = scoring.Unsure, scoring.Unsure.Score()
	}
	grade.Reasons = slices.Clone(grade.Reasons)
	for _, r := range found {
		if !slices.ContainsFunc(grade.Reasons, func(known reason.GradeReason) bool { return known.Code == r.Code }) {
			grade.Reasons = append(grade.Reasons, r)
		}
	}
	return grade
}
