package clock

import (
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// newClocks returns a clock and the same one as another process has it.
func newClocks(t *testing.T) (v, other *Virtual) {
	path := filepath.Join(t.TempDir(), "clock")
	v, err := Create(path, time.Date(2027, 3, 26, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if other, err = Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v, other
}

// The time moves no further than the platform and the driver let it, in all processes.
func TestLimits(t *testing.T) {
	v, other := newClocks(t)
	if v.advance(time.Hour) {
		t.Error("it moved before anybody let it")
	}
	v.LimitByDriver(v.Start().Add(time.Hour))
	v.LimitByPlatform(v.Start().Add(time.Minute))
	for v.advance(45 * time.Second) {
	}
	if got := other.Now().Sub(other.Start()); got != time.Minute {
		t.Errorf("it is %s after the start, want a minute", got)
	}
	other.LimitByPlatform(time.Time{})
	v.Pass(24*time.Hour, func() bool { return false })
	if got := other.Now().Sub(v.Start()); got != 24*time.Hour+time.Minute {
		t.Errorf("it is %s after the start, want a day and a minute", got)
	}
	if v.SetReady(); !other.Ready().Equal(v.Now()) {
		t.Errorf("ready at %s, want %s", other.Ready(), v.Now())
	}
	if v.ResetReady(); !other.Ready().IsZero() {
		t.Errorf("ready at %s, want never", other.Ready())
	}
}

// No two stamps are equal.
func TestStamps(t *testing.T) {
	v, other := newClocks(t)
	seen, mu := map[time.Time]bool{}, sync.Mutex{}
	var wg sync.WaitGroup
	for _, c := range []*Virtual{v, other, v} {
		wg.Go(func() {
			for range 300 {
				at := c.Stamp()
				mu.Lock()
				if seen[at] {
					t.Errorf("%s comes twice", at)
				}
				seen[at] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

// While something is held the time moves a little, and then not at all. Afterwards waits end.
func TestServiceHolds(t *testing.T) {
	v, _ := newClocks(t)
	v.LimitByDriver(time.Time{})
	v.LimitByPlatform(time.Time{})
	s := NewService(v, time.Minute, -time.Hour)
	release := s.Hold()
	over := s.After(time.Hour)
	for range 2 * maxSlow / slowStep {
		s.move()
	}
	if got := s.Elapsed(); got != maxSlow {
		t.Errorf("%s passed meanwhile, want %s", got, maxSlow)
	}
	release()
	release() // once is enough
	s.quiet = func() bool { return false }
	if s.move(); s.Elapsed() != maxSlow {
		t.Errorf("%s passed while the service works, want %s", s.Elapsed(), maxSlow)
	}
	s.quiet = func() bool { return true }
	for range 60 {
		select {
		case <-over:
			t.Fatalf("the wait ended after %s", s.Elapsed())
		default:
			s.move()
		}
	}
	select {
	case <-over:
	default:
		t.Errorf("the wait goes on after %s", s.Elapsed())
	}
	if got := v.Now().Sub(s.Now()); got != time.Hour {
		t.Errorf("the clock is behind by %s, want an hour", got)
	}
}

// A process that has something to do isn't quiet.
func TestQuiet(t *testing.T) {
	quiet, stop, ended := newQuietCheck(), atomic.Bool{}, make(chan struct{})
	go func() {
		defer close(ended)
		n := 0
		for !stop.Load() {
			n++
		}
	}()
	for range 20 {
		if quiet() {
			t.Error("it is quiet while a goroutine runs")
		}
	}
	stop.Store(true)
	<-ended
	AwaitQuiet()
}
