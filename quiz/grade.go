package quiz

import (
	"context"
	"time"

	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Grade is what an answer was found to be worth, and why.
type Grade struct {
	Band scoring.Band `json:"band"`
	// Score from 0 to 1; answers are ranked by it.
	Score float64 `json:"score"`
	// Met and Missed are indexes into the question's key points.
	Met    []int `json:"met,omitempty"`
	Missed []int `json:"missed,omitempty"`
	// Reasons say why in codes that the catalogues turn into words.
	Reasons []reason.GradeReason `json:"reasons,omitempty"`
	By      Judge                `json:"by"`
	// Confirmed says that peers confirmed the author's own grade.
	Confirmed bool      `json:"confirmed,omitempty"`
	At        time.Time `json:"at"`
}

// Judge is who or what gave a grade.
type Judge string

// A grade comes from a grader, from the answer's author or from an admin.
const (
	ByGrader Judge = "grader"
	ByAuthor Judge = "author"
	ByAdmin  Judge = "admin"
)

// SelfGraded reports whether the grade is its author's alone.
func (g *Grade) SelfGraded() bool { return g.By == ByAuthor && !g.Confirmed }

// Unconfirmed reports whether others may confirm the grade: a full one that its author gave.
func (g *Grade) Unconfirmed() bool { return g.SelfGraded() && g.Band == scoring.Full }

// CountedBand is the band whose points the grade earns. A full one of the author's own is CountedBand mostly until it is confirmed:
// otherwise being unsure would be CountedBand more than an honest half answer.
func (g *Grade) CountedBand() scoring.Band {
	if g.Unconfirmed() {
		return scoring.Mostly
	}
	return g.Band
}

// Grader finds what answers are worth.
type Grader interface {
	// Grade returns a grade for each reply, in their order. It is handed all replies of a round at once,
	// those that people already graded among them, and leaves unsure what it is not certain of.
	Grade(ctx context.Context, q *Question, replies []Reply) ([]Grade, error)
}
