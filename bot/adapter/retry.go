package adapter

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// RetryPolicy limits the attempts of a request and sets the waits between them. It is for requests
// that are safe to repeat.
type RetryPolicy struct {
	// Tries bounds the attempts; 0 repeats until the context ends.
	Tries int
	// Retryable reports whether another attempt may succeed; nil means [Transient].
	Retryable func(err error) bool
	// Wait returns the wait after the n-th failure, counted from 1. A wait that the platform asks
	// for replaces it if it is longer.
	Wait func(n int, err error) time.Duration
	// Uncounted reports whether a failure uses up no try; nil counts every failure.
	Uncounted func(err error) bool
	// OnRetry is called before each wait; it may be nil.
	OnRetry func(err error, wait time.Duration)
}

// Do calls call until it succeeds, fails for good, or has used up the tries. It returns the last
// error of call, also when the context ends during a wait.
func (p *RetryPolicy) Do(ctx context.Context, call func() error) error {
	retryable := p.Retryable
	if retryable == nil {
		retryable = Transient
	}
	for failures, used := 1, 0; ; failures++ {
		err := call()
		if err == nil || !retryable(err) || ctx.Err() != nil {
			return err
		}
		if p.Uncounted == nil || !p.Uncounted(err) {
			used++
		}
		if p.Tries > 0 && used >= p.Tries {
			return err
		}
		wait := RetryAfter(err)
		if p.Wait != nil {
			wait = max(wait, p.Wait(failures, err))
		}
		if p.OnRetry != nil {
			p.OnRetry(err, wait)
		}
		if !Sleep(ctx, wait) {
			return err
		}
	}
}

// LinearWait returns a [RetryPolicy.Wait] that grows by step with each failure.
func LinearWait(step time.Duration) func(n int, err error) time.Duration {
	return func(n int, _ error) time.Duration { return time.Duration(n) * step }
}

// Backoff yields waits that double from First to Max.
type Backoff struct {
	First, Max time.Duration
	// Jitter shortens each wait by up to half, so that bots do not all reconnect in the same
	// moment.
	Jitter bool

	next time.Duration
}

// Next returns the wait after err: the one that the platform asks for, otherwise the next of the
// growing waits.
func (b *Backoff) Next(err error) time.Duration {
	wait := max(b.next, b.First)
	b.next = min(2*wait, b.Max)
	if asked := RetryAfter(err); asked > 0 {
		return asked
	}
	if b.Jitter {
		return wait/2 + rand.N(wait/2+1)
	}
	return wait
}

// Reset starts over with the first wait.
func (b *Backoff) Reset() { b.next = b.First }

// RetryAfter returns how long the platform asks to wait before a request is repeated, 0 if it does
// not ask. The error or one that it wraps has a method RetryAfter.
func RetryAfter(err error) time.Duration {
	var asked interface{ RetryAfter() time.Duration }
	if errors.As(err, &asked) {
		return asked.RetryAfter()
	}
	return 0
}

// Sleep waits for d. It reports false as soon as ctx ends.
func Sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
