package storetest

import (
	"errors"
	"testing"

	"quizbot/quiz"
)

const (
	workspaceA quiz.WorkspaceID = "console/demo"
	workspaceB quiz.WorkspaceID = "console/demo2" // it begins like the other
)

// confirmedGIL are the points of a question about the interpreter lock.
func confirmedGIL(workspace quiz.WorkspaceID, q quiz.QuestionID, by quiz.MemberNo) quiz.ConfirmedPoints {
	return quiz.ConfirmedPoints{
		Workspace: workspace, Question: q, Points: []string{"one thread at a time", "为了引用计数"},
		Bank: "python", Title: "什么是 GIL？", Reference: "It lets\none thread run.", Given: []string{"a lock"}, By: by, At: noon().UTC(),
	}
}

func confirmedPointsOfWorkspace(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 1), tx.SetConfirmedPoints(confirmedGIL(workspaceA, "q/2", 1)), tx.SetConfirmedPoints(confirmedGIL(workspaceA, "q", 0)),
			tx.SetConfirmedPoints(confirmedGIL(workspaceB, "q", 0)), tx.SetConfirmedPoints(confirmedGIL(workspaceB, "other", 0)))
	})
	view(t, s, func(tx quiz.Tx) error {
		got, err := tx.ConfirmedPoints(workspaceA, "q/2")
		expect(t, "points", got, confirmedGIL(workspaceA, "q/2", 1))
		_, err2 := tx.ConfirmedPoints(workspaceA, "other")
		expect(t, "points of another workspace are not found", errors.Is(err2, quiz.ErrNotFound), true)
		expect(t, "list", collect(t, tx.ConfirmedPointsOf(workspaceA)), []quiz.ConfirmedPoints{confirmedGIL(workspaceA, "q", 0), confirmedGIL(workspaceA, "q/2", 1)})
		return err
	})
	replaced := confirmedGIL(workspaceA, "q", 1)
	replaced.Points, replaced.Given = []string{"x"}, nil
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetConfirmedPoints(replaced), tx.DropConfirmedPoints(workspaceA, "q/2"), tx.DropConfirmedPoints(workspaceA, "never"))
	})
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "list", collect(t, tx.ConfirmedPointsOf(workspaceA)), []quiz.ConfirmedPoints{replaced})
		expect(t, "list of the other workspace", len(collect(t, tx.ConfirmedPointsOf(workspaceB))), 2)
		return nil
	})
}

func confirmedPointsOutliveMember(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 2), tx.SetConfirmedPoints(confirmedGIL(workspaceA, "a", 1)), tx.SetConfirmedPoints(confirmedGIL(workspaceA, "b", 2)),
			tx.SetConfirmedPoints(confirmedGIL(workspaceB, "c", 1)))
	})
	update(t, s, func(tx quiz.Tx) error { return tx.Forget(1) })
	view(t, s, func(tx quiz.Tx) error {
		list := append(collect(t, tx.ConfirmedPointsOf(workspaceA)), collect(t, tx.ConfirmedPointsOf(workspaceB))...)
		expect(t, "list", list, []quiz.ConfirmedPoints{confirmedGIL(workspaceA, "a", 0), confirmedGIL(workspaceA, "b", 2), confirmedGIL(workspaceB, "c", 0)})
		return nil
	})
}
