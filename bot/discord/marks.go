package discord

import (
	"context"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"quizbot/bot"
)

const (
	mark = "✅"
	// maxMarks bounds the memory of marks that wait: some ten megabytes.
	maxMarks = 100_000
	// markTime is how long a mark is tried.
	markTime = time.Hour
)

// marks puts marks on messages, those of one thread one after the other. Discord takes about four reactions a second in
// a channel, so that they queue after a burst.
type marks struct {
	queue   *lanes
	waiting atomic.Int64
}

// markSeen puts the mark on a message once it is its turn.
func (a *Adapter) markSeen(d *deed) {
	id := bot.MessageID(d.act)
	if id == "" {
		return
	}
	if a.marks.waiting.Add(1) > maxMarks {
		a.marks.waiting.Add(-1)
		a.Log.Warn("too many messages wait for their mark: this one gets none, and counts all the same", "message", id)
		return
	}
	a.deeds.begin()
	first := a.marks.queue.add(d.in, func() {
		defer a.deeds.end()
		defer a.marks.waiting.Add(-1)
		a.putMark(a.life, d.in, id)
	})
	if first {
		a.went(func(context.Context) { a.marks.queue.run(d.in) })
	}
}

// putMark marks a message, and tries again while Discord is busy or out of reach.
func (a *Adapter) putMark(ctx context.Context, in, id string) {
	ctx, cancel := context.WithTimeout(ctx, markTime)
	defer cancel()
	path := "/channels/" + in + "/messages/" + id + "/reactions/" + url.PathEscape(mark) + "/@me"
	for wait := a.Retry; ctx.Err() == nil; wait = min(2*wait, longestRetry) {
		err := a.putMarkOnce(ctx, path)
		switch {
		case err == nil || codeOf(err) == codeUnknownMessage:
			return
		case lasting(err) || tokenRefused(err):
			a.Log.Warn("cannot mark a message as seen", "err", err)
			return
		}
		sleep(ctx, pauseAfter(err, wait))
	}
}

func (a *Adapter) putMarkOnce(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, handleTime)
	defer cancel()
	return a.rest.patiently(ctx, http.MethodPut, path, nil, nil)
}
