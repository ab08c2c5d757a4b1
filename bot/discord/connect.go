package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"runtime/debug"
	"time"

	"github.com/gorilla/websocket"

	"quizbot/bot"
)

const (
	// longestRetry bounds the wait before another session is opened.
	longestRetry = time.Minute
	// closeTime bounds leaving a session: discordgo waits a second for Discord, and may hang.
	closeTime = 3 * time.Second
	// finishTime is what is left to what is under way when the adapter ends.
	finishTime = 4 * time.Second
	// sessionsKept is how many of the sessions that Discord allows in a day are kept back: who uses up all of them gets a
	// new token.
	sessionsKept = 5
)

// Run implements [bot.Platform]. It returns an error where Discord refuses the token or the intents, which no waiting mends.
func (a *Adapter) Run(ctx context.Context, handle bot.Handler) error {
	if err := a.introduce(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	line := &connection{adapter: a, handle: bot.Guarded(handle, a.Log)}
	a.went(func(context.Context) { a.register(ctx) })
	err := line.keep(ctx)
	a.online(false)
	a.finish()
	return err
}

// finish lets what is under way come to its end, but not for long: a supervisor waits for ten seconds before it kills.
func (a *Adapter) finish() {
	select {
	case <-a.deeds.idle():
	case <-time.After(finishTime):
	}
	a.stop()
	<-a.deeds.idle()
}

// introduce learns who the bot is. Discord may be out of reach for a while; a token that it refuses stays refused.
func (a *Adapter) introduce(ctx context.Context) error {
	for wait := a.Retry; ; wait = min(2*wait, longestRetry) {
		_, err := a.whoami(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil || tokenRefused(err):
			return err
		}
		wait = max(wait, afterOf(err))
		a.Log.Warn("cannot reach Discord: this is tried again", "wait", wait, "err", err)
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// connection keeps a session of the gateway open.
type connection struct {
	adapter *Adapter
	handle  bot.Handler
	trouble string // what was last said in the log
	deaf    bool   // Discord refused to let messages be read, whatever it told before
}

// keep opens sessions, or resumes the one before, until ctx ends or Discord refuses for good.
func (c *connection) keep(ctx context.Context) error {
	a := c.adapter
	var s *session
	waits := newBackoff(a.Retry)
	for ctx.Err() == nil {
		var err error
		if s == nil {
			s, err = c.begin(ctx)
		}
		if err == nil {
			err = s.open(ctx)
		}
		if err == nil {
			waits.opened(time.Now())
			c.trouble = ""
			s.stay(ctx)
			waits.ended(time.Now())
		}
		end := endOf(s, err)
		if up := a.online(false); ctx.Err() != nil {
			break
		} else if up {
			a.Log.Warn("the connection to Discord ended: it is opened again")
		}
		if fatal := refusedForGood(err); fatal != nil && !c.retreats(s, err) {
			return fatal
		}
		c.unopened(err)
		if s != nil && !s.resumable {
			s.leave(err)
			s = nil
		}
		if !sleep(ctx, waits.next(time.Now(), end, err)) {
			break
		}
	}
	if s != nil {
		s.leave(nil)
	}
	return nil
}

// endOf returns how an attempt to have a session open ended; err is why it did not open.
func endOf(s *session, err error) ending {
	switch {
	case err == nil && s.resumable:
		return dropped
	case s != nil && s.begun && !s.resumable:
		return sessionLost
	}
	return notOpened
}

// pauseAfter is how long to wait after a failure: what Discord asks for, or with jitter, so that bots that were cut off
// together do not come back together.
func pauseAfter(err error, wait time.Duration) time.Duration {
	if asked := afterOf(err); asked > 0 {
		return asked
	}
	return wait/2 + rand.N(wait/2+1)
}

// closedForIntents is the close code for intents that the application may not have.
const closedForIntents = 4014

// refusedForGood is the error for what no waiting mends, nil for all else. The codes are those of
// https://docs.discord.com/developers/topics/opcodes-and-status-codes after which nobody may connect again.
func refusedForGood(err error) error {
	if tokenRefused(err) {
		return err
	}
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return nil
	}
	switch closed.Code {
	case 4004:
		return errors.New("discord: the token, discord.token, is refused (4004): copy it again from the page Bot of the application at discord.com/developers/applications")
	case 4010, 4011:
		return fmt.Errorf("discord: the bot is in too many servers for one connection (%d): this program serves up to 2,500", closed.Code)
	case 4012:
		return errors.New("discord: this version of the gateway is no more (4012): install a newer quizbot")
	case 4013, closedForIntents:
		return fmt.Errorf("discord: the intents are refused (%d): switch Message Content Intent on at discord.com/developers/applications, under Bot, Privileged Gateway Intents", closed.Code)
	}
	return nil
}

// unopened says once why no session opens, until one does.
func (c *connection) unopened(err error) {
	if err == nil {
		return
	}
	text := err.Error()
	if failed, ok := errors.AsType[*net.OpError](err); ok { // whose text names a port that is another one each time
		text = failed.Op + ": " + failed.Err.Error()
	}
	if c.trouble != text {
		c.trouble = text
		c.adapter.Log.Warn("no connection to Discord: this is tried again", "err", err)
	}
}

// event takes what the gateway tells. It must not wait: nothing else is read meanwhile.
func (c *connection) event(ctx context.Context, s *session, kind string, data json.RawMessage) {
	a := c.adapter
	defer func() {
		if r := recover(); r != nil {
			a.Log.Error("an event is not understood", "kind", kind, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
		}
	}()
	switch kind {
	case "READY", "RESUMED":
		signal(s.ready)
		a.servers.greeted(kind, data)
		c.arrived(ctx, kind == "READY")
	case "INTERACTION_CREATE":
		c.interaction(data)
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		d, err := a.readMessage(data, kind == "MESSAGE_UPDATE")
		c.message(&d, err)
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		for _, d := range a.readDeletion(data) {
			c.message(&d, nil)
		}
	default:
		c.notice(kind, data)
	}
}

// arrived notes that a session began or goes on. One that is new has missed what happened meanwhile.
func (c *connection) arrived(ctx context.Context, fresh bool) {
	a := c.adapter
	if a.online(true) {
		a.Log.Info("connected to Discord")
	}
	if fresh {
		a.went(func(context.Context) { c.catchUp(ctx) })
	}
}

// catchUpTime bounds fetching what was missed.
const catchUpTime = time.Minute

// catchUp has the bot fetch what it may have missed.
func (c *connection) catchUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, catchUpTime)
	defer cancel()
	_, err := c.handle(ctx, bot.Event{ID: "returned", At: c.adapter.Now(), Act: bot.Reconnected{Platform: platform}})
	if err != nil && ctx.Err() == nil {
		c.adapter.Log.Warn("cannot catch up with what was written meanwhile", "err", err)
	}
}
