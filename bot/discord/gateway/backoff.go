package gateway

import (
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot/adapter"
)

const (
	// maxRetry bounds the wait before another session is opened.
	maxRetry = time.Minute
	// immediateResumes is how often a dropped connection is resumed at once, and resumeWaits how
	// many waits later the next one may be: a line that drops each time it comes up must not make
	// the bot call Discord in a loop.
	immediateResumes = 5
	resumeWaits      = 5
)

// backoff decides how long to wait before a connection is opened. A session that can be resumed is
// resumed at once. The wait grows while opening fails, and for sessions that end soon after they
// began, because only so many may begin in a day.
type backoff struct {
	failed  adapter.Backoff // while opening fails
	lost    adapter.Backoff // for new sessions
	resumes *rate.Limiter
	began   time.Time
}

// outcome is how an attempt to have a session open ended.
type outcome int

const (
	outcomeFailed  outcome = iota
	outcomeDropped         // it was open, and can be resumed
	outcomeLost            // it was open, and another one has to be identified
)

// outcomeOf returns how an attempt to have a session open ended; err is why it did not open.
func outcomeOf(s *session, err error) outcome {
	switch {
	case err == nil && s.resumable:
		return outcomeDropped
	case s != nil && s.wasOpen && !s.resumable:
		return outcomeLost
	}
	return outcomeFailed
}

func newBackoff(retry time.Duration) *backoff {
	growing := adapter.Backoff{First: retry, Max: maxRetry, Jitter: true}
	return &backoff{failed: growing, lost: growing, resumes: rate.NewLimiter(rate.Every(resumeWaits*retry), immediateResumes)}
}

// opened notes that a session began or was resumed.
func (b *backoff) opened(now time.Time) {
	b.failed.Reset()
	b.began = now
}

// closed notes that the connection ended.
func (b *backoff) closed(now time.Time) {
	if now.Sub(b.began) > maxRetry {
		b.lost.Reset()
	}
}

// next returns the wait before the next attempt; err is why the last one did not open, nil if it
// did.
func (b *backoff) next(now time.Time, o outcome, err error) time.Duration {
	switch o {
	case outcomeDropped:
		return b.resumes.ReserveN(now, 1).DelayFrom(now)
	case outcomeLost:
		return b.lost.Next(err)
	}
	return b.failed.Next(err)
}
