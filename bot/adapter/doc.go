// Package adapter is the kit from which the adapters of chat platforms are built. It holds the
// rules that every adapter follows and no platform's library:
//
//   - [Dedup] handles an event once, however often it is delivered.
//   - [Sequencer] keeps the order of events with the same key, [Tasks] runs goroutines that end
//     with the adapter.
//   - [AckWithin] answers within a platform's acknowledgement deadline, or hands the result back
//     later.
//   - [Delivery] posts each message of a card exactly once, [Redraw] edits them, [Paginator] lays a
//     card out.
//   - [RetryPolicy] repeats requests and respects Retry-After, [APIError] explains a refusal and
//     classifies it.
//   - [Backfill] hands over the messages of a thread that were missed, [Marker] adds the bot's
//     reaction to messages.
//
// An adapter adds payloads, limits and drawing.
package adapter
