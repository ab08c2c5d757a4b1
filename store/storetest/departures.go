package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/departure"
	"quizbot/quiz/scoring"
)

const (
	leaving, staying         quiz.WorkspaceID = "slack/T1", "slack/T10"
	leavingRoom, stayingRoom quiz.RoomID      = "slack/T1/C1", "slack/T10/C1"
)

// departuresKept sets, lists and drops departures.
func departuresKept(t *testing.T, s quiz.Store) {
	first := departure.Record{Workspace: leaving, At: noon().UTC()}
	second := departure.Record{Workspace: staying, At: noon().UTC(), Deleting: noon().Add(time.Hour).UTC(), Operator: true}
	update(t, s, func(tx quiz.Tx) error { return errors.Join(tx.SetDeparture(second), tx.SetDeparture(first)) })
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "departures", collect(t, tx.Departures()), []departure.Record{first, second})
		got, err := tx.Departure(staying)
		expect(t, "departure", got, second)
		_, missing := tx.Departure("slack/T2")
		expect(t, "missing", errors.Is(missing, quiz.ErrNotFound), true)
		known, err2 := tx.Workspaces()
		expect(t, "workspaces", known, []quiz.WorkspaceID{leaving, staying})
		return errors.Join(err, err2)
	})
	update(t, s, func(tx quiz.Tx) error { return errors.Join(tx.DropDeparture(leaving), tx.DropDeparture("slack/T2")) })
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "departures", collect(t, tx.Departures()), []departure.Record{second})
		return nil
	})
}

// workspaceDropped deletes a workspace in parts. The other workspace stays as it is.
func workspaceDropped(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addWorkspace(tx, leaving, leavingRoom, 1), addWorkspace(tx, staying, stayingRoom, 10))
	})
	before := countWorkspace(t, s, staying)
	expect(t, "counts", countWorkspace(t, s, leaving), departure.Counts{Rooms: 1, Rounds: 2, Answers: 6, Members: 3})
	expect(t, "other counts", before, departure.Counts{Rooms: 1, Rounds: 2, Answers: 6, Members: 3})
	for parts := 0; ; parts++ {
		var n int
		update(t, s, func(tx quiz.Tx) (err error) {
			n, err = tx.DropWorkspace(leaving, time.Time{}, 2)
			return err
		})
		checked, is := s.(Store)
		if !is {
			t.Fatal("the store cannot be checked")
		}
		if err := checked.Check(); err != nil {
			t.Fatalf("after %d parts: %v", parts, err)
		}
		if n == 0 {
			expect(t, "several parts", parts > 5, true)
			break
		}
	}
	expect(t, "counts", countWorkspace(t, s, leaving), departure.Counts{})
	expect(t, "other counts", countWorkspace(t, s, staying), before)
	expectAudit(t, s, string(leavingRoom))
	expectAudit(t, s, string(leaving))
	view(t, s, func(tx quiz.Tx) error {
		known, err := tx.Workspaces()
		expect(t, "workspaces", known, []quiz.WorkspaceID{staying})
		for _, entry := range []error{missingJob(tx, leavingRoom), missingRound(tx, 1), missingMember(tx, 1)} {
			expect(t, "missing", errors.Is(entry, quiz.ErrNotFound), true)
		}
		asked, err2 := tx.AskedQuestions(leavingRoom, 1)
		expect(t, "asked", len(asked), 0)
		expect(t, "entries", len(collect(t, tx.Entries(leavingRoom, 1))), 0)
		expect(t, "standings", len(collect(t, tx.Standings(leavingRoom, "all"))), 0)
		expect(t, "points", len(collect(t, tx.ConfirmedPointsOf(leaving))), 0)
		expect(t, "redraws", len(collect(t, tx.RedrawsOwed())), 2)
		expect(t, "next checks", len(collect(t, tx.NextChecks("slack"))), 1)
		expect(t, "other standings", len(collect(t, tx.Standings(stayingRoom, "all"))), 3)
		return errors.Join(err, err2)
	})
}

