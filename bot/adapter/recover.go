package adapter

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"quizbot/bot"
)

// RecoverPanic logs a panic of the function that defers it, with its stack, and lets the process go
// on. It must be deferred itself, not called by a deferred function.
func RecoverPanic(log *slog.Logger, message string, args ...any) {
	if r := recover(); r != nil {
		args = append(args, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
		log.Error(message, args...) //nolint:sloglint // the message is the caller's constant
	}
}

// RecoverHandler returns a handler that turns a panic of handle into an error and a log entry.
func RecoverHandler(handle bot.Handler, log *slog.Logger) bot.Handler {
	return func(ctx context.Context, e bot.Event) (answer bot.Answer, err error) {
		defer func() {
			if r := recover(); r != nil {
				log.Error("handling failed", "event", e.ID, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
				answer, err = bot.Nothing{}, fmt.Errorf("handling event %s: %v", e.ID, r)
			}
		}()
		return handle(ctx, e)
	}
}
