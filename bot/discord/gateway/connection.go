package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"quizbot/bot/adapter"
)

// Connection keeps a session of the gateway open.
type Connection struct {
	client *Client
	// status knows whether a session is open. The receiver of READY and RESUMED sets it.
	status *adapter.Connectivity
	event  EventHandler
	// contentDenied reports that the application lacks the message content intent. contentRefused
	// reports a refusal by the gateway, despite the application's flags.
	contentDenied  atomic.Bool
	contentRefused bool
}

// EventHandler receives the events that the gateway dispatches, such as MESSAGE_CREATE, as JSON and
// in their order. It must not block, because nothing else is read meanwhile.
type EventHandler func(ctx context.Context, kind string, data json.RawMessage)

// NewConnection returns a connection. Its event handler sets status on READY and RESUMED; the
// connection resets it.
func NewConnection(c *Client, status *adapter.Connectivity) *Connection {
	return &Connection{client: c, status: status}
}

// ContentDenied reports whether the bot may not read the content of messages.
func (c *Connection) ContentDenied() bool { return c.contentDenied.Load() }

// SetContentDenied sets what [Connection.ContentDenied] reports, until the next session is
// identified.
func (c *Connection) SetContentDenied(denied bool) { c.contentDenied.Store(denied) }

// Run opens sessions, or resumes the last one, until ctx ends. It returns an error if Discord
// refuses the bot for good.
func (c *Connection) Run(ctx context.Context, event EventHandler) error {
	c.event = event
	log := c.client.options.Log
	var s *session
	waits := newBackoff(c.client.options.Retry)
	for ctx.Err() == nil {
		var err error
		if s == nil {
			s, err = c.identify(ctx)
		}
		if err == nil {
			err = s.open(ctx)
		}
		if err == nil {
			waits.opened(time.Now())
			s.waitClosed(ctx)
			waits.closed(time.Now())
		}
		outcome := outcomeOf(s, err)
		if changed := c.status.SetConnected(false); ctx.Err() != nil {
			break
		} else if changed {
			log.Warn("the connection to Discord ended: it is opened again")
		}
		if fatal := fatalError(err); fatal != nil && !c.dropContentIntent(s, err) {
			return fatal
		}
		c.logTrouble(err)
		if s != nil && !s.resumable {
			s.close(err)
			s = nil
		}
		if !adapter.Sleep(ctx, waits.next(time.Now(), outcome, err)) {
			break
		}
	}
	if s != nil {
		s.close(nil)
	}
	return nil
}

// identify returns a session to be identified on opening, with the application's intents.
func (c *Connection) identify(ctx context.Context) (*session, error) {
	starts, err := c.client.SessionStarts(ctx)
	if err != nil {
		return nil, err
	}
	if starts.Remaining <= ReservedStarts {
		route := RouteOf(http.MethodGet, "/gateway/bot")
		return nil, rateLimited(route, "too many connections today", max(starts.ResetAfter, c.client.options.Retry))
	}
	app, err := c.client.Application(ctx)
	if err != nil {
		return nil, err
	}
	readsContent := app.HasMessageContentIntent() && !c.contentRefused
	if denied := c.contentDenied.Swap(!readsContent); !readsContent && !denied {
		c.client.options.Log.Warn("messages in threads are not read, only forms count: switch Message Content Intent on at discord.com/developers/applications, under Bot, to have them count, and restart")
	}
	return c.newSession(ctx, readsContent, starts.URL), nil
}

// receive passes an event on, and notes that the session is open.
func (c *Connection) receive(ctx context.Context, s *session, kind string, data json.RawMessage) {
	if kind == "READY" || kind == "RESUMED" {
		notify(s.ready)
	}
	c.event(ctx, kind, data)
}

// dropContentIntent reports whether a session whose intents were refused can go on without the
// content of messages, and has the next one do so.
func (c *Connection) dropContentIntent(s *session, err error) bool {
	if s == nil || !s.readsContent || closeCode(err) != closeDisallowedIntents {
		return false
	}
	c.contentRefused = true
	return true
}

// logTrouble logs once why no session opens, until one does.
func (c *Connection) logTrouble(err error) {
	if err == nil {
		return
	}
	reason := err.Error()
	if failed, ok := errors.AsType[*net.OpError](err); ok { // its text names a port that differs each time
		reason = failed.Op + ": " + failed.Err.Error()
	}
	if c.status.NewTrouble(reason) {
		c.client.options.Log.Warn("no connection to Discord: this is tried again", "err", err)
	}
}
