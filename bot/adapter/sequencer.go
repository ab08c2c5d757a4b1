package adapter

import (
	"context"
	"sync"
)

// Sequencer runs functions with the same key one after another, in the order in which they were
// added. Functions with different keys run concurrently. It keeps the creation, edits and deletion
// of a message in order, however long each takes.
type Sequencer struct {
	tasks *Tasks
	limit int

	mu      sync.Mutex
	pending int                                    // over all keys, running ones included
	queues  map[string][]func(ctx context.Context) // a key is present while its functions are worked off
}

// NewSequencer returns a Sequencer whose functions run as tasks. It holds at most limit functions
// over all keys.
func NewSequencer(tasks *Tasks, limit int) *Sequencer {
	return &Sequencer{tasks: tasks, limit: limit, queues: map[string][]func(context.Context){}}
}

// Add queues run behind the functions with the same key. It never blocks: if the Sequencer is full,
// it drops run and reports false. A panic in run is logged, and the next function of the key runs.
func (s *Sequencer) Add(key string, run func(ctx context.Context)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending >= s.limit {
		return false
	}
	s.pending++
	queue, busy := s.queues[key]
	s.queues[key] = append(queue, run)
	if !busy {
		s.tasks.Go(func(ctx context.Context) { s.runQueue(ctx, key) })
	}
	return true
}

// Pending returns how many functions were added and have not ended.
func (s *Sequencer) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending
}

// runQueue runs the functions of a key until none is left.
func (s *Sequencer) runQueue(ctx context.Context, key string) {
	for run := s.nextFunction(key); run != nil; run = s.nextFunction(key) {
		s.runRecovered(ctx, run)
	}
}

// nextFunction takes the oldest function of a key, nil if there is none.
func (s *Sequencer) nextFunction(key string) func(context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue := s.queues[key]
	if len(queue) == 0 {
		delete(s.queues, key)
		return nil
	}
	s.queues[key] = queue[1:]
	return queue[0]
}

func (s *Sequencer) runRecovered(ctx context.Context, run func(context.Context)) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.pending--
	}()
	defer RecoverPanic(s.tasks.log, "a queued function failed")
	run(ctx)
}
