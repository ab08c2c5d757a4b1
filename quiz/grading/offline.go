package grading

import (
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Task is a question with the reference that answers are held against.
type Task struct {
	Question string
	// Reference is Markdown; " ||| " separates several right answers.
	Reference string
	// Points are the key points of the bank. Without any, points are derived from the reference.
	Points []string
	// Derived says that Points were derived from the reference before.
	Derived bool
	// Terms are groups of terms with one meaning that the bank adds to the lexicon.
	Terms [][]string
}

// State is the verdict on one key point.
type State uint8

// A point is undecided where the answer shows too little of it either way.
const (
	Undecided State = iota
	Met
	Missed
	Contradicted
)

// PointVerdict is the verdict on one key point, with the words of the answer that meet or
// contradict it.
type PointVerdict struct {
	State State
	// Probability that the point is met, from 0 to 1.
	Probability float64
	// Quote is verbatim from the answer, and empty where nothing was found.
	Quote string
}

// Assessment is the verdict on one answer.
type Assessment struct {
	// Band is cut from the score, or unsure.
	Band scoring.Band
	// Score from 0 to 1. It means nothing if the band is unsure.
	Score float64
	// Confidence in the band, from 0 to 1.
	Confidence float64
	Points     []PointVerdict
	Reasons    []reason.GradeReason
	limit      limit
}
