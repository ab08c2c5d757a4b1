package adapter

import (
	"context"
	"fmt"
	"log/slog"

	"quizbot/bot"
	"quizbot/quiz/panics"
)

// RecoverPanic logs a panic of the function that defers it, with its stack, and lets the process go
// on. It must be deferred itself, not called by a deferred function.
func RecoverPanic(log *slog.Logger, message string, args ...any) {
	if r := recover(); r != nil {
		p := panics.New(r)
		args = append(args, "err", p, "stack", p.Stack)
		log.Error(message, args...) //nolint:sloglint // the message is the caller's constant
	}
}

// RecoverHandler returns a handler that turns a panic of handle into an error and a log entry.
func RecoverHandler(handle bot.Handler, log *slog.Logger) bot.Handler {
	return func(ctx context.Context, e bot.Event) (answer bot.Answer, err error) {
		defer func() {
			if r := recover(); r != nil {
				p := panics.New(r)
				log.Error("handling failed", "event", e.ID, "err", p, "stack", p.Stack)
				answer, err = bot.Nothing{}, fmt.Errorf("handling event %s: %w", e.ID, p)
			}
		}()
		return handle(ctx, e)
	}
}
