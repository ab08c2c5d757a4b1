package gateway

import (
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// conn is a connection of the gateway below discordgo's websocket. It corrects what discordgo does
// by itself:
//
//   - The gateway may be silent for a bounded time only.
//   - A close frame is not sent while the session may be resumed, because it ends the session.
//   - When Discord does not know a session any more, discordgo identifies again at once, as often
//     as it is told so. The connection ends instead: identifying is up to [Connection], which
//     counts sessions.
//   - A heartbeat that fails is no error, because discordgo then closes its session, even if that
//     is open anew by then.
type conn struct {
	net.Conn
	readTimeout time.Duration
	// plain reports whether frames are not encrypted here, so that they can be read.
	plain bool
	// resumes reports whether the connection is for resuming a session, so that none may be
	// identified on it.
	resumes bool

	heartbeats     chan time.Time // when they were sent
	firstHeartbeat signal
	closed         signal

	mu     sync.Mutex
	status connStatus
}

// connStatus is what happened on a connection.
type connStatus struct {
	requested bool // the session was identified or resumed
	listening bool // discordgo started to read events and send heartbeats
	invalid   bool // discordgo wanted to identify once more
	leaving   bool // the session ends for good
}

// signal is an event that happens once.
type signal struct {
	once sync.Once
	ch   chan struct{}
}

func newSignal() signal { return signal{ch: make(chan struct{})} }

func (s *signal) set() { s.once.Do(func() { close(s.ch) }) }

func (s *signal) isSet() bool {
	select {
	case <-s.ch:
		return true
	default:
		return false
	}
}

func newConn(c net.Conn, readTimeout time.Duration) *conn {
	return &conn{Conn: c, readTimeout: readTimeout, heartbeats: make(chan time.Time, 1), firstHeartbeat: newSignal(), closed: newSignal()}
}

// watchHeartbeats closes the connection when a heartbeat is not acknowledged in time, as Discord
// asks for:
// https://docs.discord.com/developers/events/gateway#sending-heartbeats. lastAck returns the time of the last
// acknowledgement.
func (c *conn) watchHeartbeats(timeout time.Duration, lastAck func() time.Time) {
	for {
		var at time.Time
		select {
		case <-c.closed.ch:
			return
		case at = <-c.heartbeats:
		}
		select {
		case <-c.closed.ch:
			return
		case <-time.After(timeout):
		}
		if lastAck().Before(at) {
			_ = c.Close()
			return
		}
	}
}

func (c *conn) currentStatus() connStatus {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.status
}

// setListening records the start of discordgo's read and heartbeat goroutines.
func (c *conn) setListening() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status.listening = true
}

// setLeaving lets close frames through.
func (c *conn) setLeaving() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status.leaving = true
}

// firstHeartbeatTimeout bounds the wait for the first heartbeat, which discordgo sends as soon as a
// session is open.
const firstHeartbeatTimeout = 3 * time.Second

// awaitFirstHeartbeat returns once the first heartbeat of an open session was sent. A connection
// that ended before its first heartbeat would have discordgo close the next one, too.
func (c *conn) awaitFirstHeartbeat() {
	if !c.plain || !c.currentStatus().listening || c.firstHeartbeat.isSet() {
		return
	}
	select {
	case <-c.firstHeartbeat.ch:
	case <-time.After(firstHeartbeatTimeout):
	}
}

// Read implements [net.Conn].
func (c *conn) Read(p []byte) (int, error) {
	c.awaitFirstHeartbeat()
	if err := c.SetReadDeadline(time.Now().Add(c.readTimeout)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if err != nil {
		_ = c.Close()
	}
	return n, err
}

// Close implements [net.Conn]. It does not wait for a close notification, as TLS does.
func (c *conn) Close() error {
	c.closed.set()
	if secured, ok := c.Conn.(*tls.Conn); ok {
		return secured.NetConn().Close()
	}
	return c.Conn.Close()
}

// Write implements [net.Conn]. Each frame is written in one call.
func (c *conn) Write(p []byte) (int, error) {
	switch c.inspectFrame(p) {
	case frameClose:
		return len(p), c.Close()
	case frameInvalidSession:
		_ = c.Close()
		return 0, errInvalidSession
	case frameHeartbeat:
		c.writeHeartbeat(p)
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func (c *conn) writeHeartbeat(frame []byte) {
	c.firstHeartbeat.set()
	if c.closed.isSet() {
		return
	}
	select {
	case c.heartbeats <- time.Now():
	default:
	}
	if _, err := c.Conn.Write(frame); err != nil {
		_ = c.Close()
	}
}
