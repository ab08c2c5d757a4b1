package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/jobs"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
	"quizbot/store/memory"
)

const roomID quiz.RoomID = "console/demo/a"

// essays are n questions with an answer.
func essays(n int) quiztest.Bank {
	var b quiztest.Bank
	for i := range n {
		b = append(b, quiz.Question{ID: quiz.QuestionID(fmt.Sprintf("q%d", i)), Title: fmt.Sprintf("Question %d", i), Answer: "Because."})
	}
	return b
}

// grader calls a function. Without one it gives full grades.
type grader func(replies []quiz.Reply) ([]quiz.Grade, error)

// Grade implements [quiz.Grader].
func (g grader) Grade(_ context.Context, _ *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	if g == nil {
		g = fullGrades
	}
	grades, err := g(replies)
	for i, grade := range grades {
		err = errors.Join(err, found(i, grade))
	}
	return err
}

func fullGrades(replies []quiz.Reply) (grades []quiz.Grade, _ error) {
	for range replies {
		grades = append(grades, quiz.Grade{Band: scoring.Full, Score: 1, By: scoring.ByGrader})
	}
	return grades, nil
}

// rig is an Engine with one room, on a Monday. Its default plan asks at 09:30, reveals at 17:30 and
// has its digest at 09:25.
type rig struct {
	t      *testing.T
	store  quiz.Store
	engine *jobs.Engine
	now    time.Time
}

func newRig(t *testing.T, bank quiz.Bank, g grader) *rig {
	t.Helper()
	r := &rig{t: t, store: memory.New(), now: time.Date(2026, 11, 23, 9, 27, 0, 0, time.UTC)}
	r.engine = jobs.New(r.store, bank, g, []quiz.MemberID{"console/demo/boss", "slack/T1/boss"})
	room, err := agenda.NewRoom(roomID, plan.Default(), r.now)
	if err != nil {
		t.Fatal(err)
	}
	r.update(func(tx quiz.Tx) error { return agenda.SaveRoom(tx, &room, r.now) })
	return r
}

func (r *rig) update(fn func(quiz.Tx) error) { r.t.Helper(); quiztest.Update(r.t, r.store, fn) }

// setClock moves the time to an hour and minute of a day of that week, 0 for Monday.
func (r *rig) setClock(day, hour, minute int) {
	r.now = time.Date(2026, 11, 23+day, hour, minute, 0, 0, time.UTC)
}

// begin begins what is due now, as the runner does. The round's messages are fetched already, and a
// closed round is graded.
func (r *rig) begin() runner.Action {
	r.t.Helper()
	action, err := r.engine.BeginDue(r.t.Context(), r.now, roomID, r.room().Round)
	if err != nil {
		r.t.Fatal(err)
	}
	if action.Job == nil || action.Job.Kind != quiz.JobGrade {
		return action
	}
	alarms, err := r.grade(*action.Job)
	if _, failed := errors.AsType[*runner.GraderError](err); err != nil && !failed {
		r.t.Fatal(err)
	}
	return runner.Action{HasMore: true, Alarms: append(action.Alarms, alarms...)}
}

// grade grades a closed round.
func (r *rig) grade(job quiz.Job) (alarms []quiz.Alarm, err error) {
	r.t.Helper()
	clock := runner.TimeFunc(func() time.Time { return r.now })
	err = r.engine.GradeRound(r.t.Context(), clock, job, func(told []quiz.Alarm) { alarms = append(alarms, told...) })
	return alarms, err
}

// beginJob begins what is due now, up to a job to be posted. There must be one.
func (r *rig) beginJob() quiz.Job {
	r.t.Helper()
	action := r.begin()
	for range 3 {
		if action.Job == nil && action.HasMore {
			action = r.begin()
		}
	}
	if action.Job == nil {
		r.t.Fatalf("at %s no job begins: %+v", r.now.Format(time.DateTime), action)
	}
	return *action.Job
}

// post records that a job is posted.
func (r *rig) post(job quiz.Job, posted runner.Posted) []quiz.Alarm {
	r.t.Helper()
	posted.Messages = []quiz.MessageRef{{Message: job.Announcement.Key}}
	alarms, err := r.engine.RecordPosted(r.t.Context(), r.now, job, posted)
	if err != nil {
		r.t.Fatal(err)
	}
	return alarms
}

// fail records that posting a job failed.
func (r *rig) fail(job quiz.Job, cause error) []quiz.Alarm {
	r.t.Helper()
	alarms, err := r.engine.RecordFailure(r.t.Context(), r.now, job, cause)
	if err != nil {
		r.t.Fatal(err)
	}
	return alarms
}

// openRound asks the question of Monday.
func (r *rig) openRound() quiz.Round {
	r.t.Helper()
	r.setClock(0, 9, 30)
	r.post(r.beginJob(), runner.Posted{})
	return r.round(r.room().Round)
}

// answer stores a member and their answer in a round.
func (r *rig) answer(round quiz.RoundID, no quiz.MemberNo, name string) {
	r.t.Helper()
	r.update(func(tx quiz.Tx) error {
		id := quiz.MemberID(fmt.Sprintf("console/demo/m%d", no))
		return errors.Join(tx.SetMember(quiz.Member{No: no, ID: id, Name: name}),
			tx.SetReply(quiz.Reply{Round: round, Member: no, First: r.now, At: r.now, Form: "because"}))
	})
}

func (r *rig) room() (room quiz.Room) {
	r.t.Helper()
	quiztest.View(r.t, r.store, func(tx quiz.Tx) (err error) {
		room, err = tx.Room(roomID)
		return err
	})
	return room
}

func (r *rig) round(id quiz.RoundID) (round quiz.Round) {
	r.t.Helper()
	quiztest.View(r.t, r.store, func(tx quiz.Tx) (err error) {
		round, err = tx.Round(id)
		return err
	})
	return round
}

// savedJob returns the room's job in progress, and whether there is one.
func (r *rig) savedJob() (job quiz.Job, ok bool) {
	r.t.Helper()
	quiztest.View(r.t, r.store, func(tx quiz.Tx) (err error) {
		job, err = tx.Job(roomID)
		if ok = err == nil; errors.Is(err, quiz.ErrNotFound) {
			err = nil
		}
		return err
	})
	return job, ok
}

// expectAlarms checks the codes of alarms.
func (r *rig) expectAlarms(what string, alarms []quiz.Alarm, want ...reason.TroubleCode) {
	r.t.Helper()
	var got []reason.TroubleCode
	for _, a := range alarms {
		got = append(got, a.Trouble.Code)
	}
	if !slices.Equal(got, want) {
		r.t.Errorf("%s: got the alarms %v, want %v", what, got, want)
	}
}
