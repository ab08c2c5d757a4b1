package discord

import (
	"sync"
	"time"
)

// lanes run what has one key one after the other, in the order in which it came, and what has different keys side by
// side: messages of a thread are created, edited and deleted in this order, whatever handling one of them takes.
type lanes struct {
	mu      sync.Mutex
	waiting map[string][]func()
}

func newLanes() *lanes { return &lanes{waiting: map[string][]func(){}} }

// add puts something into a lane. It reports whether the lane was empty: whoever put it there has to call run.
func (l *lanes) add(key string, do func()) (empty bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, busy := l.waiting[key]
	l.waiting[key] = append(queue, do)
	return !busy
}

// length is how many wait in a lane.
func (l *lanes) length(key string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting[key])
}

// run works a lane off.
func (l *lanes) run(key string) {
	for {
		l.mu.Lock()
		queue := l.waiting[key]
		if len(queue) == 0 {
			delete(l.waiting, key)
			l.mu.Unlock()
			return
		}
		l.waiting[key] = queue[1:]
		l.mu.Unlock()
		queue[0]()
	}
}

// What is remembered of what was delivered: a session that is resumed has some delivered again.
const (
	seenTime = 15 * time.Minute // as long as an interaction can be answered
	seenMost = 100_000
)

// seen remembers what was delivered, so that each thing is handled once.
type seen struct {
	mu    sync.Mutex
	known map[string]bool
	order []sighting
}

type sighting struct {
	id string
	at time.Time
}

func newSeen() *seen { return &seen{known: map[string]bool{}} }

// first reports whether something is seen for the first time.
func (s *seen) first(id string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[id] {
		return false
	}
	for len(s.order) > 0 && (len(s.order) >= seenMost || now.Sub(s.order[0].at) > seenTime) {
		delete(s.known, s.order[0].id)
		s.order = s.order[1:]
	}
	s.known[id] = true
	s.order = append(s.order, sighting{id, now})
	return true
}

// deeds counts what is under way, so that its end can be waited for.
type deeds struct {
	mu    sync.Mutex
	count int
	none  chan struct{} // closed while nothing is under way
}

func newDeeds() *deeds {
	d := &deeds{none: make(chan struct{})}
	close(d.none)
	return d
}

func (d *deeds) begin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.count == 0 {
		d.none = make(chan struct{})
	}
	d.count++
}

func (d *deeds) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.count--; d.count == 0 {
		close(d.none)
	}
}

// idle closes when nothing is under way.
func (d *deeds) idle() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.none
}