// workspaceDroppedUntil keeps what a workspace has since its return.
func workspaceDroppedUntil(t *testing.T, s quiz.Store) {
	back := noon().Add(time.Hour)
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addWorkspace(tx, leaving, leavingRoom, 1), tx.SetRoom(quiz.Room{ID: "slack/T1/C2", Since: back}),
			tx.SetMember(quiz.Member{No: 9, ID: "slack/T1/U9", Since: back}), tx.SetRound(quiz.Round{ID: 900, Room: "slack/T1/C2"}),
			tx.AppendAudit(planChange("slack/T1/C2", 9, back)), tx.SetWorkspaceForgotten(leaving, noon()))
	})
	update(t, s, func(tx quiz.Tx) error {
		n, err := tx.DropWorkspace(leaving, noon(), 1000)
		expect(t, "dropped anything", n > 10, true)
		return err
	})
	expect(t, "counts", countWorkspace(t, s, leaving), departure.Counts{Rooms: 1, Rounds: 1, Members: 1})
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "audit log", len(collect(t, tx.AuditRecords("slack/T1/C2"))), 1)
		member, err := tx.ForgottenAt("slack/T1/U1")
		expect(t, "a member's deletion", member.Equal(noon()), true)
		other, err2 := tx.ForgottenAt("slack/T10/U1")
		expect(t, "another's", other.IsZero(), true)
		at, err3 := tx.WorkspaceForgottenAt(leaving)
		expect(t, "the workspace's", at.Equal(noon()), true)
		return errors.Join(err, err2, err3)
	})
}

// addWorkspace adds a room with two rounds and three members to a workspace, who have numbers from
// first on.
func addWorkspace(tx quiz.Tx, w quiz.WorkspaceID, room quiz.RoomID, first quiz.MemberNo) error {
	err := errors.Join(tx.SetRoom(quiz.Room{ID: room, By: first, Since: noon()}), tx.SetJob(quiz.Job{Room: room}), tx.SetNextCheck(room, noon()),
		tx.SetQuestionAsked(room, 1, "q", true))
	for i := range quiz.MemberNo(3) {
		no := first + i
		err = errors.Join(err, tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprintf("%s/U%d", w, i+1)), Since: noon()}),
			tx.AppendAudit(planChange(string(room), no, noon())))
	}
	for i := range quiz.RoundID(2) {
		id := quiz.RoundID(first) + i
		err = errors.Join(err, tx.SetRound(quiz.Round{ID: id, Room: room}), tx.SetRedrawOwed(id, true))
		for j := range quiz.MemberNo(3) {
			no := first + j
			e := answerEntry(no, monday().AddDays(int(i)), 10)
			e.Room, e.Round = room, id
			err = errors.Join(err, tx.SetReply(quiz.Reply{Round: id, Member: no, Form: "because"}), tx.SetVote(id, no, first, noon()), tx.Append(e),
				tx.SetStreak(room, no, scoring.Streak{Last: 1}))
		}
	}
	return errors.Join(err, tx.SetConfirmedPoints(confirmedGIL(w, "q", first)), tx.AppendAudit(planChange(string(w), first, noon())))
}

func countWorkspace(t *testing.T, s quiz.Store, w quiz.WorkspaceID) (n departure.Counts) {
	t.Helper()
	view(t, s, func(tx quiz.Tx) (err error) {
		n, err = tx.CountWorkspace(w)
		return err
	})
	return n
}

func missingJob(tx quiz.Tx, room quiz.RoomID) error { _, err := tx.Job(room); return err }

func missingRound(tx quiz.Tx, id quiz.RoundID) error { _, err := tx.Round(id); return err }

func missingMember(tx quiz.Tx, no quiz.MemberNo) error { _, err := tx.Member(no); return err }
