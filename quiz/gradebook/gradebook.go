// Package gradebook writes grades: a reply's grade together with its points, so that the sum of a
// member's ledger entries always equals what their grades are worth.
package gradebook

import (
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// Records are the records of replies with their grades and points.
type Records interface {
	quiz.Rooms
	quiz.Rounds
	quiz.Replies
	quiz.Ledger
}

// EnterAnswer appends the points of a graded reply to the ledger, once, and continues the member's
// streak.
func EnterAnswer(tx quiz.Ledger, now time.Time, room *quiz.Room, round *quiz.Round, r *quiz.Reply) error {
	err := tx.Append(ledger.Entry{
		Room: room.ID, Member: r.Member, Round: round.ID, Date: round.Date,
		Points: room.Plan.Points.For(r.Grade.Band), Reason: ledger.ForAnswer, Band: r.Grade.Band, At: now,
	})
	if err != nil {
		return err
	}
	run, err := tx.Streak(room.ID, r.Member)
	if errors.Is(err, quiz.ErrUnreadable) {
		return nil // it is kept as it is
	}
	if err != nil {
		return err
	}
	return tx.SetStreak(room.ID, r.Member, run.Next(round.Number))
}

// Replace gives a reply of a graded round another grade, and appends the change of points to the
// ledger. It returns the change. Replacing the author's own grade appends an entry even without a
// change: the ledger tells self-graded points from others.
func Replace(tx Records, round *quiz.Round, r *quiz.Reply, g quiz.Grade, why ledger.EntryReason, now time.Time) (change int, err error) {
	room, err := tx.Room(round.Room)
	if err != nil {
		return 0, err
	}
	earned, err := records.EarnedPoints(tx, round, r.Member)
	if err != nil {
		return 0, err
	}
	accepted := r.Grade.SelfGraded() && !g.SelfGraded()
	r.SetGrade(g)
	if err := tx.SetReply(*r); err != nil {
		return 0, err
	}
	change = room.Plan.Points.For(g.CountedBand()) - earned
	if change == 0 && !accepted {
		return 0, nil
	}
	e := ledger.Entry{
		Room: room.ID, Member: r.Member, Round: round.ID, Date: round.Date,
		Points: change, Reason: why, Band: g.Band, At: now,
	}
	if g.By == scoring.ByAdmin || g.SelfGraded() {
		e.By = g.By
	}
	return change, tx.Append(e)
}

// Ungraded returns the grade of a reply to which the grader gave none in time.
func Ungraded(now time.Time) quiz.Grade {
	return quiz.Grade{
		Band: scoring.Unsure, Score: scoring.Unsure.Score(), By: scoring.ByGrader, At: now,
		Reasons: []reason.GradeReason{{Code: reason.GraderFailed}},
	}
}

// AwaitsGrader reports whether a grade stands for one that no grader gave: it failed, or the release
// of that time left open answers to people. No person has set it.
func AwaitsGrader(g *quiz.Grade) bool {
	if g.By != scoring.ByGrader || g.Band != scoring.Unsure {
		return false
	}
	return len(g.Reasons) == 0 && g.Grader == "" || slices.ContainsFunc(g.Reasons, func(r reason.GradeReason) bool {
		return r.Code == reason.GraderFailed || r.Code == reason.OpenAnswer
	})
}
