package gateway

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"quizbot/bot/adapter"
	"quizbot/quiz/panics"
)

// session is a session of discordgo with an end that can be waited for.
type session struct {
	*discordgo.Session
	options      *Options
	readsContent bool // with the intent to read the content of messages
	ready        chan struct{}
	down         chan struct{}
	// resumable reports whether opening the session again brings the events that were missed: it
	// began, and each failure since happened before Discord was asked to resume it.
	resumable bool
	wasOpen   bool

	mu        sync.Mutex
	conn      *conn // of the last attempt to open it, nil if none was made
	resumes   bool  // the last attempt is to resume it
	abandoned bool  // nobody waits for the last attempt any more
}

// newSession returns a session that reports events in their order and leaves reconnecting to the
// caller.
func (c *Connection) newSession(ctx context.Context, readsContent bool, address string) *session {
	s := &session{
		Session: c.client.newSession(), options: &c.client.options, readsContent: readsContent,
		ready: make(chan struct{}, 1), down: make(chan struct{}, 1),
	}
	s.ShouldReconnectOnError, s.StateEnabled, s.Compress, s.SyncEvents = false, false, false, true
	s.Identify.Intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages
	if readsContent {
		s.Identify.Intents |= discordgo.IntentMessageContent
	}
	s.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: s.options.OpenTimeout, NetDialContext: s.dial}
	if !isProxied(address) { // through a proxy the library does this itself
		s.Dialer.NetDialTLSContext = s.dialTLS
	}
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { c.receive(ctx, s, e.Type, e.RawData) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Connect) { s.onConnect() })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { s.onDisconnect() })
	return s
}

// isProxied reports whether an address of the gateway is reached through a proxy.
func isProxied(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	u.Scheme = map[string]string{"wss": "https", "ws": "http"}[u.Scheme]
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u})
	return err == nil && proxy != nil
}

// notify sends to a channel of one element, unless it has one.
func notify(to chan struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// onConnect notes that discordgo reads the connection from now on.
func (s *session) onConnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		s.conn.setListening()
	}
}

// onDisconnect notes that discordgo closed the connection. discordgo says so again, and late, if
// two of its goroutines noticed the end of the same connection: the next one may be open by then,
// and goes on.
func (s *session) onDisconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil && s.conn.closed.isSet() {
		notify(s.down)
	}
}

// lastAck is when Discord last acknowledged a heartbeat.
func (s *session) lastAck() time.Time {
	s.RLock()
	defer s.RUnlock()
	return s.LastHeartbeatAck
}

var (
	errOpenTimeout    = errors.New("the gateway did not let the session begin in time")
	errEnded          = errors.New("the gateway ended the connection")
	errInvalidSession = errors.New("the gateway does not know the session any more")
)

// open opens the session, or resumes it. discordgo may hang in it for ever; such a session is
// abandoned.
func (s *session) open(ctx context.Context) error {
	s.mu.Lock()
	s.conn, s.resumes = nil, s.resumable
	s.mu.Unlock()
	err := s.tryOpen(ctx)
	s.wasOpen = s.wasOpen || err == nil
	s.resumable = err == nil || s.resumable && !s.wasLost(err)
	return err
}

// wasLost reports whether a failed attempt to resume the session lost it: Discord was asked for it
// and did not resume. The session goes on if it was resumed and the connection was cut during the
// replay of missed events.
func (s *session) wasLost(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, errOpenTimeout):
		return true
	case s.conn == nil:
		return false
	case errors.Is(err, errEnded):
		return s.conn.currentStatus().invalid
	case s.conn.plain:
		status := s.conn.currentStatus()
		return status.requested || status.invalid
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
	limited, cancel := context.WithTimeout(ctx, s.options.OpenTimeout)
	defer cancel()
	opened := make(chan error, 1)
	go func() { opened <- panics.Catch(func() error { return s.openReleased(limited) }) }()
	select {
	case err := <-opened:
		if err != nil {
			return err
		}
	case <-limited.Done():
		s.abandon()
		return errOpenTimeout
	}
	return s.awaitReady(limited)
}

// awaitReady waits until a session that was opened is ready. It may have ended since.
func (s *session) awaitReady(ctx context.Context) error {
	isReady := func() bool {
		select {
		case <-s.ready:
			return true
		default:
			return false
		}
	}
	select {
	case <-s.ready:
		return nil
	case <-s.down:
		if isReady() {
			notify(s.down)
			return nil
		}
		return errEnded
	case <-ctx.Done():
		if isReady() {
			return nil
		}
		s.abandon()
		return errOpenTimeout
	}
}

// releasePollInterval is the time between checks whether discordgo has released a connection that
// ended.
const releasePollInterval = 20 * time.Millisecond

// openReleased has discordgo open the session once it has released the connection before, which has
// ended.
func (s *session) openReleased(ctx context.Context) error {
	err := s.Open()
	for errors.Is(err, discordgo.ErrWSAlreadyOpen) && adapter.Sleep(ctx, releasePollInterval) {
		err = s.Open()
	}
	return err
}

// waitClosed waits for the end of the session's connection.
func (s *session) waitClosed(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-s.down:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.resumable = s.conn != nil && !s.conn.currentStatus().invalid
	}
}

// closeTimeout bounds closing a session: discordgo waits a second for Discord, and may hang.
const closeTimeout = 3 * time.Second

// close ends the session, as far as discordgo lets it be ended: one that hangs stays so, without a
// connection. err is why it did not open.
func (s *session) close(err error) {
	if errors.Is(err, errOpenTimeout) {
		return
	}
	s.mu.Lock()
	var closed chan struct{} // nil without a connection
	if s.conn != nil {
		s.conn.setLeaving()
		closed = s.conn.closed.ch
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = panics.Catch(s.Close) // the session is given up whatever it says
	}()
	select {
	case <-closed: // by Discord, in response to the close frame: discordgo waits a second more
	case <-done:
	case <-time.After(closeTimeout):
		s.abandon()
	}
}

// abandon ends the connection without a close frame, and any connection that is still to come.
func (s *session) abandon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.abandoned = true
	if s.conn != nil {
		_ = s.conn.Close()
	}
}
