package app

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"quizbot/bot"
)

// Simulation is a clock that moves when it is told to. The App of a Simulation carries out jobs when
// it is told to, and not by itself.
type Simulation struct {
	// OnEvent, if set, is called before each event of a platform is handled.
	OnEvent func(bot.Event)

	app *App // set by New

	mu     sync.Mutex
	now    time.Time
	timers []timer
}

// timer is a wait for the simulated time.
type timer struct {
	at   time.Time
	ring chan time.Time
}

// NewSimulation returns a Simulation starting at start.
func NewSimulation(start time.Time) *Simulation { return &Simulation{now: start} }

// Now returns the simulated time.
func (s *Simulation) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// SetStart sets the time, before the App runs.
func (s *Simulation) SetStart(start time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = start
}

// MoveClock moves the time to now, unless it is there or past it. It carries out no jobs.
func (s *Simulation) MoveClock(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.After(s.now) {
		s.now = now
	}
	s.timers = slices.DeleteFunc(s.timers, func(t timer) bool {
		if t.at.After(s.now) {
			return false
		}
		t.ring <- s.now
		return true
	})
}

// After implements [runner.Timekeeper]. A job that waits goes on when the time is moved.
func (s *Simulation) After(d time.Duration) <-chan time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := timer{s.now.Add(d), make(chan time.Time, 1)}
	if d <= 0 {
		t.ring <- s.now
	} else {
		s.timers = append(s.timers, t)
	}
	return t.ring
}

// RunPending carries out all jobs that are due, and brings counts of answers up to date.
func (s *Simulation) RunPending(ctx context.Context) error {
	return errors.Join(s.RunJobs(ctx), s.app.Conversation.RefreshMessages(ctx))
}

// RunJobs carries out all jobs that are due.
func (s *Simulation) RunJobs(ctx context.Context) error { return s.app.jobs.RunPending(ctx) }

// handle passes an event to the conversation.
func (s *Simulation) handle(ctx context.Context, e bot.Event) (bot.Answer, error) {
	if s.OnEvent != nil {
		s.OnEvent(e)
	}
	return s.app.Conversation.Handle(ctx, e)
}

// NextDue returns the time of the next job, and reports whether there is one.
func (s *Simulation) NextDue(ctx context.Context) (time.Time, bool, error) {
	next, err := s.app.jobs.Next(ctx)
	return next, !next.IsZero(), err
}

// AdvanceTo moves the time to until, and carries out each job on the way at its own time.
func (s *Simulation) AdvanceTo(ctx context.Context, until time.Time) error {
	for {
		next, planned, err := s.NextDue(ctx)
		if err != nil {
			return err
		}
		if !planned || next.After(until) {
			s.MoveClock(until)
			return s.RunPending(ctx)
		}
		s.MoveClock(next)
		if err := errors.Join(s.RunPending(ctx), s.app.ClockErr()); err != nil {
			return err
		}
	}
}
