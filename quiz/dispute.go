package quiz

import (
	"slices"
	"time"

	"quizbot/quiz/scoring"
)

// Dispute is its author's claim that an answer has a key point that the grader missed. Admins decide
// it.
type Dispute struct {
	// Point is the index of the key point.
	Point int       `json:"point"`
	At    time.Time `json:"at"`
}

// DisputePoint records that the author claims a point. It reports false if that is recorded already.
func (r *Reply) DisputePoint(point int, at time.Time) bool {
	if r.Disputed(point) {
		return false
	}
	r.Disputes = append(slices.Clone(r.Disputes), Dispute{point, at})
	slices.SortFunc(r.Disputes, func(a, b Dispute) int { return a.Point - b.Point })
	return true
}

// Disputed reports whether the author claims a point.
func (r *Reply) Disputed(point int) bool {
	return slices.ContainsFunc(r.Disputes, func(d Dispute) bool { return d.Point == point })
}

// SetGrade replaces the grade. It withdraws the disputes of points that are no longer missed.
func (r *Reply) SetGrade(g Grade) {
	r.Grade = &g
	r.Disputes = slices.DeleteFunc(slices.Clone(r.Disputes), func(d Dispute) bool { return !g.Misses(d.Point) })
	if len(r.Disputes) == 0 {
		r.Disputes = nil
	}
}

// OpenDisputes returns the disputes that wait for an admin: those against a program's grade.
func (r *Reply) OpenDisputes() []Dispute {
	if r.Grade == nil || r.Grade.By != scoring.ByGrader {
		return nil
	}
	var open []Dispute
	for _, d := range r.Disputes {
		if r.Grade.Misses(d.Point) {
			open = append(open, d)
		}
	}
	return open
}
