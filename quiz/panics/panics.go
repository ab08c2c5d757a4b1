// Package panics turns panics into errors, so that a mistake in one place ends nothing else.
package panics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"
)

// Error is a panic. Its text and its stack hold nothing that people wrote: of the value of the panic,
// only what the runtime says is kept, and otherwise its type.
type Error struct {
	Reason string
	Stack  string
}

// Error implements error.
func (e *Error) Error() string { return "panic: " + e.Reason }

// Catch calls fn and returns its error. A panic of fn is returned as an [Error].
func Catch(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = New(r)
		}
	}()
	return fn()
}

// New returns the panic with a value that was recovered. It is called by the deferred function that
// recovered it, so that the stack leads to the place of the panic.
func New(recovered any) *Error {
	reason := fmt.Sprintf("a %T, whose text may be a member's and is left out", recovered)
	if r, ok := recovered.(runtime.Error); ok {
		reason = r.Error()
	}
	return &Error{reason, string(debug.Stack())}
}

// Is reports whether err is a panic, or holds one.
func Is(err error) bool {
	var p *Error
	return errors.As(err, &p)
}

// StackOf returns the stack of the panic in err as attributes of a log entry, none for other errors.
func StackOf(err error) []any {
	if p, ok := errors.AsType[*Error](err); ok {
		return []any{"stack", p.Stack}
	}
	return nil
}

// The waits before an activity that panicked is started again. They double. After steadyTime without
// a panic they begin anew.
const (
	firstWait  = time.Second
	maxWait    = 5 * time.Minute
	steadyTime = 10 * time.Minute
)

// Restart runs an activity until it returns. After a panic it logs that with the stack, waits, and
// runs it again: an activity that serves everybody never stops for good. It returns nil if ctx ends
// while it waits.
func Restart(ctx context.Context, log *slog.Logger, name string, run func(context.Context) error) error {
	wait := firstWait
	for {
		began := time.Now()
		err := Catch(func() error { return run(ctx) })
		if !Is(err) {
			return err
		}
		if time.Since(began) >= steadyTime {
			wait = firstWait
		}
		log.Error("a part of the service panicked: it is started again", append([]any{"part", name, "in", wait, "err", err}, StackOf(err)...)...)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, maxWait)
	}
}
