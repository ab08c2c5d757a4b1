package jobs_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
)

func errUnavailable() error { return errors.New("503") }

func TestThirdFailureAlarms(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	for tries := 1; tries <= 4; tries++ {
		alarms := r.fail(r.beginJob(), errUnavailable())
		job, _ := r.savedJob()
		if job.Tries != tries || !job.Next.After(r.now) || job.Next.Sub(r.now) > time.Minute {
			t.Errorf("after failure %d: got %d tries and the next one at %s", tries, job.Tries, job.Next)
		}
		if (len(alarms) == 1) != (tries == runner.AlarmAfter) {
			t.Errorf("after failure %d: got %+v", tries, alarms)
		}
		if again := r.begin(); again.Job != nil {
			t.Errorf("the job doesn't wait: %+v", again.Job)
		}
		r.now = job.Next
	}
	if troubles := r.room().Troubles; len(troubles) != 1 || troubles[0].Code != reason.TroubleFailed || troubles[0].Tries != 4 {
		t.Errorf("got the troubles %+v, want one failure with four tries", troubles)
	}
}

// An alarm goes to the person who set the room up and to the configured admins of the platform, to
// each once.
func TestAlarmReachesEachAdminOnce(t *testing.T) {
	for setUpBy, want := range map[quiz.MemberID][]quiz.MemberID{
		"console/demo/ann":  {"console/demo/ann", "console/demo/boss"},
		"console/demo/boss": {"console/demo/boss"},
	} {
		r := newRig(t, essays(20), nil)
		room := r.room()
		room.By = 1
		r.update(func(tx quiz.Tx) error {
			return errors.Join(tx.SetMember(quiz.Member{No: 1, ID: setUpBy}), tx.SetRoom(room))
		})
		r.setClock(0, 9, 30)
		alarms := r.fail(r.beginJob(), &reason.Obstacle{Code: reason.NotInvited})
		if len(alarms) != 1 || !slices.Equal(alarms[0].To, want) || alarms[0].TimeZone != "UTC" || alarms[0].Language != "en" {
			t.Errorf("set up by %s: got %+v, want an alarm to %v", setUpBy, alarms, want)
		}
	}
}

func TestRefusedQuestionIsReplaced(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	refused := map[quiz.QuestionID]bool{}
	for nth := range 5 {
		job := r.beginJob()
		if job.Kind != quiz.JobAsk || job.Date.Day != 23 || refused[job.Announcement.Question.Question.ID] {
			t.Fatalf("got %+v, want another question for Monday", job)
		}
		refused[job.Announcement.Question.Question.ID] = true
		want := reason.TroubleRefused
		if nth == 4 {
			want = reason.TroubleAllRefused
		}
		r.expectAlarms("refused", r.fail(job, quiz.ErrContentRefused), want)
		if got := r.round(job.Round); got.Phase != quiz.Cancelled {
			t.Errorf("got the round %+v, want it cancelled", got)
		}
	}
	if action := r.begin(); action.Job != nil {
		t.Errorf("after five of them: got %+v, want no question that day", action.Job)
	}
	if room := r.room(); room.Replacement != nil || !room.LastAskedOn.IsZero() {
		t.Errorf("got the room %+v, want no replacement and no date of a question", room)
	}
	r.setClock(1, 9, 30)
	if job := r.beginJob(); refused[job.Announcement.Question.Question.ID] {
		t.Errorf("the refused question %+v is asked again", job.Announcement.Question)
	}
}

// giveUpOverdue begins the job that is overdue now, and records that it was never posted.
func (r *rig) giveUpOverdue() (job quiz.Job, alarms []quiz.Alarm) {
	r.t.Helper()
	if job = r.beginJob(); !job.Announcement.Overdue {
		r.t.Fatalf("at %s the job is not overdue: %+v", r.now, job)
	}
	return job, r.fail(job, quiz.ErrTooLate)
}

