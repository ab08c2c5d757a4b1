package quiz

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// How the Runner works. A look every few seconds survives suspended machines and clocks that jump, which
// a single long timer does not.
const (
	maxNap       = 15 * time.Second
	dueAtOnce    = 64               // rooms read from the index at a time
	workers      = 8                // rooms served side by side
	announceTime = 60 * time.Second // for one announcement, of several messages
	firstWait    = 5 * time.Second
	maxWait      = 5 * time.Minute
	alarmAfter   = 3 // failures of a step
)

// Runner carries out what is due, in every room, exactly once.
type Runner struct {
	service   *Service
	announcer Announcer
	clock     func() time.Time
	log       *slog.Logger
}

// NewRunner returns a Runner that takes the time from clock.
func NewRunner(service *Service, announcer Announcer, clock func() time.Time, log *slog.Logger) *Runner {
	return &Runner{service: service, announcer: announcer, clock: clock, log: log}
}

// Run carries out what is due until ctx ends.
func (r *Runner) Run(ctx context.Context) {
	for ctx.Err() == nil {
		nap := maxNap // after a failure of the store, which the next look would only meet again
		if err := r.Tick(ctx); err == nil {
			nap = r.nap(ctx)
		} else if ctx.Err() == nil {
			r.log.Error("cannot carry out what is due", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-r.service.Hurry():
		case <-time.After(nap):
		}
	}
}

// nap is how long there is nothing to do, as far as is known now.
func (r *Runner) nap(ctx context.Context) time.Duration {
	next, err := r.Next(ctx)
	if err != nil || next.IsZero() {
		return maxNap
	}
	return min(max(next.Sub(r.clock()), 10*time.Millisecond), maxNap)
}

// Next is when a room is to be looked at next, the zero time where nothing is planned.
func (r *Runner) Next(ctx context.Context) (next time.Time, err error) {
	err = r.service.store.View(ctx, func(tx Tx) error {
		next, err = tx.NextWake()
		return err
	})
	return next, err
}

// Tick carries out everything that is due now, in all rooms, and returns when nothing is left that can be
// done now. An error is the store's; what goes wrong in one room is noted there and delays no other.
func (r *Runner) Tick(ctx context.Context) error {
	for ctx.Err() == nil {
		var rooms []RoomID
		err := r.service.store.View(ctx, func(tx Tx) (err error) {
			rooms, err = tx.Due(r.clock(), dueAtOnce)
			return err
		})
		if err != nil || len(rooms) == 0 {
			return err
		}
		if err := r.serveAll(ctx, rooms); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// serveAll serves rooms side by side and waits for them.
func (r *Runner) serveAll(ctx context.Context, rooms []RoomID) error {
	queue := make(chan RoomID)
	errs := make([]error, min(workers, len(rooms)))
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for room := range queue {
				errs[i] = errors.Join(errs[i], r.serve(ctx, room))
			}
		})
	}
	for _, room := range rooms {
		queue <- room
	}
	close(queue)
	wg.Wait()
	return errors.Join(errs...)
}

// serve does one thing after the other in a room until nothing more is due there.
func (r *Runner) serve(ctx context.Context, room RoomID) error {
	for ctx.Err() == nil {
		step, again, err := r.service.begin(ctx, r.clock(), room)
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.log.Error("cannot begin what is due", "room", room, "err", err)
			return r.service.postpone(ctx, r.clock(), room, err)
		case step == nil && !again:
			return nil
		case step == nil:
			continue
		}
		if err := r.carryOut(ctx, *step); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// carryOut posts a step's announcement and writes down how it went.
func (r *Runner) carryOut(ctx context.Context, step Step) error {
	limited, cancel := context.WithTimeout(ctx, announceTime)
	defer cancel()
	places, err := r.announcer.Announce(limited, step.Announcement)
	if err == nil {
		r.log.Info("announced", "room", step.Room, "step", step.Kind, "key", step.Announcement.Key)
		return r.service.finish(ctx, r.clock(), step, places)
	}
	if ctx.Err() != nil {
		return ctx.Err() // stopped, not failed: the step is carried on after the restart
	}
	wait := backOff(step.Tries, err)
	level := slog.LevelWarn
	if step.Tries+1 >= alarmAfter {
		level = slog.LevelError
	}
	r.log.Log(ctx, level, "announcement failed", "room", step.Room, "step", step.Kind, "try", step.Tries+1, "wait", wait, "err", err)
	return r.service.fail(ctx, r.clock(), step, err, wait)
}

// backOff is how long to wait after a failure: what the platform asks for, or else twice as long each time
// with jitter, so that rooms that failed together do not come back together.
func backOff(tries int, err error) time.Duration {
	var asked interface{ RetryAfter() time.Duration }
	if errors.As(err, &asked) && asked.RetryAfter() > 0 {
		return asked.RetryAfter()
	}
	wait := maxWait
	if tries < 6 {
		wait = min(firstWait<<tries, maxWait)
	}
	return wait/2 + rand.N(wait/2)
}
