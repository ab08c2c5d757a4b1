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
	// Points are the verdicts on the question's key points, in their order. There are none for
	// choices and for accepted short answers. A band given by hand keeps the verdicts of the program.
	Points []PointGrade `json:"points,omitempty"`
	// PointsBy is who set Points by hand. It is empty for the program.
	PointsBy scoring.Judge `json:"points_by,omitempty"`
	// Confidence in the band, from 0 to 1. It is 0 for a grade by hand.
	Confidence float64 `json:"confidence,omitempty"`
	// Reasons say why in codes that the catalogues turn into words.
	Reasons []reason.GradeReason `json:"reasons,omitempty"`
	By      scoring.Judge        `json:"by"`
	// Replaced is the band that the program gave, if a person's grade replaced it.
	Replaced scoring.Band `json:"replaced,omitempty"`
	// Grader names the program that gave the grade with its version, such as "offline 1.5f2a9c". The
	// same grader gives the same answers of a round the same grades.
	Grader string `json:"grader,omitempty"`
	// Confirmed says that peers confirmed the author's own grade.
	Confirmed bool      `json:"confirmed,omitempty"`
	At        time.Time `json:"at"`
}

// PointGrade is the verdict on one key point.
type PointGrade struct {
	State PointState `json:"state"`
	// Probability that the answer meets the point, from 0 to 1.
	Probability float64 `json:"probability"`
	// Quote is verbatim from the answer: the words that meet or contradict the point.
	Quote string `json:"quote,omitempty"`
}

// PointState says whether an answer meets a key point.
type PointState string

// The states of a point. It is undecided where the answer shows too little of it either way.
const (
	PointMet          PointState = "met"
	PointMissed       PointState = "missed"
	PointContradicted PointState = "contradicted"
	PointUndecided    PointState = "undecided"
)

// Misses reports whether the answer lacks or contradicts the point with the given index.
func (g *Grade) Misses(point int) bool {
	if point < 0 || point >= len(g.Points) {
		return false
	}
	state := g.Points[point].State
	return state == PointMissed || state == PointContradicted
}

// ProgramBand returns the band that the program gave. It is empty if that is unknown.
func (g *Grade) ProgramBand() scoring.Band {
	if g.By == scoring.ByGrader {
		return g.Band
	}
	return g.Replaced
}

// SelfGraded reports whether the grade is its author's alone.
func (g *Grade) SelfGraded() bool { return g.By == scoring.ByAuthor && !g.Confirmed }

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

// TextKeeper is a Grader that remembers parts of answers while the process runs.
type TextKeeper interface {
	// DropTexts drops all of them, because a member is forgotten.
	DropTexts()
}

// Grader grades answers.
type Grader interface {
	// Grade gives a grade to each reply without one, and passes it to found with the reply's index as
	// soon as it is known. It gets all replies of a round: those that have a grade help to judge the
	// others. Uncertain grades are [scoring.Unsure]. Grade ends with the first error of found, and
	// with ctx. Grades that were found before an error stand.
	Grade(ctx context.Context, q *Question, replies []Reply, found func(reply int, g Grade) error) error
}
