package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/jobs"
	"quizbot/quiz/ledger"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

// oldGrades are grades as earlier releases left them, by member.
func oldGrades() map[quiz.MemberNo]quiz.Grade {
	unsure := quiz.Grade{Band: scoring.Unsure, Score: scoring.Unsure.Score(), By: scoring.ByGrader}
	open, exact, own, admin := unsure, unsure, unsure, unsure
	open.Reasons = []reason.GradeReason{{Code: reason.OpenAnswer}}
	exact.Reasons = []reason.GradeReason{{Code: reason.NotAccepted}}
	own.Band, own.By = scoring.Full, scoring.ByAuthor
	admin.Band, admin.By = scoring.Wrong, scoring.ByAdmin
	return map[quiz.MemberNo]quiz.Grade{1: open, 2: unsure, 3: gradebook.Ungraded(time.Time{}), 4: exact, 5: own, 6: admin}
}

// oldRound returns a rig with a revealed round of an earlier release, and a grader that gives some bands.
func oldRound(t *testing.T) (*rig, quiz.Round) {
	t.Helper()
	r, round := closedRound(t, 6, grader(func([]quiz.Reply) ([]quiz.Grade, error) { return nil, errUnavailable() }))
	r.closeRound()
	r.now = r.now.Add(10 * time.Minute)
	r.begin()
	r.post(r.beginJob(), runner.Posted{})
	quiztest.Update(t, r.store, func(tx quiz.Tx) error {
		stored, err := tx.Round(round.ID)
		if err != nil {
			return err
		}
		for no, g := range oldGrades() {
			reply, err := tx.Reply(round.ID, no)
			if err == nil {
				_, err = gradebook.Replace(tx, &stored, &reply, g, ledger.ForRegrade, r.now)
			}
			if err != nil {
				return err
			}
		}
		room, err := tx.Room(roomID)
		room.Regrades = nil
		return errors.Join(err, tx.SetRoom(room))
	})
	r.useGrader(programGrader(func(_ context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) (err error) {
		bands := []scoring.Band{scoring.Full, scoring.Unsure, scoring.Partial}
		for i, reply := range replies {
			if reply.Grade == nil {
				g := quiz.Grade{Band: bands[i], Score: bands[i].Score(), By: scoring.ByGrader, Grader: "test 1", Reasons: []reason.GradeReason{{Code: reason.Keywords}}}
				err = errors.Join(err, found(i, g))
			}
		}
		return err
	}))
	return r, round
}

// regradeBacklog runs a regrade of a room, and returns what it reports.
func (r *rig) regradeBacklog(room quiz.RoomID, apply bool) (all []jobs.Regraded) {
	r.t.Helper()
	clock := runner.TimeFunc(func() time.Time { return r.now })
	err := r.engine.RegradeBacklog(r.t.Context(), clock, room, apply, func(list []jobs.Regraded) error {
		all = append(all, list...)
		return nil
	})
	if err != nil {
		r.t.Error(err)
	}
	return all
}

// The preview tells exactly what a regrade changes, and stores nothing. A second regrade finds nothing.
func TestBacklogIsGradedOnceAfterAPreview(t *testing.T) {
	r, round := oldRound(t)
	before := r.replies(round.ID)
	preview := r.regradeBacklog("", false)
	if after := r.replies(round.ID); !slices.EqualFunc(before, after, func(a, b quiz.Reply) bool { return a.Grade.Band == b.Grade.Band && a.Grade.Grader == b.Grade.Grader }) {
		t.Errorf("the preview stored %+v", after)
	}
	r.expectPoints(round.ID)
	r.update(func(tx quiz.Tx) error { return tx.SetRoom(quiz.Room{ID: "console/demo/other"}) })
	if other := r.regradeBacklog("console/demo/other", true); len(other) != 0 {
		t.Errorf("another room: got %+v, want nothing", other)
	}
	if err := r.engine.RegradeBacklog(t.Context(), nil, "console/demo/typo", true, nil); err == nil ||
		err.Error() != "the quiz has no room console/demo/typo: name one of "+string(roomID)+", console/demo/other, or none for all" {
		t.Errorf("an unknown room: got %v", err)
	}
	done := r.regradeBacklog(roomID, true)
	same := func(a, b jobs.Regraded) bool {
		return a.Member == b.Member && a.From == b.From && a.To == b.To && a.Points == b.Points
	}
	want := []jobs.Regraded{{Member: 1, From: scoring.Unsure, To: scoring.Full, Points: 9}, {Member: 2, From: scoring.Unsure, To: scoring.Unsure}, {Member: 3, From: scoring.Unsure, To: scoring.Partial, Points: 3}}
	if !slices.EqualFunc(done, want, same) || !slices.EqualFunc(preview, want, same) {
		t.Errorf("got %+v\nafter the preview %+v", done, preview)
	}
	r.expectPoints(round.ID)
	for _, reply := range r.replies(round.ID)[3:] {
		if want := oldGrades()[reply.Member]; reply.Grade.Band != want.Band || reply.Grade.By != want.By || reply.Grade.Grader != "" {
			t.Errorf("member %d: got %+v, want the grade as it was", reply.Member, reply.Grade)
		}
	}
	if again := r.regradeBacklog("", true); len(again) != 0 {
		t.Errorf("once more: got %+v, want nothing", again)
	}
}

// A regrade by hand also ends the attempts of the runner.
func TestBacklogEndsTheRunnersAttempts(t *testing.T) {
	r, round := oldRound(t)
	room := r.room()
	room.Regrades = []quiz.Regrade{{Round: round.ID, Next: r.now, Until: r.now.Add(time.Hour)}}
	r.update(func(tx quiz.Tx) error { return tx.SetRoom(room) })
	r.regradeBacklog("", false)
	if left := r.room().Regrades; len(left) != 1 {
		t.Errorf("after the preview: got %+v, want it left", left)
	}
	r.regradeBacklog("", true)
	if left := r.room().Regrades; len(left) != 0 {
		t.Errorf("got %+v, want none", left)
	}
}
