package grading

import (
	"sync"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/prose"
	"quizbot/quiz/grading/score"
)

// desk is the memory in which one answer after another is judged. An answer of a page needs half a
// megabyte, and collecting that again and again took as long as the judgement.
type desk struct {
	text   analysis.Memory
	score  score.Memory
	points evidence.Memory
	shape  prose.Shape
}

//nolint:gochecknoglobals // it makes no difference to any result
var desks = sync.Pool{New: func() any { return &desk{} }}

// newDesk returns a desk, until it is cleared.
func newDesk() *desk { return desks.Get().(*desk) }

// clear gives up the desk. No word of an answer stays on it.
func (d *desk) clear() {
	d.text.Forget()
	d.score.Forget()
	d.points.Forget()
	d.shape.Forget()
	desks.Put(d)
}
