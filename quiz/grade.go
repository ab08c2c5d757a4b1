package quiz

import (
	"context"
	"time"

	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Grade is the worth of an answer, with its reasons.
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

// Judge is the person or program that gave a grade.
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

// CountedBand returns the band that earns points. A full grade of the author's own counts as
// mostly until others confirm it. Otherwise unsure answers would earn more than honest half
// answers.
func (g *Grade) CountedBand() scoring.Band {
	if g.Unconfirmed() {
		return scoring.Mostly
	}
	return g.Band
}

// Grader grades answers.
type Grader interface {
	// Grade returns one grade per reply, in their order. It gets all replies of a round at once,
	// including replies that people graded already. Uncertain grades are [scoring.Unsure].
	Grade(ctx context.Context, q *Question, replies []Reply) ([]Grade, error)
}
