package discord

import (
	"time"

	"golang.org/x/time/rate"
)

// How often a dropped connection is resumed at once, and how many waits later the next one may be: a line that drops
// each time it comes up must not make the bot call Discord in a loop.
const (
	resumesAtOnce = 5
	resumeWaits   = 5
)

// backoff decides how long to wait before a connection is opened. A session that can be resumed is resumed at once. The
// wait grows while opening fails, and for sessions that end soon after they began, because only so many may begin in a day.
type backoff struct {
	retry   time.Duration
	failed  time.Duration // the next wait while opening fails
	lost    time.Duration // the next wait for a new session
	resumes *rate.Limiter
	began   time.Time
}

// ending is how an attempt to have a session open ended.
type ending int

const (
	notOpened   ending = iota
	dropped            // it was open, and can be resumed
	sessionLost        // it was open, and another one has to be begun
)

func newBackoff(retry time.Duration) *backoff {
	return &backoff{retry: retry, failed: retry, lost: retry, resumes: rate.NewLimiter(rate.Every(resumeWaits*retry), resumesAtOnce)}
}

// opened notes that a session began or was resumed.
func (b *backoff) opened(now time.Time) { b.failed, b.began = b.retry, now }

// ended notes that the connection ended.
func (b *backoff) ended(now time.Time) {
	if now.Sub(b.began) > longestRetry {
		b.lost = b.retry
	}
}

// next returns the wait before the next attempt; err is why the last one did not open, nil where it did.
func (b *backoff) next(now time.Time, end ending, err error) time.Duration {
	switch end {
	case dropped:
		return b.resumes.ReserveN(now, 1).DelayFrom(now)
	case sessionLost:
		return grow(&b.lost, err)
	}
	return grow(&b.failed, err)
}

// grow returns a wait with jitter and doubles the next one.
func grow(wait *time.Duration, err error) time.Duration {
	pause := pauseAfter(err, *wait)
	*wait = min(2**wait, longestRetry)
	return pause
}
