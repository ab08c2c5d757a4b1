// Package ratelimit limits how often something happens for each of many keys.
package ratelimit

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// limitedKeys bounds the keys that a Keyed remembers.
const limitedKeys = 100_000

// Keyed limits how often something happens for each key, such as messages in a channel. It
// forgets a key after some time without use. That time must be longer than the bucket takes to
// fill. It is safe for concurrent use.
type Keyed struct {
	limit rate.Limit
	burst int
	idle  time.Duration

	mu   sync.Mutex
	used *simplelru.LRU[string, *keyLimit] // least recently used first
}

type keyLimit struct {
	*rate.Limiter
	at time.Time
}

// NewKeyed returns a limiter that allows burst events at once for each key, and then limit a
// second. A key is forgotten after idle without use.
func NewKeyed(limit rate.Limit, burst int, idle time.Duration) *Keyed {
	used, err := simplelru.NewLRU[string, *keyLimit](limitedKeys, nil)
	if err != nil { // the size is a constant
		panic(err)
	}
	return &Keyed{limit: limit, burst: burst, idle: idle, used: used}
}

// Wait waits until the key's limit allows another event. It returns an error if ctx ends before.
func (k *Keyed) Wait(ctx context.Context, key string) error {
	return k.limiterForKey(key).Wait(ctx)
}

// Allow reports whether the key's limit allows an event now, and counts it if so.
func (k *Keyed) Allow(key string) bool { return k.limiterForKey(key).Allow() }

func (k *Keyed) limiterForKey(key string) *rate.Limiter {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	for {
		_, oldest, ok := k.used.GetOldest()
		if !ok || now.Sub(oldest.at) <= k.idle {
			break
		}
		k.used.RemoveOldest()
	}
	l, ok := k.used.Get(key)
	if !ok {
		l = &keyLimit{Limiter: rate.NewLimiter(k.limit, k.burst)}
		k.used.Add(key, l)
	}
	l.at = now
	return l.Limiter
}
