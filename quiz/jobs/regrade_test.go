package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

// expectRegrade posts the reveal of a round without grades, and checks that another process grades it.
func (r *rig) expectRegrade(round quiz.Round) {
	r.t.Helper()
	r.post(r.beginJob(), runner.Posted{})
	r.now = r.room().Regrades[0].Next
	r.useGrader(grader(nil))
	action := r.begin()
	if action.Regrade != round.ID {
		r.t.Fatalf("got %+v, want the round to be graded once more", action)
	}
	if again := r.begin(); again.Regrade != 0 {
		r.t.Errorf("got %+v during the attempt, want nothing", again)
	}
	changed, err := r.regrade(round.ID)
	if err != nil || !changed || len(r.room().Regrades) != 0 {
		r.t.Errorf("changed: %v, %v, left: %+v", changed, err, r.room().Regrades)
	}
	if g := r.replies(round.ID)[0].Grade; g.Band != scoring.Full || !g.At.Equal(r.now) || len(g.Reasons) != 0 {
		r.t.Errorf("got %+v, want the grader's own grade", g)
	}
	r.expectPoints(round.ID)
}

func (r *rig) regrade(id quiz.RoundID) (bool, error) {
	return r.engine.RegradeRound(r.t.Context(), runner.TimeFunc(func() time.Time { return r.now }), id, func([]quiz.Alarm) {})
}

// A grade by a person stays, whether it was given before the regrade or during it.
func TestRegradeKeepsGradesOfPeople(t *testing.T) {
	var r *rig
	var round quiz.Round
	byHand := func(no quiz.MemberNo, by scoring.Judge) {
		r.update(func(tx quiz.Tx) error {
			reply, err := tx.Reply(round.ID, no)
			reply.Grade.Band, reply.Grade.By, reply.Grade.Reasons = scoring.Partial, by, nil
			return errors.Join(err, tx.SetReply(reply))
		})
	}
	r, round = closedRound(t, 3, grader(func([]quiz.Reply) ([]quiz.Grade, error) { return nil, errUnavailable() }))
	r.closeRound()
	r.now = r.now.Add(10 * time.Minute)
	r.begin()
	byHand(1, scoring.ByAuthor)
	r.useGrader(programGrader(func(_ context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
		if replies[0].Grade == nil || replies[1].Grade != nil {
			t.Errorf("got the grades %+v and %+v, want the author's alone", replies[0].Grade, replies[1].Grade)
		}
		byHand(2, scoring.ByAdmin)
		return errors.Join(found(1, fullGrade()), found(2, fullGrade()))
	}))
	if changed, err := r.regrade(round.ID); err != nil || !changed {
		t.Errorf("changed: %v, %v", changed, err)
	}
	var bands []scoring.Band
	for _, reply := range r.replies(round.ID) {
		bands = append(bands, reply.Grade.Band)
	}
	if !slices.Equal(bands, []scoring.Band{scoring.Partial, scoring.Partial, scoring.Full}) {
		t.Errorf("got %v, want two grades of people and one of the grader", bands)
	}
}

// A regrade that fails is tried for a week, with growing waits. Then the admins hear of it, once.
func TestRegradeIsTriedForAWeek(t *testing.T) {
	r, round := closedRound(t, 1, grader(func([]quiz.Reply) ([]quiz.Grade, error) { return nil, errUnavailable() }))
	r.closeRound()
	r.now = r.now.Add(10 * time.Minute)
	r.begin()
	r.post(r.beginJob(), runner.Posted{})
	began, tries := r.now, 0
	var alarms []quiz.Alarm
	for ; len(r.room().Regrades) > 0 && tries < 100; tries++ {
		wait := r.room().Regrades[0].Next.Sub(r.now)
		r.now = r.now.Add(wait)
		if action := r.begin(); action.Regrade == 0 && action.Job == nil {
			t.Fatalf("at %s: got %+v", r.now, action)
		}
		clock := runner.TimeFunc(func() time.Time { return r.now })
		_, err := r.engine.RegradeRound(t.Context(), clock, round.ID, func(told []quiz.Alarm) { alarms = append(alarms, told...) })
		if _, failed := errors.AsType[*runner.GraderError](err); !failed {
			t.Fatalf("got %v, want the grader's failure", err)
		}
	}
	if took := r.now.Sub(began); tries < 20 || tries > 50 || took < 6*24*time.Hour || took > 7*24*time.Hour {
		t.Errorf("%d tries within %s", tries, took)
	}
	r.expectAlarms("after a week", alarms, reason.TroubleNotGraded)
	r.expectPoints(round.ID)
}

// A new process tries a regrade at once: the grader may work now.
func TestNewProcessRegradesAtOnce(t *testing.T) {
	r, _ := closedRound(t, 1, grader(func([]quiz.Reply) ([]quiz.Grade, error) { return nil, errUnavailable() }))
	r.closeRound()
	r.now = r.now.Add(10 * time.Minute)
	r.begin()
	r.post(r.beginJob(), runner.Posted{})
	if err := r.engine.RetryAll(t.Context(), r.now); err != nil {
		t.Fatal(err)
	}
	if check := r.checks()[roomID]; !check.Equal(r.now) {
		t.Errorf("the next check is at %s, want now", check)
	}
	if action := r.begin(); action.Regrade == 0 {
		t.Errorf("got %+v, want a regrade", action)
	}
}
