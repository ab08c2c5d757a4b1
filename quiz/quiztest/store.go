package quiztest

import (
	"testing"

	"quizbot/quiz"
)

// Update changes a store in one transaction.
func Update(t testing.TB, s quiz.Store, fn func(quiz.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// View reads a store in one transaction.
func View(t testing.TB, s quiz.Store, fn func(quiz.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}
