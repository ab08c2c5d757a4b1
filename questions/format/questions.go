package format

import (
	"slices"

	"quizbot/quiz"
)

// SetAccepted gives a question short answers, any of which is right; the first is the reference.
func SetAccepted(q *quiz.Question, list []string) {
	if q.Accept = list; len(list) > 0 {
		q.Answer = list[0]
	}
}

// GrowFor makes room for one more question. After the first few, their size in bytes predicts the
// number of all questions, and a long list is not copied again and again.
func GrowFor(found []quiz.Question, at, size int) []quiz.Question {
	const few, least = 64, 4 // questions, bytes of one
	if len(found) != few || at <= 0 {
		return found
	}
	return slices.Grow(found, min(few*size/at, size/least))
}
