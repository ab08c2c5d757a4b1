package gateway

import (
	"errors"
	"testing"
	"time"
)

// However often a line drops, a session that can be resumed is resumed at once, and never in a
// loop.
func TestResumesAtOnce(t *testing.T) {
	t.Parallel()
	b, now := newBackoff(time.Second), time.Unix(0, 0)
	for i := range 12 { // a drop every twenty seconds
		b.opened(now)
		now = now.Add(20 * time.Second)
		b.closed(now)
		if wait := b.next(now, outcomeDropped, nil); wait != 0 {
			t.Errorf("drop %d is resumed after %v", i+1, wait)
		}
	}
	var waited time.Duration
	for range 100 { // a line that drops as soon as it is up
		b.opened(now)
		b.closed(now)
		wait := b.next(now, outcomeDropped, nil)
		waited, now = waited+wait, now.Add(wait)
	}
	if waited < 5*time.Minute {
		t.Errorf("a hundred resumes within %v", waited)
	}
}

// The wait grows while opening fails, and is short again after a session was open.
func TestWaitsGrow(t *testing.T) {
	t.Parallel()
	b, now, err := newBackoff(time.Second), time.Unix(0, 0), errors.New("no line")
	for _, most := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second} {
		if wait := b.next(now, outcomeFailed, err); wait < most/2 || wait > most {
			t.Errorf("the wait is %v, not up to %v", wait, most)
		}
	}
	b.opened(now)
	if wait := b.next(now, outcomeFailed, err); wait > time.Second {
		t.Errorf("after a session was open the wait is %v", wait)
	}
	for range 10 { // sessions that are lost as soon as they began
		b.opened(now)
		b.closed(now)
		b.next(now, outcomeLost, nil)
	}
	if wait := b.next(now, outcomeLost, nil); wait < maxRetry/2 {
		t.Errorf("after ten short sessions the wait is %v", wait)
	}
	b.opened(now)
	b.closed(now.Add(maxRetry + time.Second))
	if wait := b.next(now, outcomeLost, nil); wait > time.Second {
		t.Errorf("after a long session the wait is %v", wait)
	}
}
