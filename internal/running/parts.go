package running

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Part is something that runs for as long as the service does. Run returns when its context ended; one that
// returns earlier has failed.
type Part struct {
	Name string
	Run  func(context.Context) error
}

// StopTime is how long ending may take. Files are closed after it, and supervisors commonly wait ten seconds
// before they kill.
const StopTime = 8 * time.Second

// Parts runs everything side by side until ctx ends or one of them does, and waits for all of them, but not
// longer than [StopTime].
func Parts(ctx context.Context, log *slog.Logger, parts ...Part) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() {
			defer stop()
			errs[i] = p.ended(ctx, p.Run(ctx))
		})
	}
	<-ctx.Done()
	log.Info("stopping")
	ended := make(chan struct{})
	go func() { wg.Wait(); close(ended) }()
	select {
	case <-ended:
		return errors.Join(errs...)
	case <-time.After(StopTime):
		return fmt.Errorf("not everything ended within %s", StopTime)
	}
}

// ended is what there is to say when a part ended with err. One that was told to end may say so; one that
// was not has failed, whatever it says.
func (p Part) ended(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)):
		return nil
	case err == nil:
		return fmt.Errorf("%s ended though the service goes on", p.Name)
	}
	return fmt.Errorf("%s: %w", p.Name, err)
}
