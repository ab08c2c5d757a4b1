package service_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

// Rooms waiting for a platform with 50 posts a second wait in the file. The heap is measured after
// half of the rooms, and is about the same for any number.
func BenchmarkRoomsWaiting(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				var heap, took float64
				path := filepath.Join(b.TempDir(), "quiz.db")
				run := func(t *testing.T) { heap, took = serveMany(t, path, n) }
				if ok := testing.RunTests(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{
					Name: "rooms", F: func(t *testing.T) { synctest.Test(t, run) },
				}}); !ok {
					b.Fatal("the rooms were not served")
				}
				b.ReportMetric(heap/1e6, "MB")
				b.ReportMetric(took/(float64(n)/50), "of-the-limit")
			}
		})
	}
}

// serveMany serves rooms over a file, and returns the heap in use at half of them, in bytes, and
// the seconds that all of them took.
func serveMany(t *testing.T, path string, n int) (heap, took float64) {
	kept, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	service := service.New(kept, essays(3), grading.Exact{}, service.Options{})
	names := roomNames("a", n)
	for len(names) > 0 {
		plans := map[quiz.RoomID]plan.Plan{}
		for _, name := range names[:min(1000, len(names))] {
			plans[name] = daily()
		}
		if err := service.SyncConfiguredRooms(t.Context(), time.Now(), plans); err != nil {
			t.Fatal(err)
		}
		names = names[len(plans):]
	}
	p := newPaced()
	p.every, p.takes, p.forgetful = time.Second/50, 300*time.Millisecond, true
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		runner.New(service, p, runner.TimeFunc(time.Now), slog.New(slog.DiscardHandler)).Run(ctx)
	}()
	due := time.Now().Add(9*time.Hour + 30*time.Minute)
	time.Sleep(time.Until(due) + time.Duration(n)*time.Second/100)
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	for p.count() < n {
		time.Sleep(100 * time.Millisecond)
	}
	took = time.Since(due).Seconds()
	stop()
	<-ended
	return float64(m.HeapAlloc), took
}