// A question that could not be posted until its close comes again in the same cycle, and is passed
// over after the second time.
func TestOverdueQuestionIsTriedOnAnotherDay(t *testing.T) {
	r := newRig(t, essays(1), nil)
	for day := range 2 {
		r.setClock(day, 9, 30)
		r.fail(r.beginJob(), errUnavailable())
		r.setClock(day, 17, 30)
		job, alarms := r.giveUpOverdue()
		r.expectAlarms("overdue", alarms, reason.TroubleTooLate)
		if job.Announcement.Question.Question.ID != "q0" || r.round(job.Round).Phase != quiz.Cancelled {
			t.Errorf("got %+v", r.round(job.Round))
		}
		r.update(func(tx quiz.Tx) error {
			asked, err := tx.AskedQuestions(roomID, r.room().Cycle)
			if asked["q0"] != (day == 1) {
				t.Errorf("after day %d: passed over is %v", day, asked["q0"])
			}
			return err
		})
	}
}

// An answer proves that the question was posted, even if its message is not found.
func TestAnsweredRoundIsNotGivenUp(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	job := r.beginJob()
	r.answer(job.Round, 1, "Ann")
	r.fail(job, errUnavailable())
	r.setClock(0, 17, 30)
	r.giveUpOverdue()
	if got := r.round(job.Round); got.Phase != quiz.Open {
		t.Errorf("got %+v, want it open", got)
	}
	if r.begin(); r.beginJob().Kind != quiz.JobReveal {
		t.Error("it is not revealed")
	}
}

func TestOverdueRevealEndsTheRound(t *testing.T) {
	r := newRig(t, essays(20), nil)
	round := r.openRound()
	r.setClock(0, 17, 30)
	r.begin()
	r.fail(r.beginJob(), errUnavailable())
	r.setClock(1, 8, 29)
	if job := r.beginJob(); job.Announcement.Overdue {
		t.Errorf("an hour and a minute before the next question: got %+v", job)
	}
	r.setClock(1, 8, 30)
	_, alarms := r.giveUpOverdue()
	r.expectAlarms("overdue", alarms, reason.TroubleNotRevealed)
	if got, room := r.round(round.ID), r.room(); got.Phase != quiz.Revealed || got.RevealMessages != nil || room.Last != round.ID || room.Round != 0 {
		t.Errorf("got %+v\nin %+v", got, room)
	}
}

// A lookup that fails is repeated, but not for ever.
func TestOverdueJobIsLookedUpSomeTimes(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	r.beginJob()
	r.setClock(0, 17, 30)
	for lookup := 1; lookup <= runner.MaxLookups; lookup++ {
		r.fail(r.beginJob(), errUnavailable())
		job, waits := r.savedJob()
		if waits != (lookup < runner.MaxLookups) {
			t.Fatalf("after %d lookups the job waits: %v", lookup, waits)
		}
		r.now = job.Next
	}
}

func TestSecondaryFailureAlarmsAndEndsTheJob(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	alarms := r.post(r.beginJob(), runner.Posted{Degraded: errUnavailable()})
	r.expectAlarms("posted in part", alarms, reason.TroublePartly)
	if _, left := r.savedJob(); left || r.round(1).Phase != quiz.Open {
		t.Errorf("the job is left: %v, round %+v", left, r.round(1))
	}
}

// A due job that cannot begin is checked again in a minute. It alarms as other failures do.
func TestPostponedRoomIsCheckedInAMinute(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.openRound()
	r.setClock(0, 17, 30)
	for failures := 1; failures <= 4; failures++ {
		alarms, err := r.engine.PostponeRoom(t.Context(), r.now, roomID, errUnavailable())
		if err != nil || (len(alarms) == 1) != (failures == runner.AlarmAfter) {
			t.Errorf("after failure %d: got %+v, %v", failures, alarms, err)
		}
		r.update(func(tx quiz.Tx) error {
			next, err := tx.NextCheck(roomID)
			if !next.Equal(r.now.Add(time.Minute)) {
				t.Errorf("after failure %d the next check is at %s", failures, next)
			}
			return err
		})
	}
	if r.begin(); r.room().Failing != 0 {
		t.Error("a close that began is still failing")
	}
}

