package adapter

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Tasks are goroutines that end with their adapter. A panic in one of them is logged and ends no
// other.
type Tasks struct {
	log     *slog.Logger
	running sync.WaitGroup
	count   atomic.Int64
	ctx     context.Context
	cancel  context.CancelFunc
}

// NewTasks returns Tasks that log panics to log.
func NewTasks(log *slog.Logger) *Tasks {
	t := &Tasks{log: log}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	return t
}

// Go runs task in a goroutine. The task's context ends when [Tasks.Shutdown] stops waiting for it.
// A running task may start others. Go must not be called by anybody else once Wait or Shutdown was
// called.
func (t *Tasks) Go(task func(ctx context.Context)) {
	t.count.Add(1)
	t.running.Go(func() {
		defer t.count.Add(-1)
		defer RecoverPanic(t.log, "a task failed")
		task(t.ctx)
	})
}

// Running returns how many tasks have not ended. Unlike Wait it may be called while others start tasks.
func (t *Tasks) Running() int { return int(t.count.Load()) }

// Wait waits until all tasks have ended.
func (t *Tasks) Wait() { t.running.Wait() }

// Shutdown waits until all tasks have ended. After grace it ends the context of those that still
// run.
func (t *Tasks) Shutdown(grace time.Duration) {
	timer := time.AfterFunc(grace, t.cancel)
	defer timer.Stop()
	t.running.Wait()
	t.cancel()
}
