package llm

import (
	"crypto/sha256"
	"errors"
	"sync"
	"time"
)

// errBudget says that no request is left for today.
var errBudget = errors.New("the budget of today's requests is used up")

// budget counts the requests of a day, by UTC.
type budget struct {
	mu   sync.Mutex
	most int
	day  string
	used int
}

// take takes one request out of the budget of now's day.
func (b *budget) take(now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if day := now.UTC().Format(time.DateOnly); day != b.day {
		b.day, b.used = day, 0
	}
	if b.used >= b.most {
		return errBudget
	}
	b.used++
	return nil
}

// maxCached is the number of answers whose verdicts are remembered.
const maxCached = 2000

// cache remembers verdicts, so that a question is paid for once while the process runs. The oldest
// are forgotten first.
type cache struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte][]verdict
	order [][sha256.Size]byte
}

func (c *cache) get(key [sha256.Size]byte) ([]verdict, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.known[key]
	return v, ok
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known, c.order = nil, nil
}

func (c *cache) put(key [sha256.Size]byte, v []verdict) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[[sha256.Size]byte][]verdict{}
	}
	if _, ok := c.known[key]; !ok {
		c.order = append(c.order, key)
	}
	c.known[key] = v
	if len(c.order) > maxCached {
		delete(c.known, c.order[0])
		c.order = c.order[1:]
	}
}
