package jobs_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/jobs"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

// programGrader calls a function as a [quiz.Grader].
type programGrader func(ctx context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error

func (g programGrader) Grade(ctx context.Context, _ *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	return g(ctx, replies, found)
}

func fullGrade() quiz.Grade {
	return quiz.Grade{Band: scoring.Full, Score: 1, By: scoring.ByGrader, Grader: "test 1"}
}

// closedRound returns a rig whose round has the given number of answers and is due to close.
func closedRound(t *testing.T, answers int, g quiz.Grader) (*rig, quiz.Round) {
	t.Helper()
	r := newRig(t, essays(20), nil)
	r.useGrader(g)
	round := r.openRound()
	for no := range answers {
		r.answer(round.ID, quiz.MemberNo(no+1), "Ann")
	}
	r.setClock(0, 17, 30)
	return r, round
}

// useGrader replaces the process by one with another grader.
func (r *rig) useGrader(g quiz.Grader) {
	r.engine = jobs.New(r.store, essays(20), g, []quiz.MemberID{"console/demo/boss"})
}

// closeRound closes the round, and returns the job of grading it.
func (r *rig) closeRound() quiz.Job {
	r.t.Helper()
	action, err := r.engine.BeginDue(r.t.Context(), r.now, roomID, r.room().Round)
	if err != nil || action.Job == nil || action.Job.Kind != quiz.JobGrade {
		r.t.Fatalf("got %+v, %v, want a grading", action, err)
	}
	return *action.Job
}

func (r *rig) replies(id quiz.RoundID) (replies []quiz.Reply) {
	r.t.Helper()
	quiztest.View(r.t, r.store, func(tx quiz.Tx) (err error) {
		replies, err = tx.RepliesTo(id)
		return err
	})
	return replies
}

// expectPoints checks that the points of all members of a round are those of its grades.
func (r *rig) expectPoints(id quiz.RoundID) {
	r.t.Helper()
	points := r.room().Plan.Points
	quiztest.View(r.t, r.store, func(tx quiz.Tx) error {
		replies, err := tx.RepliesTo(id)
		for _, reply := range replies {
			tally, err := tx.Tally(roomID, scoring.Season(scoring.All), reply.Member)
			if err != nil || reply.Grade == nil || tally.Points != points.For(reply.Grade.CountedBand()) || tally.Answered != 1 {
				r.t.Errorf("member %d has %+v, %v for the grade %+v", reply.Member, tally, err, reply.Grade)
			}
		}
		return err
	})
}

// A process that dies while it grades has stored the grades so far, without their points. The next one
// grades the rest alone.
func TestGradingContinuesAfterACrash(t *testing.T) {
	var calls []int
	ctx, die := context.WithCancel(t.Context())
	grade := func(ctx context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
		for i, reply := range replies {
			if reply.Grade != nil {
				continue
			}
			calls = append(calls, i)
			if err := found(i, fullGrade()); err != nil {
				return err
			}
			if len(calls) == 2 {
				die()
				<-ctx.Done()
				return ctx.Err()
			}
		}
		return nil
	}
	r, round := closedRound(t, 5, programGrader(grade))
	job := r.closeRound()
	err := r.engine.GradeRound(ctx, runner.TimeFunc(func() time.Time { return r.now }), job, func([]quiz.Alarm) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the process dies: got %v", err)
	}
	var graded int
	for _, reply := range r.replies(round.ID) {
		if reply.Grade != nil {
			graded++
		}
	}
	quiztest.View(t, r.store, func(tx quiz.Tx) error {
		if tally, err := tx.Tally(roomID, scoring.Season(scoring.All), 1); graded != 2 || err != nil || tally.Points != 0 {
			t.Errorf("got %d grades and the points %+v, %v, want 2 and none", graded, tally, err)
		}
		return nil
	})
	r.begin()
	if !slices.Equal(calls, []int{0, 1, 2, 3, 4}) {
		t.Errorf("the grader was asked for %v, want each once", calls)
	}
	r.expectPoints(round.ID)
	if got := r.beginJob(); got.Kind != quiz.JobReveal || got.Announcement.Reveal.Bands[scoring.Full] != 5 {
		t.Errorf("got %+v, want the reveal", got)
	}
}

// A grade is stored when it is found, though the next one takes a minute.
func TestSlowGradesAreStoredAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := make(chan struct{})
		r, round := closedRound(t, 2, programGrader(func(_ context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
			for i := range replies {
				if err := found(i, fullGrade()); err != nil {
					return err
				}
				<-next
			}
			return nil
		}))
		job := r.closeRound()
		ended := make(chan error)
		go func() {
			_, err := r.grade(job)
			ended <- err
		}()
		synctest.Wait()
		if replies := r.replies(round.ID); replies[0].Grade == nil || replies[1].Grade != nil {
			t.Errorf("got %+v and %+v, want the first grade", replies[0].Grade, replies[1].Grade)
		}
		close(next)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// countingStore counts its updates.
type countingStore struct {
	quiz.Store
	updates atomic.Int32
}

func (s *countingStore) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	s.updates.Add(1)
	return s.Store.Update(ctx, fn)
}

