package runner

import (
	"context"
	"iter"
	"time"

	"quizbot/quiz"
)

// Work is the quiz as the runner needs it. Every method is one transaction, but for those
// of [Grading].
type Work interface {
	Schedule
	Jobs
	Grading
	Threads
	Names
}

// Schedule tells which rooms are due.
type Schedule interface {
	// VisitSchedule calls visit once for each platform, with the next checks of its rooms, earliest
	// first. All calls see the same state of the store.
	VisitSchedule(ctx context.Context, visit func(platform string, checks iter.Seq2[quiz.NextCheck, error]) error) error
	// NewestMoment returns the newest time at which anything was decided or saved.
	NewestMoment(ctx context.Context) (time.Time, error)
	// Wakeup receives when a room became due by something else than the passing of time.
	Wakeup() <-chan struct{}
	// RetryAll makes all waiting jobs due, as at the start of the process: the reason for waiting
	// may be gone.
	RetryAll(ctx context.Context, now time.Time) error
	// RescheduleAll computes every room's next check again, as after the clock was set back.
	RescheduleAll(ctx context.Context, now time.Time) error
}

// Jobs are what happens in rooms, one job at a time in each.
type Jobs interface {
	// BeginDue decides what is due in a room and records its beginning. The messages of the round
	// backfilled, 0 for none, were fetched just before.
	BeginDue(ctx context.Context, now time.Time, room quiz.RoomID, backfilled quiz.RoundID) (Action, error)
	// RecordPosted records that a job's announcement is posted. A job that ended already is left
	// alone.
	RecordPosted(ctx context.Context, now time.Time, job quiz.Job, posted Posted) ([]quiz.Alarm, error)
	// RecordFailure records a failed attempt and the time of the next one, or that the job is given
	// up.
	RecordFailure(ctx context.Context, now time.Time, job quiz.Job, cause error) ([]quiz.Alarm, error)
	// PostponeRoom records that a due job could not begin, and schedules another check.
	PostponeRoom(ctx context.Context, now time.Time, room quiz.RoomID, cause error) ([]quiz.Alarm, error)
}

// Grading gives grades. Its methods call the grader, wait by clock, and store each grade when it is
// found. Alarms are passed to tell when they arise. A failure of the grader is recorded with the time
// of the next attempt, and returned as a [GraderError].
type Grading interface {
	// GradeRound grades the answers of a closed round up to the deadline of the job.
	GradeRound(ctx context.Context, clock Timekeeper, job quiz.Job, tell func([]quiz.Alarm)) error
	// RegradeRound grades the answers of a revealed round that were left without a grade. It reports
	// whether it changed any.
	RegradeRound(ctx context.Context, clock Timekeeper, round quiz.RoundID, tell func([]quiz.Alarm)) (changed bool, err error)
}

// GraderError is a failure of the grader. It is recorded already.
type GraderError struct{ Err error }

// Error implements error.
func (e *GraderError) Error() string { return e.Err.Error() }

// Unwrap returns the grader's own error.
func (e *GraderError) Unwrap() error { return e.Err }

// Threads records how opening a round's thread went. A round that is closed is left alone.
type Threads interface {
	ThreadOpened(ctx context.Context, now time.Time, round quiz.RoundID) error
	// ThreadFailed records a failed attempt and the time of the next one.
	ThreadFailed(ctx context.Context, now time.Time, round quiz.RoundID, cause error) ([]quiz.Alarm, error)
}

// Names completes the names of members before a reveal shows them.
type Names interface {
	// UnnamedMembers returns the members who answered in a round and have no name.
	UnnamedMembers(ctx context.Context, round quiz.RoundID) ([]quiz.MemberID, error)
	NameMembers(ctx context.Context, names map[quiz.MemberID]string) error
}
