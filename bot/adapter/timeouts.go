package adapter

import "time"

// Time limits that suit every platform.
const (
	// RequestTimeout bounds one request.
	RequestTimeout = 15 * time.Second
	// HandleTimeout bounds the handling of one event.
	HandleTimeout = 30 * time.Second
	// LongAnswerTimeout bounds an answer of very many messages, such as the export of a member's
	// data.
	LongAnswerTimeout = 5 * time.Minute
	// BackfillTimeout bounds the backfill after a reconnect.
	BackfillTimeout = time.Minute
	// MaxRetryAfter is how long a posting waits for a rate limit before it is left to the next
	// attempt.
	MaxRetryAfter = 30 * time.Second
	// MaxConnectWait bounds the wait before the platform is tried again.
	MaxConnectWait = time.Minute
	// ShutdownGrace is left to running tasks when the adapter ends. A supervisor waits for ten
	// seconds before it kills.
	ShutdownGrace = 4 * time.Second
)
