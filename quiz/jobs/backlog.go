package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

// Regraded is an answer that got a grade in place of a missing one, or would get it.
type Regraded struct {
	Round    *quiz.Round
	Member   quiz.MemberNo
	From, To scoring.Band
	// Points is the difference that it makes.
	Points int
}

// errPreview ends the transaction of a regrade that only shows what it would change.
var errPreview = errors.New("nothing is stored")

// RegradeBacklog grades the answers of revealed rounds to which no grader gave a grade: a failed grading
// left them, or a release before grading. It calls report for each round with such answers, in the order
// of the rooms and then of time. It changes no grade that a person has set. Without apply nothing is stored.
// The empty room means all.
func (e *Engine) RegradeBacklog(ctx context.Context, clock runner.Timekeeper, room quiz.RoomID, apply bool, report func([]Regraded) error) error {
	ids, err := e.backlog(ctx, room)
	if err != nil {
		return err
	}
	for _, id := range ids {
		list, err := e.regradeOld(ctx, clock, id, apply)
		if err != nil {
			return err
		}
		if err := report(list); err != nil {
			return err
		}
	}
	return nil
}

// backlog returns the rounds with answers to which no grader gave a grade.
func (e *Engine) backlog(ctx context.Context, only quiz.RoomID) (ids []quiz.RoundID, err error) {
	err = e.store.View(ctx, func(tx quiz.Tx) error {
		if only != "" {
			if err := checkRoomExists(tx, only); err != nil {
				return err
			}
		}
		for room, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			if only != "" && room.ID != only {
				continue
			}
			for round, err := range tx.RoundsAfter(room.ID, 0) {
				if err != nil {
					return err
				}
				if !round.IsGraded() || !round.Question.HasAnswer() {
					continue
				}
				replies, err := records.SubmittedReplies(tx, round.ID)
				if err != nil {
					return err
				}
				if slices.ContainsFunc(replies, lacksGrade) {
					ids = append(ids, round.ID)
				}
			}
		}
		return nil
	})
	return ids, err
}

// maxRoomsNamed is the greatest number of rooms in the error for an unknown one.
const maxRoomsNamed = 10

// checkRoomExists returns an error that names the rooms there are if there is no such room.
func checkRoomExists(tx quiz.Tx, id quiz.RoomID) error {
	if _, err := tx.Room(id); !errors.Is(err, quiz.ErrNotFound) {
		return err
	}
	var known []string
	for room, err := range tx.Rooms() {
		if err != nil {
			return err
		}
		known = append(known, string(room.ID))
	}
	switch more := len(known) - maxRoomsNamed; {
	case len(known) == 0:
		return fmt.Errorf("the quiz has no room %s, nor any other yet: set it up in its channel first", id)
	case more > 0:
		return fmt.Errorf("the quiz has no room %s: name one of %s and %d more, or none for all", id, strings.Join(known[:maxRoomsNamed], ", "), more)
	}
	return fmt.Errorf("the quiz has no room %s: name one of %s, or none for all", id, strings.Join(known, ", "))
}

// lacksGrade reports whether no grader and no person graded a reply.
func lacksGrade(r quiz.Reply) bool { return r.Grade != nil && gradebook.AwaitsGrader(r.Grade) }

// regradeOld grades the answers of one old round. Rounds of old releases get their key points, which the
// grades refer to.
func (e *Engine) regradeOld(ctx context.Context, clock runner.Timekeeper, id quiz.RoundID, apply bool) (list []Regraded, err error) {
	round, replies, err := e.readRound(ctx, id)
	if err != nil {
		return nil, err
	}
	round.Question.FillPoints()
	forgetMissingGrades(replies)
	a := attempt{
		grader: e.grader, clock: clock, round: &round, replies: replies, until: clock.Now().Add(regradeTimeout),
		save: func(found []foundGrade) error {
			some, err := e.replaceOldGrades(ctx, clock.Now(), &round, replies, found, apply)
			list = append(list, some...)
			return err
		},
		late: func() error { return nil },
	}
	failed, err := a.run(ctx)
	if err == nil {
		err = failed
	}
	if err == nil && apply {
		_, err = e.recordRegrade(ctx, clock.Now(), id, nil)
	}
	slices.SortFunc(list, func(a, b Regraded) int { return int(a.Member) - int(b.Member) })
	return list, err
}

// regradeTimeout bounds the grading of one old round. Nobody waits for its reveal.
const regradeTimeout = 6 * time.Hour

// replaceOldGrades stores grades of an old round, or only tells what that would change.
func (e *Engine) replaceOldGrades(ctx context.Context, now time.Time, round *quiz.Round, replies []quiz.Reply, found []foundGrade, apply bool) (list []Regraded, err error) {
	err = e.store.Update(context.WithoutCancel(ctx), func(tx quiz.Tx) error {
		stored, err := tx.Round(round.ID)
		if err != nil {
			return err
		}
		stored.Question.KeyPoints, stored.Question.PointsDerived = round.Question.KeyPoints, round.Question.PointsDerived
		if err := tx.SetRound(stored); err != nil {
			return err
		}
		if list, err = replaceGrades(tx, now, replies, found); err == nil && !apply {
			return errPreview
		}
		if err != nil || len(list) == 0 {
			return err
		}
		return tx.AppendAudit(quiz.AuditRecord{
			Scope: string(stored.Room), At: now, Operator: true, Act: audit.Regrade,
			Round: stored.Number, Question: stored.Question.Title, N: len(list),
		})
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return list, err
}
