package adapter_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot/adapter"
)

// A key is handled once; a delivery that comes meanwhile or later gets the first one's result.
func TestDedupHandlesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := adapter.NewDedup[int](10, time.Hour)
		calls := 0
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				got := d.Do("a", func() (int, bool) {
					time.Sleep(time.Second)
					calls++
					return 7, false
				})
				if got != 7 {
					t.Errorf("got %d, want 7", got)
				}
			})
		}
		wg.Wait()
		if got := d.Do("a", func() (int, bool) { return 8, false }); got != 7 || calls != 1 {
			t.Errorf("got %d after %d calls, want 7 after one", got, calls)
		}
	})
}

// A failed delivery is handled again; a panic frees those that wait.
func TestDedupFailures(t *testing.T) {
	d := adapter.NewDedup[string](10, time.Hour)
	if got := d.Do("a", func() (string, bool) { return "failed", true }); got != "failed" {
		t.Errorf("got %q, want the failed result", got)
	}
	if got := d.Do("a", func() (string, bool) { return "again", false }); got != "again" {
		t.Errorf("got %q: a failed delivery is not handled again", got)
	}
	func() {
		defer func() { _ = recover() }()
		d.Do("b", func() (string, bool) { panic("mistake") })
	}()
	if got := d.Do("b", func() (string, bool) { return "again", false }); got != "" {
		t.Errorf("got %q: a panic counts as handled", got)
	}
}

// Keys are forgotten after their time, or when there are too many.
func TestDedupForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := adapter.NewDedup[struct{}](3, time.Minute)
		if !d.First("a") || d.First("a") {
			t.Error("a key is not first once")
		}
		time.Sleep(time.Minute)
		if d.First("a") {
			t.Error("a key is forgotten before its time")
		}
		time.Sleep(time.Second)
		if !d.First("a") {
			t.Error("a key is remembered after its time")
		}
		for n := range 3 {
			d.First(fmt.Sprint(n))
		}
		if !d.First("a") {
			t.Error("more keys are remembered than allowed")
		}
	})
}
