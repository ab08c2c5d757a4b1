package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
)

// planChange is a record of a changed plan.
func planChange(scope string, by quiz.MemberNo, at time.Time) quiz.AuditRecord {
	return quiz.AuditRecord{Scope: scope, At: at.UTC(), By: by, Act: audit.Replan, Setting: "ask", From: "09:30", To: "10:00"}
}

// auditLogOfRoom appends records in two rooms and a workspace, and drops the old ones.
func auditLogOfRoom(t *testing.T, s quiz.Store) {
	grade := quiz.AuditRecord{Scope: string(roomA), At: noon().Add(time.Hour).UTC(), By: 2, Act: audit.Grade, Author: 1, Round: 4, From: "wrong", To: "full"}
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 2),
			tx.AppendAudit(planChange(string(roomA), 1, noon())), tx.AppendAudit(planChange(string(roomB), 1, noon())),
			tx.AppendAudit(planChange(string(workspaceA), 2, noon())), tx.AppendAudit(grade))
	})
	_ = s.Update(context.Background(), func(tx quiz.Tx) error {
		return errors.Join(tx.AppendAudit(planChange(string(roomA), 1, noon())), errFails)
	})
	first := planChange(string(roomA), 1, noon())
	first.Seq, grade.Seq = 1, 4
	expectAudit(t, s, string(roomA), grade, first)
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: roomA}), tx.MoveRoom(roomA, "console/demo/new"))
	})
	first.Scope, grade.Scope = "console/demo/new", "console/demo/new"
	expectAudit(t, s, string(roomA))
	expectAudit(t, s, first.Scope, grade, first)
	update(t, s, func(tx quiz.Tx) error { return tx.Forget(1) })
	first.By, grade.Author = 0, 0
	expectAudit(t, s, first.Scope, grade, first)
	for _, want := range []int{2, 1, 0} {
		update(t, s, func(tx quiz.Tx) error {
			n, err := tx.DropAudit(noon().Add(time.Minute), 2)
			expect(t, "dropped", n, want)
			return err
		})
	}
	expectAudit(t, s, first.Scope, grade)
	expectAudit(t, s, string(workspaceA))
	update(t, s, func(tx quiz.Tx) error { return tx.AppendAudit(planChange(string(roomB), 0, noon())) })
	last := planChange(string(roomB), 0, noon())
	last.Seq = 5
	expectAudit(t, s, string(roomB), last)
}

// expectAudit compares the records of a scope.
func expectAudit(t *testing.T, s quiz.Store, scope string, want ...quiz.AuditRecord) {
	t.Helper()
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "audit log of "+scope, collect(t, tx.AuditRecords(scope)), want)
		return nil
	})
}
