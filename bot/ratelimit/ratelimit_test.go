package ratelimit_test

import (
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot/ratelimit"

	"golang.org/x/time/rate"
)

// Each key has a limit of its own, which is forgotten after some time without use.
func TestKeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := ratelimit.NewKeyed(rate.Every(time.Second), 2, time.Minute)
		took := func(key string, n int) time.Duration {
			began := time.Now()
			for range n {
				if err := k.Wait(t.Context(), key); err != nil {
					t.Fatal(err)
				}
			}
			return time.Since(began)
		}
		if a, b := took("a", 4), took("b", 2); a != 2*time.Second || b != 0 {
			t.Errorf("four took %v, two of another key %v", a, b)
		}
		time.Sleep(2 * time.Minute)
		if again := took("a", 2); again != 0 {
			t.Errorf("a forgotten key waits %v", again)
		}
	})
}
