package adapter

import (
	"context"
	"log/slog"
	"sync/atomic"
)

// Marker adds the bot's reaction to messages that count, in the background: those of one channel in
// order. Platforms limit reactions to a few a second, so that they queue after a burst.
type Marker struct {
	queue *Sequencer
	log   *slog.Logger
	put   func(ctx context.Context, channel, message string) error
	full  atomic.Bool // the log says that marks are dropped
}

// NewMarker returns a Marker with a queue of at most limit marks. put adds one mark, retries it,
// and returns an error for the log. An existing mark isn't an error.
func NewMarker(
	tasks *Tasks, log *slog.Logger, limit int, put func(ctx context.Context, channel, message string) error,
) *Marker {
	return &Marker{queue: NewSequencer(tasks, limit), log: log, put: put}
}

// Mark queues a message for its mark. If too many wait it drops the mark: the message counts all
// the same. The log says so once until there is room again.
func (m *Marker) Mark(channel, message string) {
	added := m.queue.Add(channel, func(ctx context.Context) {
		if err := m.put(ctx, channel, message); err != nil && ctx.Err() == nil {
			m.log.Warn("cannot mark a message as seen", "err", err)
		}
	})
	if full := !added; m.full.Swap(full) != full && full {
		m.log.Warn("too many marks wait: messages get none for now, and count all the same", "waiting", m.queue.limit)
	}
}

// Pending returns how many marks wait.
func (m *Marker) Pending() int { return m.queue.Pending() }
