package adapter

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Tasks are goroutines that end with their adapter. A panic in one of them is logged and ends no
// other. Unlike a [sync.WaitGroup], tasks may be started while others wait for their end.
type Tasks struct {
	log    *slog.Logger
	ctx    context.Context
	cancel context.CancelFunc

	mu      sync.Mutex
	running int
	ended   *sync.Cond // signals that running is 0
}

// NewTasks returns Tasks that log panics to log.
func NewTasks(log *slog.Logger) *Tasks {
	t := &Tasks{log: log}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	t.ended = sync.NewCond(&t.mu)
	return t
}

// Go runs task in a goroutine. The task's context ends when [Tasks.Shutdown] stops waiting for it,
// and has ended from the start if the task comes after a Shutdown.
func (t *Tasks) Go(task func(ctx context.Context)) {
	t.addRunning(1)
	go func() {
		defer t.addRunning(-1)
		defer RecoverPanic(t.log, "a task failed")
		task(t.ctx)
	}()
}

func (t *Tasks) addRunning(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.running += n; t.running == 0 {
		t.ended.Broadcast()
	}
}

// Running returns how many tasks have not ended.
func (t *Tasks) Running() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.running
}

// Wait waits until no task is running.
func (t *Tasks) Wait() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.running > 0 {
		t.ended.Wait()
	}
}

// Shutdown waits until no task is running. After grace it ends the context of those that still
// run.
func (t *Tasks) Shutdown(grace time.Duration) {
	timer := time.AfterFunc(grace, t.cancel)
	defer timer.Stop()
	t.Wait()
	t.cancel()
}
