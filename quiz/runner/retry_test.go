package runner

import (
	"testing"
	"time"
)

func TestBackOff(t *testing.T) {
	for tries, most := range map[int]time.Duration{0: 5 * time.Second, 1: 10 * time.Second, 3: 40 * time.Second, 20: maxWait} {
		for range 100 {
			if got := Backoff(tries, nil); got < most/2 || got > most {
				t.Fatalf("after %d tries: got %s, want %s to %s", tries, got, most/2, most)
			}
		}
	}
	if got := Backoff(0, rateLimited(42*time.Second)); got != 42*time.Second {
		t.Errorf("asked to wait 42s: got %s", got)
	}
}

type rateLimited time.Duration

func (r rateLimited) Error() string             { return "rate limited" }
func (r rateLimited) RetryAfter() time.Duration { return time.Duration(r) }