func TestFastGradesShareTransactions(t *testing.T) {
	r, round := closedRound(t, 300, nil)
	store := &countingStore{Store: r.store}
	r.store = store
	r.useGrader(grader(nil))
	job := r.closeRound()
	store.updates.Store(0)
	if _, err := r.grade(job); err != nil {
		t.Fatal(err)
	}
	if n := store.updates.Load(); n > 12 {
		t.Errorf("300 grades took %d transactions", n)
	}
	r.expectPoints(round.ID)
}

// A failing grader is tried again within the deadline, with growing waits, and alarms early. At the
// deadline the reveal goes ahead. The answers are graded later, and their authors get the difference.
func TestFailingGraderDelaysTheRevealToItsDeadline(t *testing.T) {
	for name, g := range map[string]programGrader{
		"an error": func(context.Context, []quiz.Reply, func(int, quiz.Grade) error) error {
			return errors.New("out of memory")
		},
		"no grade": func(context.Context, []quiz.Reply, func(int, quiz.Grade) error) error { return nil },
		"a panic":  func(context.Context, []quiz.Reply, func(int, quiz.Grade) error) error { panic("index out of range") },
		"another reply's grade": func(_ context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
			return found(len(replies), fullGrade())
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, round := closedRound(t, 1, g)
			deadline := r.now.Add(10 * time.Minute)
			tries, alarmed := 0, time.Time{}
			job := r.closeRound()
			for ; r.now.Before(deadline); tries++ {
				alarms, err := r.grade(job)
				if _, failed := errors.AsType[*runner.GraderError](err); !failed {
					t.Fatalf("got %v, want the grader's failure", err)
				}
				if len(alarms) > 0 {
					r.expectAlarms("early", alarms, reason.TroubleGradingLate)
					alarmed = r.now
				}
				job, _ = r.savedJob()
				if action := r.begin(); action.Job != nil || job.Kind != quiz.JobGrade || job.Next.After(deadline) {
					t.Fatalf("at %s: got %+v, want a wait", r.now, job)
				}
				r.now = job.Next
			}
			if tries < 5 || tries > 15 || alarmed.IsZero() || alarmed.After(deadline.Add(-9*time.Minute)) {
				t.Errorf("%d tries, an alarm at %s", tries, alarmed)
			}
			r.expectAlarms("at the deadline", r.begin().Alarms)
			if bands := r.beginJob().Announcement.Reveal.Bands; bands[scoring.Unsure] != 1 {
				t.Errorf("got %v, want an unsure answer", bands)
			}
			r.expectPoints(round.ID)
			r.expectRegrade(round)
		})
	}
}

// With a grader that never answers, the reveal comes at the deadline, even if the grader ignores the end
// of its context. The admins hear of it after half of the time.
func TestRevealComesAtTheDeadlineWithoutAnAnswer(t *testing.T) {
	for name, ignores := range map[string]bool{"a grader that ends with its context": false, "one that doesn't": true} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { testHangingGrader(t, ignores) }) })
	}
}

func testHangingGrader(t *testing.T, ignores bool) {
	released := make(chan struct{})
	r, round := closedRound(t, 3, programGrader(func(ctx context.Context, _ []quiz.Reply, found func(int, quiz.Grade) error) error {
		if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) != 10*time.Minute {
			t.Errorf("the grader sees the deadline %s", deadline)
		}
		if err := found(1, fullGrade()); err != nil {
			return err
		}
		if ignores {
			<-released
			return found(2, fullGrade()) // too late
		}
		<-ctx.Done()
		return ctx.Err()
	}))
	began := time.Now()
	clock := runner.TimeFunc(func() time.Time {
		return time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC).Add(time.Since(began))
	})
	var alarmed []time.Duration
	err := r.engine.GradeRound(t.Context(), clock, r.closeRound(), func(alarms []quiz.Alarm) {
		if len(alarms) > 0 {
			r.expectAlarms("late", alarms, reason.TroubleGradingLate)
			alarmed = append(alarmed, time.Since(began))
		}
	})
	if _, failed := errors.AsType[*runner.GraderError](err); !failed {
		t.Errorf("got %v, want the grader's failure", err)
	}
	took, most := time.Since(began), 10*time.Minute
	if ignores {
		most += 10 * time.Second
	}
	if took != most || !slices.Equal(alarmed, []time.Duration{5 * time.Minute}) {
		t.Errorf("the grading took %s and alarmed after %s", took, alarmed)
	}
	r.now = clock.Now()
	if bands := r.beginJob().Announcement.Reveal.Bands; bands[scoring.Unsure] != 2 || bands[scoring.Full] != 1 {
		t.Errorf("got %v, want the one grade that was found", bands)
	}
	close(released)
	synctest.Wait()
	r.expectPoints(round.ID)
	for _, reply := range r.replies(round.ID) {
		if want := reply.Member != 2; want != (len(reply.Grade.Reasons) == 1 && reply.Grade.Reasons[0].Code == reason.GraderFailed) {
			t.Errorf("member %d has the grade %+v", reply.Member, reply.Grade)
		}
	}
}

