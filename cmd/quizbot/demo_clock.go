package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"quizbot/bot/console"
	"quizbot/quiz"
	"quizbot/quiz/runner"
)

// demoTime is a clock that stands still until somebody lets time pass.
type demoTime struct {
	mu      sync.Mutex
	now     time.Time
	service *quiz.Service
	runner  *runner.Runner
	refresh func(context.Context) error
}

// Now implements [console.Time].
func (d *demoTime) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *demoTime) set(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.After(d.now) {
		d.now = now
	}
}

// Settle implements [console.Time].
func (d *demoTime) Settle(ctx context.Context) error {
	return errors.Join(d.runner.RunPending(ctx), d.refresh(ctx))
}

// Upcoming implements [console.Time]. The runner looks at a room from time to time even where nothing is planned,
// because a plan may change; that is nothing to wait for, and neither is a room without a quiz.
func (d *demoTime) Upcoming(ctx context.Context) (time.Time, bool, error) {
	status, err := d.service.Status(ctx, d.Now(), console.Room, demoAdmin())
	if refusal, refused := quiz.Refused(err); refused && refusal.Code == quiz.NoRoom {
		return time.Time{}, false, nil // the quiz was ended
	}
	if err != nil {
		return time.Time{}, false, err
	}
	if status.Step == nil && status.Open == nil && !status.Room.AskNow && status.NextAsk.IsZero() && status.NextDigest.IsZero() {
		return time.Time{}, false, nil
	}
	next, err := d.runner.Next(ctx)
	return next, !next.IsZero(), err
}

// Pass implements [console.Time].
func (d *demoTime) Pass(ctx context.Context, until time.Time) error {
	for {
		next, err := d.runner.Next(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(until) {
			d.set(until)
			return d.Settle(ctx)
		}
		d.set(next)
		if err := d.Settle(ctx); err != nil {
			return err
		}
	}
}
