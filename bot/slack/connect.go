package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"quizbot/bot"
)

const (
	// sockets is how many are open. slack-go leaves its socket when Slack asks for a fresh one, and what Slack sends
	// before the next one is open would be lost without another.
	sockets = 2
	// restartTime is how long after its end a socket is begun anew.
	restartTime = 5 * time.Second
)

// Run implements [bot.Platform]. It returns an error where the tokens are refused, which no waiting mends.
func (a *Adapter) Run(ctx context.Context, handle bot.Handler) error {
	if err := a.introduce(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	line := &connection{adapter: a, handle: bot.Guarded(handle, a.Log)}
	var wg sync.WaitGroup
	wg.Go(func() { a.putMarks(ctx) })
	wg.Go(func() {
		if err := a.watchToken(ctx); err != nil {
			stop(err)
		}
	})
	for n := range sockets {
		wg.Go(func() {
			if !sleep(ctx, time.Duration(n)*a.Stagger) {
				return
			}
			if err := line.keep(ctx); err != nil {
				stop(err)
			}
		})
	}
	wg.Wait()
	line.deeds.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// introduce learns who the bot is. Slack may be out of reach for a while; tokens that it refuses stay refused.
func (a *Adapter) introduce(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		_, err := a.whoami(ctx)
		if err == nil || ctx.Err() != nil || fatal(err) {
			return err
		}
		a.Log.Warn("cannot reach Slack: this is tried again", "wait", wait, "err", err)
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// fatal reports whether Slack refuses the tokens.
func fatal(err error) bool {
	code := codeOf(err)
	if code == "" && err != nil {
		code = err.Error() // what slack-go's sockets end with
	}
	return lasting(code) || code == "not_allowed_token_type" || code == "missing_scope"
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// connection is the sockets together.
type connection struct {
	adapter *Adapter
	handle  bot.Handler
	deeds   sync.WaitGroup

	mu      sync.Mutex
	open    int
	trouble string // what was last said in the log
	crowded bool   // the log says that others share the app token
}

// keep keeps one socket until ctx ends or the tokens are refused.
func (c *connection) keep(ctx context.Context) error {
	var state socketState
	for ctx.Err() == nil {
		err := c.socket(ctx, &state)
		if ctx.Err() != nil {
			return nil
		}
		if fatal(err) {
			code := codeOf(err)
			if code == "" {
				code = err.Error()
			}
			return fmt.Errorf("the app token, slack.app_token, is refused: %s: %s", code, knownCode(code).cure)
		}
		c.adapter.Log.Warn("a socket ended: another is opened", "err", err)
		if !sleep(ctx, restartTime) {
			return nil
		}
	}
	return nil
}

// socketState is whether a socket is up, and whether it ever was.
type socketState struct{ up, before bool }

// socket runs one of slack-go's, which opens itself again unless the token is refused.
func (c *connection) socket(ctx context.Context, state *socketState) error {
	options := []socketmode.Option{socketmode.OptionLog(log.New(io.Discard, "", 0))}
	if c.adapter.Ping != 0 {
		options = append(options, socketmode.OptionPingInterval(c.adapter.Ping))
	}
	client := socketmode.New(c.adapter.api, options...)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	defer func() { c.count(ctx, state, false) }()
	for {
		select {
		case err := <-ended:
			return err
		case e := <-client.Events:
			c.event(ctx, client, &e, state)
		}
	}
}

// event takes what slack-go tells of a socket. It must not wait: a socket whose events are not taken stands still.
func (c *connection) event(ctx context.Context, client *socketmode.Client, e *socketmode.Event, state *socketState) {
	switch e.Type {
	case socketmode.EventTypeConnecting:
		c.count(ctx, state, false)
	case socketmode.EventTypeHello:
		c.count(ctx, state, true)
		if e.Request != nil {
			c.shared(e.Request.NumConnections)
		}
	case socketmode.EventTypeConnectionError:
		if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
			c.unopened(failed.ErrorObj)
		}
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			c.raw(ctx, client, bad.Message)
		}
	case socketmode.EventTypeErrorWriteFailed:
		c.adapter.Log.Debug("an acknowledgement was not sent: Slack delivers again")
	default:
		if e.Request != nil && e.Request.EnvelopeID != "" {
			c.deliver(ctx, client, e.Request.Type, e.Request.EnvelopeID, e.Request.Payload)
		}
	}
}

// shared says once in the log that more sockets are open than the bot's own. Slack hands each event to one of them.
func (c *connection) shared(open int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.adapter.shared.Store(open > sockets)
	if open <= sockets || c.crowded {
		return
	}
	c.crowded = true
	c.adapter.Log.Warn("another program uses this app token, and gets a part of the answers: give each bot an app of its own", "connections", open, "own", sockets)
}

// raw takes a frame that slack-go does not understand.
func (c *connection) raw(ctx context.Context, client *socketmode.Client, frame json.RawMessage) {
	var envelope struct {
		Type    string          `json:"type"`
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(frame, &envelope); err != nil || envelope.ID == "" {
		return
	}
	c.deliver(ctx, client, envelope.Type, envelope.ID, envelope.Payload)
}

// deliver has what was delivered handled, and acknowledges it then.
func (c *connection) deliver(ctx context.Context, client *socketmode.Client, kind, envelope string, payload json.RawMessage) {
	c.deeds.Go(func() {
		reply, err := c.take(ctx, kind, envelope, payload)
		if errors.Is(err, errNoReply) {
			return // Slack tells the member that it did not work, and keeps what they typed
		}
		if err != nil {
			c.adapter.Log.Warn("an event is not understood", "kind", kind, "err", err)
		}
		// What is lost on the way Slack delivers again, and it is answered with the same.
		if err := client.AckCtx(ctx, envelope, reply); err != nil && ctx.Err() == nil {
			c.adapter.Log.Warn("cannot acknowledge", "err", err)
		}
	})
}

func (c *connection) take(ctx context.Context, kind, envelope string, payload json.RawMessage) (reply any, err error) {
	a := c.adapter
	d, err := a.read(kind, envelope, payload)
	switch {
	case errors.Is(err, errOther):
		a.notice(kind, payload)
		return nil, nil
	case err != nil:
		return nil, err
	}
	reply = a.take(ctx, c.handle, d)
	if r, ok := reply.(*formReply); ok {
		return r.payload(), nil
	}
	if _, sent := d.act.(bot.Submission); sent && reply == nil {
		return nil, errNoReply
	}
	return reply, nil
}

// errNoReply is a form to which there is nothing to say, though it wants to hear whether it was taken.
var errNoReply = errors.New("a form without an answer")

// notice says in the log what Slack tells of the app itself.
func (a *Adapter) notice(kind string, payload json.RawMessage) {
	if kind != "events_api" {
		return
	}
	switch {
	case strings.Contains(string(payload), `"app_uninstalled"`):
		a.Log.Error("the app was removed from the workspace: install it again, and set the new bot token")
		a.token.suspect()
	case strings.Contains(string(payload), `"tokens_revoked"`):
		a.Log.Error("a token was revoked: install the app again, and set the new one")
		a.token.suspect()
	}
}

// count counts open sockets. The first one after none means that something may have been missed, and so does one that
// comes back, because the other one may have been away for a moment, too.
func (c *connection) count(ctx context.Context, state *socketState, up bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state.up == up {
		return
	}
	state.up = up
	if !up {
		c.open--
		c.adapter.online(c.open > 0)
		if c.open == 0 && ctx.Err() == nil {
			c.adapter.Log.Warn("no socket is open: Slack is out of reach until one is")
		}
		return
	}
	back := state.before || c.open == 0
	state.before = true
	c.open++
	c.adapter.online(true)
	if c.open == 1 {
		c.trouble = ""
		c.adapter.Log.Info("connected to Slack")
	}
	if back {
		c.deeds.Go(func() { c.catchUp(ctx) })
	}
}

// catchUp has the bot fetch what it may have missed.
func (c *connection) catchUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	_, err := c.handle(ctx, bot.Event{ID: "returned", At: c.adapter.Now(), Act: bot.Returned{Platform: platform}})
	if err != nil && ctx.Err() == nil {
		c.adapter.Log.Warn("cannot catch up with what was written meanwhile", "err", err)
	}
}

// unopened says once why no socket opens, until one does.
func (c *connection) unopened(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if text := fmt.Sprint(err); c.trouble != text {
		c.trouble = text
		c.adapter.Log.Warn("cannot open a socket: this is tried again; if it stays so, see whether Socket Mode is on at api.slack.com/apps", "err", err)
	}
}
