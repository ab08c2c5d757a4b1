package runner

import (
	"context"
	"errors"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/panics"
)

// ParkAfter is how often a room's job panics, or needs a record that cannot be read, before the room
// is parked: it is then tried once in [ParkedWait], until a person acts.
const (
	ParkAfter  = 6
	ParkedWait = 24 * time.Hour
)

// ContainedWait returns the wait after so many of these failures in a row: 5 seconds at first, four
// times as long each time, at most five minutes, and [ParkedWait] for a parked room.
func ContainedWait(tries int) time.Duration {
	if tries >= ParkAfter {
		return ParkedWait
	}
	return min(shortestWait<<(2*max(0, tries-1)), maxWait)
}

// IsContained reports whether a failure concerns one room alone: a panic, or a record of it that is
// missing or cannot be read.
func IsContained(err error) bool {
	return panics.Is(err) || errors.Is(err, quiz.ErrUnreadable) || errors.Is(err, quiz.ErrNotFound)
}

// heldTime is how long a room is left alone whose failure could not be recorded.
const heldTime = 5 * time.Minute

// contain runs a task. A failure of its room alone is no failure of the store: the room is left alone
// for a while, and all others go on.
func (r *Runner) contain(room quiz.RoomID, run func() outcome) (o outcome) {
	err := panics.Catch(func() error {
		o = run()
		return o.err
	})
	if !IsContained(err) {
		return o
	}
	r.log.Error("a room is left alone for a while: what failed there could not be recorded",
		append([]any{"room", room, "for", heldTime, "err", err}, panics.StackOf(err)...)...)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held[room] = r.guard.Time().Add(heldTime)
	return outcome{failing: true}
}

// isHeld reports whether a room is left alone.
func (r *Runner) isHeld(room quiz.RoomID, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	until, held := r.held[room]
	if held && (!now.Before(until) || until.Sub(now) > heldTime) { // or the clock was set back
		delete(r.held, room)
		return false
	}
	return held
}

// caught calls a part of the announcer or of the work, which may panic over one room.
func (r *Runner) caught(room quiz.RoomID, call func() error) error {
	err := panics.Catch(call)
	if panics.Is(err) {
		r.log.Error("a job panicked", append([]any{"room", room, "err", err}, panics.StackOf(err)...)...)
	}
	return err
}

// beginDue begins what is due in a room.
func (r *Runner) beginDue(ctx context.Context, now time.Time, room quiz.RoomID, backfilled quiz.RoundID) (next Action, err error) {
	err = r.caught(room, func() error {
		next, err = r.work.BeginDue(ctx, now, room, backfilled)
		return err
	})
	return next, err
}
