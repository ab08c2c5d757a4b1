package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/quiz"
	"quizbot/quiz/panics"
)

const (
	// sockets is how many sockets are open. slack-go closes its socket when Slack asks for a fresh
	// one, and events that Slack sends before the next one is open would be lost without another.
	sockets = 2
	// restartTime is how long after its end a socket is opened again.
	restartTime = 5 * time.Second
)

// Run implements [bot.Platform]. It returns an error if Slack refuses the tokens, which no waiting
// changes. It may be called once.
func (a *Adapter) Run(ctx context.Context, handle bot.Handler) error {
	if err := a.waitForSlack(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	pool := &socketPool{adapter: a, handle: adapter.RecoverHandler(handle, a.Log)}
	a.reportWorkspaces(ctx, pool.handle, bot.WorkspacesListed{Platform: platformName, Workspaces: []quiz.WorkspaceID{a.cachedSelf().WorkspaceID()}})
	watch := func(ctx context.Context) error { return a.watchToken(ctx, pool.handle) }
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := panics.Restart(ctx, a.Log, "the watch of the token", watch); err != nil {
			stop(err)
		}
	})
	for n := range sockets {
		wg.Go(func() {
			if !adapter.Sleep(ctx, time.Duration(n)*a.Stagger) {
				return
			}
			if err := panics.Restart(ctx, a.Log, "a socket", pool.keepSocketOpen); err != nil {
				stop(err)
			}
		})
	}
	wg.Wait()
	a.tasks.Shutdown(adapter.ShutdownGrace)
	a.background.Shutdown(0)
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// waitForSlack looks the bot's identity up. It waits while Slack is out of reach, and returns an
// error if Slack refuses the token.
func (a *Adapter) waitForSlack(ctx context.Context) error {
	backoff := adapter.Backoff{First: time.Second, Max: adapter.MaxConnectWait}
	policy := adapter.RetryPolicy{
		Retryable: func(err error) bool { return !refusesTokens(err) },
		Wait:      func(_ int, err error) time.Duration { return backoff.Next(err) },
		OnRetry: func(err error, wait time.Duration) {
			a.Log.Warn("cannot reach Slack: this is tried again", "wait", wait, "err", err)
		},
	}
	err := policy.Do(ctx, func() error {
		_, err := a.lookUpSelf(ctx)
		return err
	})
	if ctx.Err() != nil && !refusesTokens(err) {
		return nil
	}
	return err
}

// refusesTokens reports whether Slack refuses the tokens.
func refusesTokens(err error) bool {
	code := socketErrorCode(err)
	return errorClass(code)&adapter.ClassAuth != 0 || code == "not_allowed_token_type" || code == "missing_scope"
}

// socketErrorCode returns Slack's code of an error. The sockets of slack-go end with an error whose
// text is the code.
func socketErrorCode(err error) string {
	code := adapter.CodeOf(err)
	if code == "" && err != nil {
		code = err.Error()
	}
	return code
}

// socketPool is the open sockets of Socket Mode together.
type socketPool struct {
	adapter *Adapter
	handle  bot.Handler

	mu           sync.Mutex
	open         int
	sharedLogged bool // the log says that other programs use the app token
}

// keepSocketOpen keeps one socket open until ctx ends or the tokens are refused.
func (p *socketPool) keepSocketOpen(ctx context.Context) error {
	var state socketState
	for ctx.Err() == nil {
		err := p.runSocket(ctx, &state)
		if ctx.Err() != nil {
			return nil
		}
		if refusesTokens(err) {
			code := socketErrorCode(err)
			return fmt.Errorf("the app token, slack.app_token, is refused: %s: %s", code, remedyForCode(code).text)
		}
		p.adapter.Log.Warn("a socket ended: another is opened", "err", err)
		if !adapter.Sleep(ctx, restartTime) {
			return nil
		}
	}
	return nil
}

// socketState is the state of one socket of the pool.
type socketState struct{ up, wasUp bool }

