// Package jobs decides which jobs begin in rooms and records how they went: questions, closes,
// reveals and digests. The runner carries them out.
package jobs

import (
	"quizbot/quiz"

	"quizbot/quiz/picking"
)

// Engine begins jobs and records their results. It implements [runner.Work].
type Engine struct {
	store  quiz.Store
	picker picking.Picker
	grader quiz.Grader
	admins []quiz.MemberID
	wakeup chan struct{}

	contained containment
	underWay  underWay
}

// New returns an Engine. The admins are told about troubles in rooms of their platforms.
func New(store quiz.Store, bank quiz.Bank, grader quiz.Grader, admins []quiz.MemberID) *Engine {
	return &Engine{store: store, picker: picking.Picker{Bank: bank}, grader: grader, admins: admins, wakeup: make(chan struct{}, 1)}
}
