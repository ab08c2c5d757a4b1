package adaptertest

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// Patience is the longest wait of a test for an answer. It is long because a busy machine is slow:
// a test that waits this long has failed.
const Patience = time.Minute

// WithPatience returns a context that ends after [Patience], whatever the deadline of ctx is. The
// conversation limits an inspection and a direct message to a few seconds of real time. On a busy
// machine they would fail, and a golden file would differ.
func WithPatience(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), Patience)
}

// WaitUntil waits until ok reports true. After [Patience] it ends the test with the log.
func WaitUntil(t testing.TB, what string, log fmt.Stringer, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(Patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: never\n%s", what, log)
		}
	}
}
