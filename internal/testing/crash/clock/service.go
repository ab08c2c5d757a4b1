package clock

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"
)

const (
	// tick is the real time between two steps of the virtual time.
	tick = time.Millisecond
	// slowStep is how far the time moves in a tick in which the service works, and maxSlow how far it
	// moves until the service rests again. So it goes on while messages are on their way, and they take
	// no longer than that.
	slowStep = 250 * time.Millisecond
	maxSlow  = 5 * time.Second
	// maxStandstill is the real time after which a service that neither works nor rests is broken.
	maxStandstill = 3 * time.Minute
)

// MaxTransit is the longest time from a decision of the service to the arrival of a message, on a
// platform that doesn't delay it.
const MaxTransit = maxSlow + time.Second

// Service is the clock of one process of the service, which may be wrong. It implements
// runner.Timekeeper.
type Service struct {
	*Virtual
	// step is how far the time moves in a tick in which the service rests.
	step time.Duration
	// offset is how far the clock is ahead. It is negative for a clock that is behind.
	offset time.Duration
	born   time.Time
	quiet  func() bool
	// slow is how far the time moved since the service rested, at the real time rested.
	slow   time.Duration
	rested time.Time

	mu     sync.Mutex
	held   int
	timers []timer
}

// timer is a wait.
type timer struct {
	at   time.Time
	ring chan time.Time
}

// NewService returns the clock of a service. It stands still before [Service.Run].
func NewService(v *Virtual, step, offset time.Duration) *Service {
	return &Service{Virtual: v, step: step, offset: offset, born: v.Now(), quiet: newQuietCheck(), rested: time.Now()}
}

// Now returns the time that the clock shows.
func (s *Service) Now() time.Time { return s.Virtual.Now().Add(s.offset) }

// Elapsed returns the virtual time since the process began, which no wrong clock changes.
func (s *Service) Elapsed() time.Duration { return s.Virtual.Now().Sub(s.born) }

// After sends once the virtual duration d has passed, up to a step later.
func (s *Service) After(d time.Duration) <-chan time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := timer{s.Virtual.Now().Add(d), make(chan time.Time, 1)}
	if d <= 0 {
		t.ring <- t.at
	} else {
		s.timers = append(s.timers, t)
	}
	return t.ring
}

// Hold keeps the time from moving on until release is called: the service waits for something that
// takes no virtual time, such as a commit.
func (s *Service) Hold() (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.held--
	})
}

func (s *Service) isHeld() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held > 0
}

// Run moves the time until the process ends.
func (s *Service) Run() {
	for s.SetReady(); ; time.Sleep(tick) {
		s.move()
	}
}

// move moves the time as far as it may within a tick.
func (s *Service) move() {
	switch {
	case !s.isHeld() && s.quiet():
		s.advance(s.step)
		s.slow, s.rested = 0, time.Now()
	case s.slow < maxSlow:
		s.advance(slowStep)
		s.slow += slowStep
	case time.Since(s.rested) > maxStandstill:
		s.reportStandstill()
	}
	s.fireTimers()
}

// fireTimers ends the waits that are over.
func (s *Service) fireTimers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Virtual.Now()
	s.timers = slices.DeleteFunc(s.timers, func(t timer) bool {
		if t.at.After(now) {
			return false
		}
		t.ring <- now
		return true
	})
}

// reportStandstill ends the process, because something that holds the time waits for the time.
func (s *Service) reportStandstill() {
	stacks := make([]byte, 1<<20)
	_, _ = fmt.Fprintf(os.Stderr, "the virtual time stands still:\n%s\n", stacks[:runtime.Stack(stacks, true)])
	os.Exit(3)
}
