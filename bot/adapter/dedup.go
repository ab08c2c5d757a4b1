package adapter

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Dedup handles each delivery once. Platforms deliver an event again when its acknowledgement is
// late or lost, or when a session is resumed. A Dedup is safe for concurrent use.
type Dedup[R any] struct {
	ttl time.Duration

	mu    sync.Mutex
	known *simplelru.LRU[string, *delivery[R]]
}

// delivery is the handling of one key. done is closed when result is set.
type delivery[R any] struct {
	at     time.Time
	done   chan struct{}
	result R
}

// NewDedup returns a Dedup that remembers up to size keys, each for ttl. The oldest key is
// forgotten first.
func NewDedup[R any](size int, ttl time.Duration) *Dedup[R] {
	known, err := simplelru.NewLRU[string, *delivery[R]](size, nil)
	if err != nil { // size is not positive
		panic(err)
	}
	return &Dedup[R]{ttl: ttl, known: known}
}

// Do calls handle for the first delivery of a key and returns its result. Another delivery of the
// key waits for the first and gets the same result. If handle reports that it failed, the key is
// forgotten: the next delivery is handled again.
func (d *Dedup[R]) Do(key string, handle func() (result R, failed bool)) R {
	entry, first := d.enterDelivery(key)
	if !first {
		<-entry.done
		return entry.result
	}
	defer close(entry.done)
	var failed bool
	if entry.result, failed = handle(); failed {
		d.forgetDelivery(key, entry)
	}
	return entry.result
}

// First reports whether a key is new, and remembers it. It is for deliveries that need no result. A
// key belongs either to First or to Do.
func (d *Dedup[R]) First(key string) bool {
	_, first := d.enterDelivery(key)
	return first
}

func (d *Dedup[R]) enterDelivery(key string) (entry *delivery[R], first bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	for {
		_, oldest, ok := d.known.GetOldest()
		if !ok || now.Sub(oldest.at) <= d.ttl {
			break
		}
		d.known.RemoveOldest()
	}
	if entry, ok := d.known.Peek(key); ok {
		return entry, false
	}
	entry = &delivery[R]{at: now, done: make(chan struct{})}
	d.known.Add(key, entry)
	return entry, true
}

func (d *Dedup[R]) forgetDelivery(key string, entry *delivery[R]) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if known, ok := d.known.Peek(key); ok && known == entry {
		d.known.Remove(key)
	}
}
