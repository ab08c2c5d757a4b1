package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/store/bolt"
)

// fillOldRound stores a revealed round with answers that an earlier release left to people.
func fillOldRound(t *testing.T, data string) {
	t.Helper()
	db, err := bolt.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 10, 5, 17, 30, 0, 0, time.UTC)
	round := quiz.Round{
		ID: 1, Room: "slack/T1/C1", Number: 1, Date: schedule.DateOf(at), Phase: quiz.Revealed, ClosedAt: at, RevealedAt: at,
		Question: quiz.Question{
			ID: "closure", Title: "What is a closure?", Answer: "A function together with its variables.",
			KeyPoints: []string{"it is a function", "it keeps its variables"},
		},
	}
	err = db.Update(t.Context(), func(tx quiz.Tx) error {
		err := errors.Join(tx.SetRoom(quiz.Room{ID: round.Room, Plan: plan.Default(), Last: 1}), tx.SetRound(round))
		for no, answer := range map[quiz.MemberNo]string{1: "It is a function, and it keeps its variables.", 2: "I don't know.", 3: "Mine is right."} {
			g := quiz.Grade{Band: scoring.Unsure, By: scoring.ByGrader, Reasons: []reason.GradeReason{{Code: reason.OpenAnswer}}}
			points := 1
			if no == 3 {
				g, points = quiz.Grade{Band: scoring.Partial, By: scoring.ByAuthor}, 4
			}
			err = errors.Join(err, tx.SetReply(quiz.Reply{Round: 1, Member: no, Form: answer, Grade: &g}),
				tx.Append(ledger.Entry{Room: round.Room, Member: no, Round: 1, Date: round.Date, Points: points, Reason: ledger.ForAnswer, Band: g.Band, At: at}))
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// The first run shows the changes, the second one makes them, and a third one finds nothing.
func TestRegradeShowsAndThenStores(t *testing.T) {
	data := filepath.Join(t.TempDir(), "quiz.db")
	fillOldRound(t, data)
	const changes = "slack/T1/C1 · 2026-10-05 · What is a closure?\n  member 1: unsure → full, +9 points\n  member 2: unsure → wrong, +0 points\n"
	for _, step := range []struct {
		args []string
		want string
	}{
		{nil, changes + "To be graded: 2 answers of 1 round, 2 answers with another band, +9 points in all.\nNothing is changed yet. Run it again with --apply to store the grades.\n"},
		{[]string{"--room", "slack/T1/C1", "--apply"}, changes + "Graded: 2 answers of 1 round, 2 answers with another band, +9 points in all.\n"},
		{[]string{"--apply"}, "Every answer has a grade of a grader or a person: there is nothing to do.\n"},
	} {
		var out, complaints bytes.Buffer
		status := run(t.Context(), append([]string{"regrade", "--data", data}, step.args...), streams{strings.NewReader(""), &out, &complaints})
		if status != statusOK || out.String() != step.want {
			t.Errorf("regrade %v: status %d, got\n%s%s", step.args, status, out.String(), complaints.String())
		}
	}
	for args, want := range map[string]string{"--room=C1": "", "--room=slack/T1/C2": "the quiz has no room slack/T1/C2: name one of slack/T1/C1, or none for all\n"} {
		var out, complaints bytes.Buffer
		if status := run(t.Context(), []string{"regrade", "--data", data, args}, streams{strings.NewReader(""), &out, &complaints}); status == statusOK || !strings.Contains(complaints.String(), want) {
			t.Errorf("regrade %s: status %d, got %s%s", args, status, out.String(), complaints.String())
		}
	}
}
