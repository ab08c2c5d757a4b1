// Package supervisor runs the units of a service side by side, and ends all of them when one ends.
package supervisor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"quizbot/quiz/panics"
)

// Unit is a part of the service that runs for as long as the service does. Run returns when its
// context ended. A Run that returns earlier has failed. A Run that panics is called again, after a
// wait that grows.
type Unit struct {
	Name string
	Run  func(context.Context) error
}

// StopTimeout is how long units may take to end. Files are closed after it, and service managers
// commonly wait ten seconds before they kill.
const StopTimeout = 8 * time.Second

// Run runs units side by side until ctx ends or one of them does. It waits for all of them, but
// not longer than [StopTimeout].
func Run(ctx context.Context, log *slog.Logger, units ...Unit) error {
	return RunWithin(ctx, log, StopTimeout, units...)
}

// RunWithin is Run with another limit than [StopTimeout].
func RunWithin(ctx context.Context, log *slog.Logger, limit time.Duration, units ...Unit) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(units))
	var wg sync.WaitGroup
	for i, u := range units {
		wg.Go(func() {
			defer stop()
			errs[i] = u.classifyEnd(ctx, panics.Restart(ctx, log, u.Name, u.Run))
		})
	}
	<-ctx.Done()
	log.Info("stopping")
	ended := make(chan struct{})
	go func() { wg.Wait(); close(ended) }()
	select {
	case <-ended:
		return errors.Join(errs...)
	case <-time.After(limit):
		return fmt.Errorf("not everything ended within %s", limit)
	}
}

// classifyEnd returns the error of a unit that ended with err. The end of a unit that was told to
// end is no error; the end of any other unit is one, even without err.
func (u Unit) classifyEnd(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)):
		return nil
	case err == nil:
		return fmt.Errorf("%s ended though the service goes on", u.Name)
	}
	return fmt.Errorf("%s: %w", u.Name, err)
}
