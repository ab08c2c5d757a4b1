package jobs

import (
	"quizbot/quiz"

	"quizbot/quiz/picking"
)

// Engine decides which jobs are due in rooms, and remembers how they went.
type Engine struct {
	store  quiz.Store
	picker picking.Picker
	grader quiz.Grader
	admins []quiz.MemberID
	wakeup chan struct{}
}

// New returns an Engine. The admins are told of trouble in rooms of their platforms.
func New(store quiz.Store, bank quiz.Bank, grader quiz.Grader, admins []quiz.MemberID) *Engine {
	return &Engine{store: store, picker: picking.Picker{Bank: bank}, grader: grader, admins: admins, wakeup: make(chan struct{}, 1)}
}
