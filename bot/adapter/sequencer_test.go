package adapter_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot/adapter"
)

// Functions with one key run in order, however long each takes; another key does not wait for them.
func TestSequencerOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := adapter.NewTasks(slog.New(slog.DiscardHandler))
		s := adapter.NewSequencer(tasks, 100)
		var mu sync.Mutex
		var order []string
		add := func(key string, n int, takes time.Duration) {
			s.Add(key, func(context.Context) {
				time.Sleep(takes)
				mu.Lock()
				defer mu.Unlock()
				order = append(order, fmt.Sprint(key, n))
			})
		}
		for n := range 3 {
			add("a", n, time.Duration(3-n)*time.Second)
		}
		add("b", 0, 4*time.Second)
		tasks.Wait()
		if want := []string{"a0", "b0", "a1", "a2"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
		if s.Pending() != 0 {
			t.Errorf("%d functions are pending after all ended", s.Pending())
		}
	})
}

// A full queue takes nothing more until something in it has ended; a panic holds up nothing.
func TestSequencerBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tasks := adapter.NewTasks(slog.New(slog.DiscardHandler))
		s := adapter.NewSequencer(tasks, 2)
		ran := 0
		mistake := func(context.Context) {
			time.Sleep(time.Second)
			panic("mistake")
		}
		if !s.Add("a", mistake) || !s.Add("a", func(context.Context) { ran++ }) {
			t.Fatal("a queue with room takes nothing")
		}
		if s.Add("b", func(context.Context) { ran++ }) {
			t.Error("a full queue takes more")
		}
		tasks.Wait()
		if !s.Add("b", func(context.Context) { ran++ }) {
			t.Error("an empty queue takes nothing")
		}
		tasks.Wait()
		if ran != 2 {
			t.Errorf("%d functions ran, want 2", ran)
		}
	})
}

// The log says once that marks are dropped, and again after there was room.
func TestMarkerOverflow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		counts := &countingHandler{}
		log := slog.New(counts)
		tasks := adapter.NewTasks(log)
		m := adapter.NewMarker(tasks, log, 2, func(_ context.Context, _, message string) error {
			time.Sleep(time.Second)
			if message == "bad" {
				return fmt.Errorf("refused")
			}
			return nil
		})
		for range 5 {
			m.Mark("c", "1")
		}
		if m.Pending() != 2 || counts.n != 1 {
			t.Errorf("%d wait, %d log entries, want 2 and 1", m.Pending(), counts.n)
		}
		tasks.Wait()
		m.Mark("c", "bad")
		tasks.Wait()
		for range 5 {
			m.Mark("c", "2")
		}
		tasks.Wait()
		if counts.n != 3 {
			t.Errorf("%d log entries, want one for each overflow and one for the failure", counts.n)
		}
	})
}

// countingHandler counts log entries.
type countingHandler struct {
	mu sync.Mutex
	n  int
}

func (*countingHandler) Enabled(context.Context, slog.Level) bool { return true }
func (h *countingHandler) Handle(context.Context, slog.Record) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.n++
	return nil
}
func (h *countingHandler) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h *countingHandler) WithGroup(string) slog.Handler      { return h }
