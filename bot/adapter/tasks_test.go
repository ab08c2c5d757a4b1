package adapter_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot/adapter"
)

// Shutdown waits for tasks, and those that they start; after its grace it ends their context.
func TestShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := adapter.NewTasks(slog.New(slog.DiscardHandler))
		quick, cut := false, false
		tasks.Go(func(context.Context) {
			tasks.Go(func(ctx context.Context) { quick = adapter.Sleep(ctx, 3*time.Second) })
		})
		tasks.Go(func(ctx context.Context) { cut = !adapter.Sleep(ctx, time.Hour) })
		began := time.Now()
		tasks.Shutdown(4 * time.Second)
		if !quick || !cut || time.Since(began) != 4*time.Second {
			t.Errorf("quick ended %v, slow was cut %v, after %v", quick, cut, time.Since(began))
		}
	})
}

// Tasks may be started while others wait for their end, and after a shutdown: their context has
// ended then.
func TestTasksStartedLate(t *testing.T) {
	tasks := adapter.NewTasks(slog.New(slog.DiscardHandler))
	var ran atomic.Int32
	var starters sync.WaitGroup
	for range 8 {
		starters.Go(func() {
			for range 200 {
				tasks.Go(func(context.Context) { ran.Add(1) })
				tasks.Wait()
			}
		})
	}
	starters.Wait()
	tasks.Shutdown(time.Hour)
	tasks.Go(func(ctx context.Context) {
		if ctx.Err() != nil {
			ran.Add(1)
		}
	})
	tasks.Wait()
	if got := ran.Load(); got != 8*200+1 || tasks.Running() != 0 {
		t.Errorf("%d tasks ran, %d are running", got, tasks.Running())
	}
}

// A panic in a task is logged with its stack, and ends only the task.
func TestTaskPanics(t *testing.T) {
	var journal bytes.Buffer
	tasks := adapter.NewTasks(slog.New(slog.NewTextHandler(&journal, nil)))
	tasks.Go(func(context.Context) { panic("a mistake of ours") })
	tasks.Wait()
	if text := journal.String(); strings.Contains(text, "a mistake of ours") || !strings.Contains(text, "panic: a string") || !strings.Contains(text, "tasks_test.go") {
		t.Errorf("the log says %s", text)
	}
}

// In time the result is returned, later it comes through the channel; a panic gives the zero
// result.
func TestAckWithin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := adapter.NewTasks(slog.New(slog.DiscardHandler))
		takes := func(d time.Duration) func(context.Context) string {
			return func(context.Context) string {
				time.Sleep(d)
				return "done"
			}
		}
		if got, later := adapter.AckWithin(tasks, time.Second, takes(time.Millisecond)); got != "done" || later != nil {
			t.Errorf("in time: got %q, later %v", got, later != nil)
		}
		began := time.Now()
		got, later := adapter.AckWithin(tasks, time.Second, takes(time.Minute))
		if got != "" || later == nil || time.Since(began) != time.Second {
			t.Fatalf("late: got %q after %v, later %v", got, time.Since(began), later != nil)
		}
		if got := <-later; got != "done" || time.Since(began) != time.Minute {
			t.Errorf("later: got %q after %v", got, time.Since(began))
		}
		if got, later := adapter.AckWithin(tasks, time.Second, func(context.Context) string { panic("mistake") }); got != "" || later != nil {
			t.Errorf("after a panic: got %q, later %v", got, later != nil)
		}
		tasks.Wait()
	})
}
