package bankgrader

import (
	"math"

	"quizbot/quiz/grading"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Result is a verdict as programs read it. Indexes of points count from 0. A contradicted point is
// also missed; a point that is neither met nor missed is undecided.
type Result struct {
	ID string `json:"id"`
	// Score is null if the band is unsure.
	Score        *float64     `json:"score"`
	Band         scoring.Band `json:"band"`
	Confidence   float64      `json:"confidence"`
	Met          []int        `json:"met"`
	Missed       []int        `json:"missed"`
	Contradicted []int        `json:"contradicted"`
	// Quotes are the words of the answer that meet or contradict a point.
	Quotes map[int]string `json:"quotes"`
	// Probabilities of the points, from 0 to 1, exactly as they are.
	Probabilities []float64            `json:"probabilities"`
	Reasons       []reason.GradeReason `json:"reasons"`
}

// NewResult returns a verdict for programs.
func NewResult(id string, v Verdict) Result {
	r := Result{
		ID: id, Band: v.Band, Confidence: shorten(v.Confidence), Met: []int{}, Missed: []int{}, Contradicted: []int{},
		Quotes: map[int]string{}, Probabilities: []float64{}, Reasons: append([]reason.GradeReason{}, v.Reasons...),
	}
	if v.Band != scoring.Unsure {
		score := shorten(v.Score)
		r.Score = &score
	}
	for i, p := range v.Points {
		r.Probabilities = append(r.Probabilities, p.Probability)
		switch p.State {
		case grading.Met:
			r.Met = append(r.Met, i)
		case grading.Missed:
			r.Missed = append(r.Missed, i)
		case grading.Contradicted:
			r.Missed, r.Contradicted = append(r.Missed, i), append(r.Contradicted, i)
		case grading.Undecided:
		}
		if p.Quote != "" && (p.State == grading.Met || p.State == grading.Contradicted) {
			r.Quotes[i] = p.Quote
		}
	}
	return r
}

// shorten cuts a share to four decimals. It never rounds up, so that the score stays in its band.
func shorten(share float64) float64 {
	const decimals, noise = 1e4, 1e-6
	return math.Floor(share*decimals+noise) / decimals
}
