package slack

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
)

const (
	mark = "white_check_mark"
	// maxMarks bounds the marks that wait. At Slack's rate as many take most of a day.
	maxMarks = 50_000
	// markTries is how often a mark is tried that fails on the way.
	markTries = 5
	markWait  = 2 * time.Second
)

// marks are the marks that wait to be put on messages, the oldest first.
type marks struct {
	mu      sync.Mutex
	waiting []slack.ItemRef
	working bool
	full    bool          // some were refused since there was room last
	added   chan struct{} // holds one when some wait
}

func newMarks() *marks { return &marks{added: make(chan struct{}, 1)} }

// add lets a mark wait. It reports whether the queue has just become full.
func (m *marks) add(ref slack.ItemRef) (overflow bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.waiting) >= maxMarks {
		overflow, m.full = !m.full, true
		return overflow
	}
	m.full = false
	m.waiting = append(m.waiting, ref)
	select {
	case m.added <- struct{}{}:
	default:
	}
	return false
}

// take returns the oldest mark that waits, and whether one does.
func (m *marks) take() (ref slack.ItemRef, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.working = len(m.waiting) > 0
	if !m.working {
		return ref, false
	}
	ref = m.waiting[0]
	m.waiting = m.waiting[1:]
	return ref, true
}

// markSeen has the mark put on a message of a thread, as soon as Slack's rate allows.
func (a *Adapter) markSeen(d *deed) {
	ts := bot.MessageOf(d.act)
	if ts == "" {
		return
	}
	if a.marks.add(slack.NewRefToMessage(d.channel, ts)) {
		a.Log.Warn("too many marks wait: messages get none for now, and count all the same", "waiting", maxMarks)
	}
}

// putMarks puts marks on messages until ctx ends.
func (a *Adapter) putMarks(ctx context.Context) {
	for {
		ref, ok := a.marks.take()
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-a.marks.added:
			}
			continue
		}
		if a.pace.marks.Wait(ctx) != nil {
			return
		}
		a.putMark(ctx, ref)
	}
}

func (a *Adapter) putMark(ctx context.Context, ref slack.ItemRef) {
	for try := 1; ; {
		err := a.explain("reactions.add", a.api.AddReactionContext(ctx, mark, ref))
		wait := markWait * time.Duration(try)
		var limited interface{ RetryAfter() time.Duration }
		switch {
		case err == nil || ctx.Err() != nil:
			return
		case errors.As(err, &limited) && limited.RetryAfter() > 0:
			wait = limited.RetryAfter()
		case codeOf(err) == "already_reacted" || codeOf(err) == "message_not_found":
			return
		case !transient(err) || try >= markTries:
			a.Log.Warn("cannot mark a message as seen", "err", err)
			return
		default:
			try++
		}
		if !sleep(ctx, wait) {
			return
		}
	}
}
