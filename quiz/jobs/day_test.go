package jobs_test

import (
	"errors"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

func TestQuestionIsAskedAtItsTime(t *testing.T) {
	r := newRig(t, essays(20), nil)
	if action := r.begin(); action.Job != nil || action.HasMore {
		t.Errorf("at 09:27: got %+v, want nothing", action)
	}
	r.setClock(0, 9, 30)
	job := r.beginJob()
	if round := r.round(1); job.Announcement.Key != "1/ask" || round.Phase != quiz.Asking || !job.Until.Equal(round.ClosesAt) || round.ClosesAt.Hour() != 17 {
		t.Errorf("got the job %+v\nof the round %+v", job, round)
	}
	r.post(job, runner.Posted{})
	round := r.round(1)
	if got := r.room().LastAskedOn; got != round.Date {
		t.Errorf("the last question was asked on %s, want %s", got, round.Date)
	}
	if _, left := r.savedJob(); left || round.Phase != quiz.Open || len(round.QuestionMessages) != 1 {
		t.Errorf("after the post: job %v, round %+v", left, round)
	}
}

// A question is asked up to four hours late. After that the day goes without one, and status says
// so.
func TestMissedQuestionIsNotAsked(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 13, 31)
	if action := r.begin(); action.Job != nil {
		t.Errorf("got %+v, want nothing", action.Job)
	}
	if troubles := r.room().Troubles; len(troubles) != 1 || troubles[0].Code != reason.TroubleMissed || troubles[0].Job != quiz.JobAsk {
		t.Errorf("got the troubles %+v, want the missed question", troubles)
	}
}

// A process that dies between a post and its record begins the same job again: with the key, the
// platform is found to have it.
func TestJobBeginsAgainAfterACrash(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	first := r.beginJob()
	r.setClock(0, 9, 31)
	again := r.beginJob()
	if again.Announcement.Key != first.Announcement.Key || again.Round != first.Round || !again.Announcement.Begun.Equal(first.Begun) {
		t.Errorf("got %+v, want the job %+v again", again.Announcement, first.Announcement)
	}
	r.post(again, runner.Posted{})
	r.setClock(0, 9, 32)
	r.post(first, runner.Posted{}) // late
	if round := r.round(1); round.OpenedAt.Minute() != 31 {
		t.Errorf("the ended job is recorded again: %+v", round)
	}
}

func TestRoundIsBackfilledOnceBeforeItCloses(t *testing.T) {
	r := newRig(t, essays(20), nil)
	round := r.openRound()
	r.setClock(0, 17, 30)
	action, err := r.engine.BeginDue(t.Context(), r.now, roomID, 0)
	if err != nil || action.Backfill == nil || action.Backfill.ID != round.ID || r.round(round.ID).Phase != quiz.Open {
		t.Fatalf("got %+v, %v, want the open round", action, err)
	}
	if action := r.begin(); action.Backfill != nil || !action.HasMore {
		t.Errorf("got %+v, want the close", action)
	}
	if got := r.round(round.ID); got.Phase != quiz.Closing || !got.ClosedAt.Equal(r.now) {
		t.Errorf("got %+v, want a round that is closed", got)
	}
}

func TestRoundWithoutThreadWaitsForNamesAlone(t *testing.T) {
	r := newRig(t, essays(20), nil)
	room := r.room()
	room.Plan.Threads = plan.ThreadsTalk
	r.update(func(tx quiz.Tx) error { return tx.SetRoom(room) })
	round := r.openRound()
	r.answer(round.ID, 1, "")
	r.answer(round.ID, 2, "Bob")
	r.setClock(0, 17, 30)
	if action, err := r.engine.BeginDue(t.Context(), r.now, roomID, 0); err != nil || action.Backfill == nil {
		t.Fatalf("got %+v, %v, want the round with a member without a name", action, err)
	}
	unnamed, err := r.engine.UnnamedMembers(t.Context(), round.ID)
	if err != nil || len(unnamed) != 1 || unnamed[0] != "console/demo/m1" {
		t.Fatalf("got %v, %v, want the first member", unnamed, err)
	}
	names := map[quiz.MemberID]string{unnamed[0]: "Ann", "console/demo/m2": " ", "console/demo/stranger": "Eve"}
	if err := r.engine.NameMembers(t.Context(), names); err != nil {
		t.Fatal(err)
	}
	r.update(func(tx quiz.Tx) error {
		if stranger, err := tx.Member(0); !errors.Is(err, quiz.ErrNotFound) {
			t.Errorf("got the member %+v, %v, want no new one", stranger, err)
		}
		return nil
	})
	action, err := r.engine.BeginDue(t.Context(), r.now, roomID, 0)
	if err != nil || action.Backfill != nil || action.Job == nil || action.Job.Kind != quiz.JobGrade {
		t.Fatalf("got %+v, %v, want the grading", action, err)
	}
	best := r.beginJob().Announcement.Reveal.Best
	if len(best) != 2 || best[0].Name != "Ann" || best[1].Name != "Bob" {
		t.Errorf("got %+v, want Ann and Bob", best)
	}
}

