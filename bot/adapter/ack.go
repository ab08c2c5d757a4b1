package adapter

import (
	"context"
	"time"
)

// AckWithin runs handle as a task and waits for its result until the acknowledgement deadline. In
// time it returns the result and a nil channel. Otherwise it returns the zero result at the
// deadline, and a channel that delivers the result once: the caller acknowledges the event without
// it and shows it later. A handle that panics has the zero result.
func AckWithin[R any](t *Tasks, deadline time.Duration, handle func(ctx context.Context) R) (result R, later <-chan R) {
	done := make(chan R, 1)
	t.Go(func(ctx context.Context) {
		var result R
		defer func() { done <- result }()
		result = handle(ctx)
	})
	timer := time.NewTimer(deadline)
	defer timer.Stop()
	select {
	case result = <-done:
		return result, nil
	case <-timer.C:
		return result, done
	}
}
