package slack

import (
	"sync"
	"time"
)

// What is remembered of what was delivered. Slack delivers again for some minutes.
const (
	seenTime = time.Hour
	seenMost = 100_000
)

// seen remembers what was delivered, over all sockets, so that each thing is handled once.
type seen struct {
	mu    sync.Mutex
	known map[string]*delivery
	order []*delivery
}

// delivery is one thing that was delivered, perhaps several times.
type delivery struct {
	key   string
	at    time.Time
	done  chan struct{}
	reply any  // what it was acknowledged with
	again bool // it failed, and the next delivery is to be handled
}

func newSeen() *seen { return &seen{known: map[string]*delivery{}} }

// once handles what comes under a key for the first time, and waits for that otherwise. It returns what to
// acknowledge with. What handle says failed is handled again when it is delivered again.
func (s *seen) once(key string, now time.Time, handle func() (reply any, failed bool)) any {
	d, first := s.enter(key, now)
	if first {
		defer close(d.done)
		d.reply, d.again = handle()
		if d.again {
			s.forget(d)
		}
		return d.reply
	}
	<-d.done
	return d.reply
}

func (s *seen) enter(key string, now time.Time) (d *delivery, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, ok := s.known[key]; ok {
		return d, false
	}
	for len(s.order) > 0 && (len(s.order) >= seenMost || now.Sub(s.order[0].at) > seenTime) {
		if s.known[s.order[0].key] == s.order[0] {
			delete(s.known, s.order[0].key)
		}
		s.order = s.order[1:]
	}
	d = &delivery{key: key, at: now, done: make(chan struct{})}
	s.known[key] = d
	s.order = append(s.order, d)
	return d, true
}

func (s *seen) forget(d *delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[d.key] == d {
		delete(s.known, d.key)
	}
}