func TestCloseGivesPointsAndStreaks(t *testing.T) {
	r := newRig(t, essays(20), nil)
	round := r.openRound()
	r.answer(round.ID, 1, "Ann")
	r.setClock(0, 17, 30)
	r.begin()
	r.update(func(tx quiz.Tx) error {
		tally, err := tx.Tally(roomID, "2026-11", 1)
		streak, err2 := tx.Streak(roomID, 1)
		reply, err3 := tx.Reply(round.ID, 1)
		if tally.Points != 10 || tally.Answered != 1 || streak.Length != 1 || reply.Grade == nil || !reply.Grade.At.Equal(r.now) {
			t.Errorf("got %+v, %+v, %+v", tally, streak, reply.Grade)
		}
		return errors.Join(err, err2, err3)
	})
	job := r.beginJob()
	if job.Announcement.Key != "1/reveal" || !job.Announcement.Broadcast || job.Announcement.Reveal.Answered != 1 || !job.Until.Equal(r.now.Add(time.Hour)) {
		t.Errorf("got the job %+v", job)
	}
	r.post(job, runner.Posted{})
	if room, got := r.room(), r.round(round.ID); room.Rounds != 1 || room.Round != 0 || room.Last != round.ID || got.Phase != quiz.Revealed {
		t.Errorf("got the room %+v\nand the round %+v", room, got)
	}
}

// Grading happens outside of transactions. A member who is forgotten meanwhile gets nothing.
func TestMemberForgottenDuringGradingEarnsNothing(t *testing.T) {
	var r *rig
	r = newRig(t, essays(20), func(replies []quiz.Reply) ([]quiz.Grade, error) {
		r.update(func(tx quiz.Tx) error { return tx.Forget(1) })
		return fullGrades(replies)
	})
	round := r.openRound()
	r.answer(round.ID, 1, "Ann")
	r.answer(round.ID, 2, "Bob")
	r.setClock(0, 17, 30)
	r.begin()
	r.update(func(tx quiz.Tx) error {
		_, err := tx.Reply(round.ID, 1)
		tally, err2 := tx.Tally(roomID, scoring.Season(scoring.All), 1)
		if !errors.Is(err, quiz.ErrNotFound) || tally.Points != 0 {
			t.Errorf("got %v and %d points", err, tally.Points)
		}
		return err2
	})
	if news := r.beginJob().Announcement.Reveal; news.Answered != 1 || news.Best[0].Name != "Bob" {
		t.Errorf("got %+v, want Bob alone", news)
	}
}

func TestDigestTellsTheRoundsOnce(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.openRound()
	r.setClock(0, 17, 30)
	r.begin()
	r.post(r.beginJob(), runner.Posted{})
	r.setClock(7, 9, 25)
	job := r.beginJob()
	news := job.Announcement.Digest
	if news == nil || len(news.Rounds) != 1 || news.Left != 19 || !job.Until.Equal(r.now.Add(4*time.Hour)) || news.Next.Day() != 30 {
		t.Fatalf("got %+v with %+v", job, news)
	}
	r.post(job, runner.Posted{})
	if got := r.room().DigestedThrough; got != 1 {
		t.Errorf("the digest tells rounds up to %d, want 1", got)
	}
	r.setClock(14, 9, 25)
	if action := r.begin(); action.Job != nil && action.Job.Kind == quiz.JobDigest {
		t.Errorf("got %+v, want no digest without a round", action.Job)
	}
}

// A digest promises the question after it. One that is posted after that question's time promises
// none: the overdue question follows at once.
func TestLateDigestPromisesNoOverdueQuestion(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.openRound()
	r.setClock(0, 17, 30)
	r.begin()
	r.post(r.beginJob(), runner.Posted{})
	r.setClock(7, 9, 25)
	job := r.beginJob()
	r.fail(job, errUnavailable())
	r.setClock(7, 11, 0)
	again := r.beginJob()
	if again.Announcement.Key != job.Announcement.Key || again.Announcement.Digest.Left != 19 {
		t.Errorf("got %+v, want the digest %+v again", again.Announcement, job.Announcement)
	}
	if in, late := job.Announcement.Digest.Next, again.Announcement.Digest.Next; in.Format("15:04") != "09:30" || !late.IsZero() {
		t.Errorf("got the next question at %s, and in the late digest at %s, want 09:30 and none", in, late)
	}
}

func TestAdminsHearThatQuestionsRunLow(t *testing.T) {
	for _, test := range []struct {
		questions, left int
		want            []reason.TroubleCode
	}{
		{10, 5, []reason.TroubleCode{reason.TroubleRunningLow}},
		{10, 4, nil}, // they heard of it
		{9, 5, nil},  // nine are few on purpose
	} {
		r := newRig(t, essays(test.questions), nil)
		asked := r.room()
		r.update(func(tx quiz.Tx) error {
			var errs []error
			for _, q := range essays(test.questions)[:test.questions-test.left-1] {
				errs = append(errs, tx.SetQuestionAsked(asked.ID, asked.Cycle, q.ID, true))
			}
			return errors.Join(errs...)
		})
		r.setClock(0, 9, 30)
		r.expectAlarms("few left", r.begin().Alarms, test.want...)
	}
}

func TestEmptyBankAlarms(t *testing.T) {
	r := newRig(t, essays(0), nil)
	r.setClock(0, 9, 30)
	action := r.begin()
	r.expectAlarms("no question", action.Alarms, reason.TroubleNoQuestions)
	if again := r.begin(); action.Job != nil || len(again.Alarms) != 0 {
		t.Errorf("got %+v and then %+v, want one alarm a day", action, again)
	}
	if troubles := r.room().Troubles; len(troubles) != 1 || troubles[0].Code != reason.TroubleNoQuestions {
		t.Errorf("status shows %+v, want the trouble of the alarm", troubles)
	}
}
