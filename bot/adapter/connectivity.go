package adapter

import "sync"

// Connectivity knows whether the adapter receives events. An adapter that embeds it is a
// [bot.Connector]. It is safe for concurrent use.
type Connectivity struct {
	mu      sync.Mutex
	up      bool
	trouble string
}

// SetConnected notes whether events are received, and reports whether that changed. A connection
// forgets the trouble noted before.
func (c *Connectivity) SetConnected(up bool) (changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed = c.up != up
	c.up = up
	if up {
		c.trouble = ""
	}
	return changed
}

// Connected implements [bot.Connector].
func (c *Connectivity) Connected() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.up
}

// NewTrouble notes the reason why no connection opens. It reports whether the reason is a new one:
// the log gets each reason once.
func (c *Connectivity) NewTrouble(reason string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.trouble == reason {
		return false
	}
	c.trouble = reason
	return true
}