// Only a due close can go on failing. Failures before another job, or before none, are past.
func TestFailuresEndWithoutADueClose(t *testing.T) {
	for name, minute := range map[string]int{"a question begins": 30, "nothing is due": 27} {
		r := newRig(t, essays(20), nil)
		r.setClock(0, 9, minute)
		if _, err := r.engine.PostponeRoom(t.Context(), r.now, roomID, errUnavailable()); err != nil || r.room().Failing != 1 {
			t.Fatalf("%s: got %d failures, %v", name, r.room().Failing, err)
		}
		if action := r.begin(); (action.Job != nil) != (minute == 30) || r.room().Failing != 0 {
			t.Errorf("%s: got %+v after %d failures", name, action, r.room().Failing)
		}
	}
	r := newRig(t, essays(20), nil)
	round := r.openRound()
	r.setClock(0, 17, 30)
	for failures := 1; failures <= 2; failures++ { // of the close, and of the grading
		if _, err := r.engine.PostponeRoom(t.Context(), r.now, roomID, errUnavailable()); err != nil {
			t.Fatal(err)
		}
		if _, err := r.engine.BeginDue(t.Context(), r.now, roomID, round.ID); err != nil || r.room().Failing != failures {
			t.Errorf("after failure %d: got %d failures, %v", failures, r.room().Failing, err)
		}
	}
}

// A posting without messages has no thread to open. Its round is open all the same.
func TestNoMessageNeedsNoThread(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	alarms, err := r.engine.RecordPosted(t.Context(), r.now, r.beginJob(), runner.Posted{NeedsThread: true})
	if round := r.round(1); err != nil || alarms != nil || round.Phase != quiz.Open || round.Thread != nil {
		t.Errorf("got %+v with the thread %+v, %v, %v", round, round.Thread, alarms, err)
	}
	if action := r.begin(); action.Thread != nil {
		t.Errorf("got the thread of %+v, want none", action.Thread)
	}
}

func TestThreadIsOpenedBesideTheRound(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	r.post(r.beginJob(), runner.Posted{NeedsThread: true})
	if action := r.begin(); action.Thread == nil || action.Thread.ID != 1 {
		t.Fatalf("got %+v, want the round whose thread is to be opened", action)
	}
	if action := r.begin(); action.Thread != nil {
		t.Errorf("got %+v, want none while the attempt lasts", action.Thread)
	}
	for failures := 1; failures <= 4; failures++ {
		alarms, err := r.engine.ThreadFailed(t.Context(), r.now, 1, errUnavailable())
		if err != nil || (len(alarms) == 1) != (failures == runner.AlarmAfter) {
			t.Errorf("after failure %d: got %+v, %v", failures, alarms, err)
		}
	}
	if err := r.engine.ThreadOpened(t.Context(), r.now, 1); err != nil || r.round(1).Thread != nil {
		t.Errorf("got %+v, %v, want no thread to be opened", r.round(1).Thread, err)
	}
	if alarms, err := r.engine.ThreadFailed(t.Context(), r.now, 1, errUnavailable()); err != nil || alarms != nil || r.round(1).Thread != nil {
		t.Errorf("a late failure gives %+v, %v", alarms, err)
	}
}

// A post that is recorded late, after its job ended and another one began, ends nothing and opens
// nothing.
func TestLateRecordLeavesTheNextJobAlone(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	asked := r.beginJob()
	r.post(asked, runner.Posted{})
	r.setClock(0, 17, 30)
	r.begin()
	r.setClock(0, 17, 31)
	reveal := r.beginJob()
	r.post(asked, runner.Posted{})
	r.fail(asked, errUnavailable())
	job, left := r.savedJob()
	if !left || job.Announcement.Key != reveal.Announcement.Key || job.Tries != 0 || r.round(1).Phase != quiz.Closing {
		t.Errorf("got the job %+v, %v of round %+v, want the reveal as it was", job, left, r.round(1))
	}
}
