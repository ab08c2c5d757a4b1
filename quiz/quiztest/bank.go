// Package quiztest has what tests of several packages need of the domain.
package quiztest

import (
	"iter"
	"slices"

	"quizbot/quiz"
)

// Bank is a [quiz.Bank] of the listed questions. A question without a bank's name is in every bank.
type Bank []quiz.Question

// Questions implements [quiz.Bank].
func (b Bank) Questions(banks ...string) iter.Seq[*quiz.Question] {
	return func(yield func(*quiz.Question) bool) {
		for i := range b {
			named := len(banks) == 0 || b[i].Bank == "" || slices.Contains(banks, b[i].Bank)
			if named && !yield(&b[i]) {
				return
			}
		}
	}
}

// Question implements [quiz.Bank].
func (b Bank) Question(id quiz.QuestionID) (*quiz.Question, bool) {
	i := slices.IndexFunc(b, func(q quiz.Question) bool { return q.ID == id })
	if i < 0 {
		return nil, false
	}
	return &b[i], true
}