// runSocket runs a socket of slack-go, which reconnects by itself unless the token is refused.
func (p *socketPool) runSocket(ctx context.Context, state *socketState) error {
	options := []socketmode.Option{socketmode.OptionLog(log.New(io.Discard, "", 0))}
	if p.adapter.Ping != 0 {
		options = append(options, socketmode.OptionPingInterval(p.adapter.Ping))
	}
	client := socketmode.New(p.adapter.api, options...)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- panics.Catch(func() error { return client.RunContext(ctx) }) }()
	defer func() { p.setSocketUp(ctx, state, false) }()
	for {
		select {
		case err := <-ended:
			return err
		case e := <-client.Events:
			p.receiveEvent(ctx, client, &e, state)
		}
	}
}

// receiveEvent takes an event of a socket. It must not wait: slack-go reads nothing until its event
// is taken.
func (p *socketPool) receiveEvent(
	ctx context.Context, client *socketmode.Client, e *socketmode.Event, state *socketState,
) {
	switch e.Type {
	case socketmode.EventTypeConnecting:
		p.setSocketUp(ctx, state, false)
	case socketmode.EventTypeHello:
		p.setSocketUp(ctx, state, true)
		if e.Request != nil {
			p.checkConnections(e.Request.NumConnections)
		}
	case socketmode.EventTypeConnectionError:
		if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
			p.logConnectionError(failed.ErrorObj)
		}
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			p.receiveFrame(ctx, client, bad.Message)
		}
	case socketmode.EventTypeErrorWriteFailed:
		p.adapter.Log.Debug("an acknowledgement was not sent: Slack delivers again")
	default:
		if e.Request != nil && e.Request.EnvelopeID != "" {
			p.handleEnvelope(ctx, client, envelope{e.Request.Type, e.Request.EnvelopeID, e.Request.Payload})
		}
	}
}

// receiveFrame takes a frame that slack-go does not understand.
func (p *socketPool) receiveFrame(ctx context.Context, client *socketmode.Client, frame json.RawMessage) {
	var e envelope
	if err := json.Unmarshal(frame, &e); err != nil || e.ID == "" {
		return
	}
	p.handleEnvelope(ctx, client, e)
}

// checkConnections logs once that more sockets are open than the bot's own. Slack sends each event
// to one of them.
func (p *socketPool) checkConnections(open int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.adapter.sharedToken.Store(open > sockets)
	if open <= sockets || p.sharedLogged {
		return
	}
	p.sharedLogged = true
	p.adapter.Log.Warn("another program uses this app token, and gets a part of the answers: give each bot an app of its own", "connections", open, "own", sockets)
}

// setSocketUp counts open sockets. After a reconnect the bot backfills what it may have missed. It
// does so for each socket, because the other one may have been closed for a moment, too.
func (p *socketPool) setSocketUp(ctx context.Context, state *socketState, up bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if state.up == up {
		return
	}
	state.up = up
	if !up {
		p.open--
		p.adapter.SetConnected(p.open > 0)
		if p.open == 0 && ctx.Err() == nil {
			p.adapter.Log.Warn("no socket is open: Slack is out of reach until one is")
		}
		return
	}
	reconnected := state.wasUp || p.open == 0
	state.wasUp = true
	p.open++
	if p.adapter.SetConnected(true) {
		p.adapter.Log.Info("connected to Slack")
	}
	if reconnected {
		p.adapter.tasks.Go(func(context.Context) { p.backfillOpenRounds(ctx) })
	}
}

// backfillOpenRounds has the bot fetch the messages that it may have missed.
func (p *socketPool) backfillOpenRounds(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, adapter.BackfillTimeout)
	defer cancel()
	_, err := p.handle(ctx, bot.Event{ID: "returned", At: p.adapter.Now(), Act: bot.Reconnected{Platform: platformName}})
	if err != nil && ctx.Err() == nil {
		p.adapter.Log.Warn("cannot catch up with what was written meanwhile", "err", err)
	}
}

// logConnectionError logs why no socket opens, each reason once until one opens.
func (p *socketPool) logConnectionError(err error) {
	if p.adapter.NewTrouble(fmt.Sprint(err)) {
		p.adapter.Log.Warn("cannot open a socket: this is tried again; if it stays so, see whether Socket Mode is on at api.slack.com/apps", "err", err)
	}
}