// Old databases have closed rounds without a job. They are graded.
func TestClosedRoundWithoutAJobIsGraded(t *testing.T) {
	r, round := closedRound(t, 1, grader(nil))
	r.closeRound()
	r.update(func(tx quiz.Tx) error { return tx.EndJob(roomID) })
	r.begin()
	r.expectPoints(round.ID)
	if got := r.beginJob().Kind; got != quiz.JobReveal {
		t.Errorf("got %s, want the reveal", got)
	}
}

// A restart gives a grading its time again, but not for ever: the grader may be what takes the process
// down.
func TestRestartsExtendAGradingThreeTimes(t *testing.T) {
	r, _ := closedRound(t, 1, grader(nil))
	until := r.closeRound().Until
	for restart := range 5 {
		r.now = r.now.Add(8 * time.Minute)
		if err := r.engine.RetryAll(t.Context(), r.now); err != nil {
			t.Fatal(err)
		}
		if restart < 3 {
			until = r.now.Add(10 * time.Minute)
		}
		if job, _ := r.savedJob(); !job.Until.Equal(until) {
			t.Errorf("after restart %d: until %s, want %s", restart+1, job.Until, until)
		}
	}
}

// The clock is set back while a grader fails: the reveal still waits no longer than the room's plan says.
func TestDeadlineFollowsAClockThatIsSetBack(t *testing.T) {
	r, _ := closedRound(t, 1, programGrader(func(context.Context, []quiz.Reply, func(int, quiz.Grade) error) error {
		return errors.New("out of memory")
	}))
	_, _ = r.grade(r.closeRound())
	r.now = r.now.Add(-6 * time.Hour)
	latest := r.now.Add(10 * time.Minute)
	for range 20 {
		r.begin()
		job, ok := r.savedJob()
		if !ok || job.Kind == quiz.JobReveal {
			return
		}
		if job.Next.After(latest) {
			t.Fatalf("the next attempt is at %s, want the reveal by %s", job.Next, latest)
		}
		r.now = job.Next
	}
	t.Errorf("at %s: no reveal", r.now)
}

// A failure of the store is none of the grader. It ends the grader's call, and the grading is begun
// again.
func TestGradingStopsWhenTheStoreFails(t *testing.T) {
	full := errors.New("no space left on device")
	calls := 0
	r, _ := closedRound(t, 3, nil)
	r.store = &failingStore{Store: r.store, err: full}
	r.useGrader(programGrader(func(ctx context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
		for i := range replies {
			calls++
			if err := found(i, fullGrade()); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Minute):
			}
		}
		return nil
	}))
	r.store.(*failingStore).err = nil
	job := r.closeRound()
	r.store.(*failingStore).err = full
	if _, err := r.grade(job); !errors.Is(err, full) || calls != 1 {
		t.Errorf("got %v after %d calls, want the store's error after one", err, calls)
	}
	if job, _ := r.savedJob(); job.Kind != quiz.JobGrade || job.Tries != 0 {
		t.Errorf("got %+v, want a grading that didn't fail", job)
	}
}

// failingStore is a Store whose updates fail with err.
type failingStore struct {
	quiz.Store
	err error
}

func (s *failingStore) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	if s.err != nil {
		return s.err
	}
	return s.Store.Update(ctx, fn)
}

// While others are graded nobody sees a grade, although it is stored.
func TestStoredGradesWaitForTheOthers(t *testing.T) {
	var store quiz.Store
	seen := 0
	grade := func(ctx context.Context, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
		if err := found(0, fullGrade()); err != nil {
			return err
		}
		for graded := false; !graded && ctx.Err() == nil; {
			quiztest.View(t, store, func(tx quiz.Tx) error {
				reply, err := tx.Reply(replies[0].Round, replies[0].Member)
				if graded = reply.Grade != nil; graded {
					seen++
					round, err := tx.Round(reply.Round)
					if err != nil || round.IsGraded() {
						t.Errorf("got %+v, %v, want a round that is being graded", round, err)
					}
				}
				return err
			})
		}
		return found(1, fullGrade())
	}
	r, round := closedRound(t, 2, programGrader(grade))
	store = r.store
	r.begin()
	if after := r.round(round.ID); seen == 0 || !after.IsGraded() {
		t.Errorf("%d grades were stored meanwhile, and then the round is %+v", seen, after)
	}
}
