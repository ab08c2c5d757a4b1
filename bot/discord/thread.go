package discord

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
)

// handleMessage has a message handled, and marks it if it counts. A message that fails is fetched
// before the round closes.
func (a *Adapter) handleMessage(ctx context.Context, handle bot.Handler, e *event) {
	ctx, cancel := context.WithTimeout(ctx, handleTimeout)
	defer cancel()
	event, err := a.botEvent(ctx, e)
	if err != nil {
		a.Log.Warn("cannot tell where a message stands", "err", err)
		return
	}
	answer, _ := handle(ctx, event) // the handler has logged its error
	switch s := answer.(type) {
	case bot.Counted:
		a.markCounted(e)
		if len(s.Hint.Parts) > 0 {
			a.queueDirectMessage(e, bot.Ephemeral{Card: s.Hint})
		}
	case bot.Ephemeral:
		a.queueDirectMessage(e, s)
	default: // a message in a thread gets no other answer
	}
}

// queueDirectMessage sends an answer to the author of a message, after those to others: direct
// messages are slow, and the next message of the thread doesn't wait for them.
func (a *Adapter) queueDirectMessage(e *event, answer bot.Ephemeral) {
	queued := a.directMessages.Add("", func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, handleTimeout)
		defer cancel()
		a.sendDirectMessage(ctx, e, answer)
	})
	if !queued {
		a.Log.Warn("too many direct messages wait: this one is left out", "message", bot.MessageID(e.act))
	}
}

// sendDirectMessage sends an answer to the author of a message, with a link to the message. Only an
// interaction has an ephemeral response, so it is a direct message, which may fail.
func (a *Adapter) sendDirectMessage(ctx context.Context, e *event, answer bot.Ephemeral) {
	c, at := answer.Card, messageLink(e.guild, e.channel, bot.MessageID(e.act))
	c.Parts = slices.Concat(c.Parts, []card.Part{card.Text{Line: card.Line{{Text: at, URL: at}}}})
	if err := a.SendDirectMessage(ctx, memberID(e.guild, e.member.User.ID), c); err != nil {
		a.Log.Info("cannot tell the author of a message", "err", err)
	}
}

const (
	markEmoji = "✅"
	// markTimeout is how long a mark is tried.
	markTimeout = time.Hour
)

// markCounted puts the mark on a message that counts.
func (a *Adapter) markCounted(e *event) {
	if id := bot.MessageID(e.act); id != "" {
		a.marker.Mark(e.channel, id)
	}
}

// putMark puts the mark on a message, and tries again while Discord is busy or out of reach. A
// message that is gone needs none.
func (a *Adapter) putMark(ctx context.Context, channel, message string) error {
	limited, cancel := context.WithTimeout(ctx, markTimeout)
	defer cancel()
	path := "/channels/" + channel + "/messages/" + message + "/reactions/" + url.PathEscape(markEmoji) + "/@me"
	waits := adapter.Backoff{First: a.Retry, Max: maxRetry, Jitter: true}
	policy := adapter.RetryPolicy{
		Retryable: func(err error) bool { return !isPermanent(err) && !adapter.IsClass(err, adapter.ClassAuth) },
		Wait:      func(_ int, err error) time.Duration { return waits.Next(err) },
	}
	err := policy.Do(limited, func() error {
		ctx, cancel := context.WithTimeout(limited, handleTimeout)
		defer cancel()
		return a.client.Do(ctx, http.MethodPut, path, nil, nil)
	})
	if limited.Err() != nil || adapter.CodeOf(err) == codeUnknownMessage {
		return nil
	}
	return err
}
