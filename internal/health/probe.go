package health

import (
	"context"
	"fmt"
	"sync"
	"time"

	"quizbot/quiz/panics"
)

const (
	// probeInterval is the least time between two writes of a probe, however often health is asked.
	probeInterval = 5 * time.Second
	// probeTimeout is how long a write may take. It leaves time for the answer.
	probeTimeout = checkTimeout / 2
)

// probe tries whether something can be done, in time. Its result is kept for a while.
type probe struct {
	try      func(context.Context) error
	interval time.Duration
	timeout  time.Duration

	mu      sync.Mutex
	running *attempt // nil if none is
	last    *attempt // the last one that ended
}

// attempt is one try.
type attempt struct {
	begun, ended time.Time
	done         chan struct{} // closed after err and ended are set
	err          error
}

// result returns the result of the last attempt, and makes another one if that was too long ago. An
// attempt that takes too long has failed, and no other one begins before it ends.
func (p *probe) result(ctx context.Context) error {
	p.mu.Lock()
	if p.running == nil {
		if p.last != nil && time.Since(p.last.ended) < p.interval {
			defer p.mu.Unlock()
			return p.last.err
		}
		p.running = &attempt{begun: time.Now(), done: make(chan struct{})}
		go p.run(context.WithoutCancel(ctx), p.running)
	}
	a := p.running
	p.mu.Unlock()
	late := time.NewTimer(time.Until(a.begun.Add(p.timeout)))
	defer late.Stop()
	select {
	case <-a.done:
		return a.err
	case <-late.C:
		return fmt.Errorf("it takes longer than %s", p.timeout)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *probe) run(ctx context.Context, a *attempt) {
	err := panics.Catch(func() error { return p.try(ctx) })
	p.mu.Lock()
	defer p.mu.Unlock()
	a.err, a.ended = err, time.Now()
	p.running, p.last = nil, a
	close(a.done)
}
