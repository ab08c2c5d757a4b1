package adapter

import (
	"context"
	"sync"
)

// Identity is the bot's own identity on a platform. It is looked up once and remembered. The zero
// value is ready to use, and it is safe for concurrent use.
type Identity[T any] struct {
	asking chan struct{} // holds one token during a lookup
	init   sync.Once

	mu    sync.Mutex
	known bool
	value T
}

// Get returns the identity, and calls lookup if no call succeeded before. Concurrent calls wait for
// one lookup, each no longer than its context allows.
func (i *Identity[T]) Get(ctx context.Context, lookup func(ctx context.Context) (T, error)) (T, error) {
	i.init.Do(func() { i.asking = make(chan struct{}, 1) })
	select {
	case i.asking <- struct{}{}:
		defer func() { <-i.asking }()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
	if value, ok := i.Known(); ok {
		return value, nil
	}
	value, err := lookup(ctx)
	if err != nil {
		var none T
		return none, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.value, i.known = value, true
	return value, nil
}

// Known returns the identity if it was looked up, the zero value and false otherwise.
func (i *Identity[T]) Known() (value T, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.value, i.known
}
