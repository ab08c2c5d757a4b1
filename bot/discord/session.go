package discord

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// session is one of discordgo's with an end that can be waited for.
type session struct {
	*discordgo.Session
	c     *connection
	reads bool // with the intent to read messages
	ready chan struct{}
	down  chan struct{}
	// resumable says that what was missed can be had by opening the session again: it began, and whatever failed since
	// failed before Discord was asked to go on with it.
	resumable bool
	begun     bool // it was open once

	mu      sync.Mutex
	wire    *wire // of the last try to open it, nil where none was made
	resumes bool  // the last try is one to go on
	left    bool  // nobody waits for the last try any more
}

// begin makes a session that identifies itself, with the intents that the application has.
func (c *connection) begin(ctx context.Context) (*session, error) {
	a := c.adapter
	gateway, err := a.rest.gateway(ctx)
	if err != nil {
		return nil, err
	}
	if gateway.Left <= sessionsKept {
		return nil, &apiError{route: "GET /gateway/bot", status: http.StatusTooManyRequests, message: "too many connections today", after: max(gateway.After, a.Retry)}
	}
	app, err := a.rest.application(ctx)
	if err != nil {
		return nil, err
	}
	reads := app.reads() && !c.deaf
	if was := a.silent.Swap(!reads); !reads && !was {
		a.Log.Warn("messages in threads are not read, only forms count: switch Message Content Intent on at discord.com/developers/applications, under Bot, to have them count, and restart")
	}
	return newGateway(ctx, c, reads, gateway.URL), nil
}

// newGateway makes a session that reports events in their order and leaves reconnecting to us.
func newGateway(ctx context.Context, c *connection, reads bool, address string) *session {
	a := c.adapter
	s := &session{Session: newSession(a.Options, a.rest.limits), c: c, reads: reads, ready: make(chan struct{}, 1), down: make(chan struct{}, 1)}
	s.ShouldReconnectOnError, s.StateEnabled, s.Compress, s.SyncEvents = false, false, false, true
	s.Identify.Intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages
	if reads {
		s.Identify.Intents |= discordgo.IntentMessageContent
	}
	s.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: a.OpenTime, NetDialContext: s.dial}
	if !proxied(address) { // through a proxy the library does this itself
		s.Dialer.NetDialTLSContext = s.dialTLS
	}
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { c.event(ctx, s, e.Type, e.RawData) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Connect) { s.connected() })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { s.disconnected() })
	return s
}

// proxied reports whether an address of the gateway is reached through a proxy.
func proxied(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	u.Scheme = map[string]string{"wss": "https", "ws": "http"}[u.Scheme]
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u})
	return err == nil && proxy != nil
}

func signal(to chan struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// take keeps the connection of a try, unless nobody waits for that any more.
func (s *session) take(conn net.Conn, readable bool) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left {
		return nil, errors.Join(errStuck, conn.Close())
	}
	s.wire = newWire(conn, s.c.adapter.Silence)
	s.wire.readable, s.wire.resumes = readable, s.resumes
	go s.wire.watch(s.c.adapter.HeartbeatTimeout, s.acked)
	return s.wire, nil
}

// connected notes that discordgo reads the connection from now on.
func (s *session) connected() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wire != nil {
		s.wire.begin()
	}
}

// disconnected notes that discordgo closed the connection. It says so again, and late, where two of its goroutines noticed
// the end of the same connection: by then the next one may be open, which goes on.
func (s *session) disconnected() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wire != nil && s.wire.isClosed() {
		signal(s.down)
	}
}

// acked is when Discord last acknowledged a heartbeat.
func (s *session) acked() time.Time {
	s.RLock()
	defer s.RUnlock()
	return s.LastHeartbeatAck
}

// cut ends the connection without a word, and any that is still to come.
func (s *session) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = true
	if s.wire != nil {
		_ = s.wire.Close()
	}
}

var (
	errStuck   = errors.New("the gateway did not let the session begin in time")
	errEnded   = errors.New("the gateway ended the connection")
	errInvalid = errors.New("the gateway does not know the session any more")
)

// open opens the session, or resumes it. discordgo may hang in it for ever; such a session is left alone.
func (s *session) open(ctx context.Context) error {
	s.mu.Lock()
	s.wire, s.resumes = nil, s.resumable
	s.mu.Unlock()
	err := s.tryOpen(ctx)
	s.begun = s.begun || err == nil
	s.resumable = err == nil || s.resumable && !s.lost(err)
	return err
}

// lost reports whether a try that failed cost the session, because Discord was asked for it and did not go on. Where it went
// on and the connection was cut while it told what was missed, it goes on again.
func (s *session) lost(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, errStuck):
		return true
	case s.wire == nil:
		return false
	case errors.Is(err, errEnded):
		return s.wire.state().invalid
	case s.wire.readable:
		return s.wire.state().asked || s.wire.state().invalid
	}
	return !errors.Is(err, websocket.ErrBadHandshake)
}

func (s *session) tryOpen(ctx context.Context) error {
	for _, old := range []chan struct{}{s.ready, s.down} {
		select {
		case <-old:
		default:
		}
	}
	limited, cancel := context.WithTimeout(ctx, s.c.adapter.OpenTime)
	defer cancel()
	opened := make(chan error, 1)
	go func() { opened <- s.openReleased(limited) }()
	select {
	case err := <-opened:
		if err != nil {
			return err
		}
	case <-limited.Done():
		s.cut()
		return errStuck
	}
	select {
	case <-s.ready:
		return nil
	case <-s.down:
		select {
		case <-s.ready: // and it ended right after
			signal(s.down)
			return nil
		default:
			return errEnded
		}
	case <-limited.Done():
		s.cut()
		return errStuck
	}
}

// releasePoll is the time between looks whether discordgo has let go of a connection that ended.
const releasePoll = 20 * time.Millisecond

// openReleased has discordgo open the session, once it has let go of the connection before, which has ended.
func (s *session) openReleased(ctx context.Context) error {
	err := s.Open()
	for errors.Is(err, discordgo.ErrWSAlreadyOpen) && sleep(ctx, releasePoll) {
		err = s.Open()
	}
	return err
}

// stay waits for the end of the session's connection.
func (s *session) stay(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-s.down:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.resumable = s.wire != nil && !s.wire.state().invalid
	}
}

// leave ends the session, as far as discordgo lets it be ended: one that is stuck stays so, without a connection.
func (s *session) leave(why error) {
	if errors.Is(why, errStuck) {
		return
	}
	s.mu.Lock()
	var closed chan struct{} // nil where there is no connection
	if s.wire != nil {
		s.wire.leave()
		closed = s.wire.closed
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Close()
	}()
	select {
	case <-closed: // by Discord, in answer to the good-bye: discordgo waits a second more
	case <-done:
	case <-time.After(closeTime):
		s.cut()
	}
}

// retreats reports whether a session whose intents were refused can go on without reading messages, and has the next one
// do so.
func (c *connection) retreats(s *session, err error) bool {
	var closed *websocket.CloseError
	if s == nil || !s.reads || !errors.As(err, &closed) || closed.Code != closedForIntents {
		return false
	}
	c.deaf = true
	return true
}
