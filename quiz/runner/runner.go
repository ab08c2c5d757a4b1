package runner

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/clockguard"
)

// A short poll survives suspended machines and clocks that jump. A single long timer does not.
const (
	idleDelay      = 15 * time.Second
	pollInterval   = 50 * time.Millisecond // while rooms wait for a place in their class
	coalesceWindow = 50 * time.Millisecond
	// clockRewind is how far the clock must go back before every room is scheduled again.
	clockRewind = time.Minute
)

// Runner carries out what is due, in every room, exactly once.
type Runner struct {
	work      Work
	announcer Announcer
	clock     Timekeeper
	guard     *clockguard.Guard
	log       *slog.Logger

	mu              sync.Mutex
	backfillRetries map[quiz.RoundID]int // failed fetches of the messages in a round's thread
	held            map[quiz.RoomID]time.Time
}

// New returns a Runner that reads the time from clock. The announcer may also be a [Backfiller],
// [ThreadOpener], [NameFinder] and [Alarmer].
func New(work Work, announcer Announcer, clock Timekeeper, log *slog.Logger) *Runner {
	return &Runner{
		work: work, announcer: announcer, clock: clock, log: log, backfillRetries: map[quiz.RoundID]int{}, held: map[quiz.RoomID]time.Time{},
		guard: clockguard.New(clockguard.Options{Now: clock.Now, AnyJump: true}),
	}
}

// SetGuard replaces the guard of the clock, before the Runner runs. The one of [New] lets the clock
// jump ahead.
func (r *Runner) SetGuard(g *clockguard.Guard) { r.guard = g }

// decisionTime returns the time to decide by. ok is false while the clock cannot be trusted.
func (r *Runner) decisionTime(ctx context.Context) (now time.Time, ok bool, err error) {
	newest, err := r.work.NewestMoment(ctx)
	if err != nil {
		return now, false, err
	}
	now, verdict := r.guard.Check(newest)
	return now, verdict == clockguard.Trusted, nil
}

// steadyClock is the runner's clock for jobs that take long. It stands still while the machine's clock
// cannot be trusted.
type steadyClock struct {
	Timekeeper
	guard *clockguard.Guard
}

// Now implements [Timekeeper].
func (c steadyClock) Now() time.Time { return c.guard.Time() }

// Run carries out what is due until ctx ends. It returns once all running jobs have ended.
func (r *Runner) Run(ctx context.Context) {
	q := newQueue(r)
	defer q.waitForTasks()
	var last, mended time.Time // when the clock was trusted, and the schedule was computed again
	var held bool              // the clock was not trusted since
	for ctx.Err() == nil {
		now, trusted, err := r.decisionTime(ctx)
		q.recordError(err)
		switch {
		case !trusted:
			held = true
		case last.IsZero():
			q.recordError(r.work.RetryAll(ctx, now))
		case held || last.Sub(now) > clockRewind:
			q.recordError(r.work.RescheduleAll(ctx, now))
		case q.unreadable && now.Sub(mended) > clockRewind:
			mended = now
			q.recordError(r.work.RescheduleAll(ctx, now))
		}
		if q.next = (time.Time{}); trusted {
			last, held = now, false
			q.startDueRooms(ctx, now)
		}
		select {
		case <-ctx.Done():
		case <-r.work.Wakeup():
		case <-r.clock.After(q.delayUntilNextScan(ctx, now)):
		case o := <-q.ended:
			q.completeTask(ctx, o)
			q.coalesceCompletions(ctx, r.clock.After(q.coalesceDelay(r.guard.Time())))
		}
	}
}

// Next returns the time of the next check of any room, the zero time if nothing is scheduled.
func (r *Runner) Next(ctx context.Context) (next time.Time, err error) {
	err = r.work.VisitSchedule(ctx, func(_ string, checks iter.Seq2[quiz.NextCheck, error]) error {
		for check, err := range checks {
			if errors.Is(err, quiz.ErrUnreadable) {
				continue
			}
			if err != nil {
				return err
			}
			next = earlierTime(next, check.At)
			break
		}
		return nil
	})
	return next, err
}

// earlierTime returns the earlier of two times. A zero time a means none.
func earlierTime(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// RunPending carries out everything that is due now, in all rooms, and returns when nothing is left
// to do now. It returns errors of the store. Failures in a room are recorded there and delay no
// other room.
func (r *Runner) RunPending(ctx context.Context) error {
	q := newQueue(r)
	defer q.waitForTasks()
	for {
		now, trusted, err := r.decisionTime(ctx)
		q.recordError(err)
		if trusted {
			q.startDueRooms(ctx, now)
		}
		if len(q.running) == 0 || ctx.Err() != nil || q.err != nil {
			break
		}
		q.completeTask(ctx, <-q.ended)
	}
	return errors.Join(ctx.Err(), q.err)
}
