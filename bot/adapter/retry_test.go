package adapter_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot/adapter"
)

var (
	errFlaky  = &adapter.APIError{Method: "m", Code: "flaky", Class: adapter.ClassTransient}
	errAsks   = &adapter.APIError{Method: "m", Code: "limited", Class: adapter.ClassTransient, Wait: 10 * time.Second}
	errForbid = &adapter.APIError{Method: "m", Code: "forbidden"}
)

// Requests are repeated by the policy: its tries, waits and retryable errors.
func TestRetryPolicy(t *testing.T) {
	policy := adapter.RetryPolicy{Tries: 3, Wait: adapter.LinearWait(time.Second)}
	uncounted := policy
	uncounted.Uncounted = func(err error) bool { return adapter.RetryAfter(err) > 0 }
	for name, c := range map[string]struct {
		policy adapter.RetryPolicy
		errs   []error // of each call, nil behind them
		want   error
		calls  int
		takes  time.Duration
	}{
		"succeeds at once":              {policy, nil, nil, 1, 0},
		"succeeds at last":              {policy, []error{errFlaky, errFlaky}, nil, 3, 3 * time.Second},
		"gives up":                      {policy, []error{errFlaky, errFlaky, errFlaky}, errFlaky, 3, 3 * time.Second},
		"is refused":                    {policy, []error{errFlaky, errForbid}, errForbid, 2, time.Second},
		"waits as long as it is asked":  {policy, []error{errAsks}, nil, 2, 10 * time.Second},
		"being asked to wait is no try": {uncounted, []error{errAsks, errAsks, errAsks, errAsks}, nil, 5, 40 * time.Second},
		"no answer is worth another":    {policy, []error{errors.New("connection reset")}, nil, 2, time.Second},
		"a canceled one is not":         {policy, []error{context.Canceled}, context.Canceled, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls, began := 0, time.Now()
				err := c.policy.Do(t.Context(), func() error {
					calls++
					if calls > len(c.errs) {
						return nil
					}
					return c.errs[calls-1]
				})
				if !errors.Is(err, c.want) || calls != c.calls || time.Since(began) != c.takes {
					t.Errorf("got %v after %d calls and %v, want %v after %d and %v", err, calls, time.Since(began), c.want, c.calls, c.takes)
				}
			})
		})
	}
}

// A wait ends with its context, and the error is that of the request.
func TestRetryEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		waits := 0
		policy := adapter.RetryPolicy{Wait: adapter.LinearWait(2 * time.Second), OnRetry: func(error, time.Duration) { waits++ }}
		if err := policy.Do(ctx, func() error { return errFlaky }); !errors.Is(err, errFlaky) || waits != 2 {
			t.Errorf("got %v after %d waits, want the request's error after 2", err, waits)
		}
	})
}

// Waits double up to their bound, and start over; what the platform asks for takes precedence.
func TestBackoff(t *testing.T) {
	b := adapter.Backoff{First: time.Second, Max: 5 * time.Second}
	for _, want := range []time.Duration{1, 2, 4, 5, 5} {
		if got := b.Next(errFlaky); got != want*time.Second {
			t.Errorf("got %v, want %vs", got, int(want))
		}
	}
	if got := b.Next(errAsks); got != 10*time.Second {
		t.Errorf("got %v, want what the platform asks for", got)
	}
	b.Reset()
	b.Jitter = true
	for range 100 {
		if got := b.Next(nil); got < b.First/2 || got > b.Max {
			t.Fatalf("got %v, out of bounds", got)
		}
	}
}
