package adapter

import (
	"context"
	"errors"
	"slices"

	"quizbot/bot"
)

// Backfill hands over messages that may have been missed, oldest first. An entry is a message or
// deletion as the adapter read it. What fails keeps no other entry from being handled, and all
// errors are returned.
//
// The authors read nothing, because they may have read it before. counted is called for each entry
// whose answer is [bot.Counted]: the adapter adds its mark if it is missing.
func Backfill[E any](
	ctx context.Context, entries []E, event func(ctx context.Context, entry E) (bot.Event, error),
	handle bot.Handler, counted func(entry E),
) error {
	var errs []error
	for _, entry := range entries {
		e, err := event(ctx, entry)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		answer, err := handle(ctx, e)
		errs = append(errs, err)
		if _, ok := answer.(bot.Counted); ok && err == nil {
			counted(entry)
		}
	}
	return errors.Join(errs...)
}

// Missing returns the known ids of messages that are not among those listed now, in their order:
// they may be deleted.
func Missing(known []string, listed map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(known), func(id string) bool { return listed[id] })
}
