// Package jobs decides which jobs begin in rooms and records how they went: questions, closes,
// reveals and digests. The runner carries them out.
package jobs

import (
	"slices"

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
	// allowed are the workspaces that are served, all if there are none.
	allowed []quiz.WorkspaceID

	contained containment
	underWay  underWay
}

// ServeOnly has the engine serve the rooms of the given workspaces alone, or all rooms if there are
// none. It is called before anything else.
func (e *Engine) ServeOnly(allowed []quiz.WorkspaceID) { e.allowed = allowed }

// Serves reports whether the rooms of a workspace are served.
func (e *Engine) Serves(workspace quiz.WorkspaceID) bool {
	return len(e.allowed) == 0 || slices.Contains(e.allowed, workspace)
}

// New returns an Engine. The admins are told about troubles in rooms of their platforms.
func New(store quiz.Store, bank quiz.Bank, grader quiz.Grader, admins []quiz.MemberID) *Engine {
	return &Engine{store: store, picker: picking.Picker{Bank: bank}, grader: grader, admins: admins, wakeup: make(chan struct{}, 1)}
}
