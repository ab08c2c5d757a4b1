package adapter

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// limitedKeys bounds the keys that a KeyedLimiter remembers.
const limitedKeys = 100_000

// KeyedLimiter limits how often something happens for each key, such as messages in a channel. It
// forgets a key after some time without use. That time must be longer than the bucket takes to
// fill. It is safe for concurrent use.
type KeyedLimiter struct {
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

// NewKeyedLimiter returns a limiter that allows burst events at once for each key, and then limit a
// second. A key is forgotten after idle without use.
func NewKeyedLimiter(limit rate.Limit, burst int, idle time.Duration) *KeyedLimiter {
	used, err := simplelru.NewLRU[string, *keyLimit](limitedKeys, nil)
	if err != nil { // the size is a constant
		panic(err)
	}
	return &KeyedLimiter{limit: limit, burst: burst, idle: idle, used: used}
}

// Wait waits until the key's limit allows another event. It returns an error if ctx ends before.
func (k *KeyedLimiter) Wait(ctx context.Context, key string) error {
	return k.limiterForKey(key).Wait(ctx)
}

func (k *KeyedLimiter) limiterForKey(key string) *rate.Limiter {
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
