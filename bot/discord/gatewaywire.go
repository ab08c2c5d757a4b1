package discord

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"sync"
	"time"
)

// wire is a connection of the gateway with an eye on it, because of what discordgo does by itself. Nothing may come for a
// bounded time only. When reading failed, discordgo says good-bye in a way that ends a session which is to be resumed, so
// that is not sent. When Discord does not know a session any more, discordgo begins another one at once, as often as it is
// told so, and a bot that begins too many in a day gets a new token; so the connection ends instead, and beginning is ours.
type wire struct {
	net.Conn
	silence time.Duration
	// readable says that what is written is not encrypted yet.
	readable bool
	// resumes says that it is there to go on with a session, so that none may be begun on it.
	resumes bool

	// beats are when heartbeats were sent; first closes with the first of them, closed with the connection.
	beats     chan time.Time
	first     chan struct{}
	firstOnce sync.Once
	closed    chan struct{}
	once      sync.Once

	mu  sync.Mutex
	now wireState
}

// newWire keeps an eye on a connection.
func newWire(conn net.Conn, silence time.Duration) *wire {
	return &wire{Conn: conn, silence: silence, beats: make(chan time.Time, 1), first: make(chan struct{}), closed: make(chan struct{})}
}

// watch closes the connection when a heartbeat isn't acknowledged in time, as Discord asks for:
// https://docs.discord.com/developers/events/gateway#sending-heartbeats. acked returns when the last acknowledgement came.
func (w *wire) watch(timeout time.Duration, acked func() time.Time) {
	for {
		var at time.Time
		select {
		case <-w.closed:
			return
		case at = <-w.beats:
		}
		select {
		case <-w.closed:
			return
		case <-time.After(timeout):
		}
		if acked().Before(at) {
			_ = w.Close()
			return
		}
	}
}

// wireState is what a wire has seen.
type wireState struct {
	asked   bool // for a session, or to go on with one
	begun   bool // discordgo reads events and sends heartbeats from now on
	invalid bool // discordgo wanted to begin another session
	leaving bool // the session ends for good
}

func (w *wire) state() wireState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// begin notes that discordgo starts the goroutines that read events and send heartbeats.
func (w *wire) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now.begun = true
}

// isClosed reports whether the connection ended.
func (w *wire) isClosed() bool {
	select {
	case <-w.closed:
		return true
	default:
		return false
	}
}

// firstHeartbeatWait bounds the wait for the first heartbeat, which discordgo sends as soon as a session is open.
const firstHeartbeatWait = 3 * time.Second

// awaitFirstHeartbeat returns once the first heartbeat of an open session was sent. discordgo closes its session when a
// heartbeat fails, be it open anew by then: a connection that ended before its first heartbeat would end the next one too.
func (w *wire) awaitFirstHeartbeat() {
	if !w.readable || !w.state().begun {
		return
	}
	select {
	case <-w.first:
	default:
		select {
		case <-w.first:
		case <-time.After(firstHeartbeatWait):
		}
	}
}

// leave lets good-byes through.
func (w *wire) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now.leaving = true
}

// dial connects to a gateway without encryption, or for the library to encrypt what is said.
func (s *session) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return s.take(conn, s.Dialer.NetDialTLSContext != nil)
}

// dialTLS connects to a gateway as Discord's are.
func (s *session) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	d := tls.Dialer{Config: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: s.c.adapter.roots}}
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return s.take(conn, true)
}

// Read implements [net.Conn].
func (w *wire) Read(p []byte) (int, error) {
	w.awaitFirstHeartbeat()
	if err := w.SetReadDeadline(time.Now().Add(w.silence)); err != nil {
		return 0, err
	}
	n, err := w.Conn.Read(p)
	if err != nil {
		_ = w.Close()
	}
	return n, err
}

// Close implements [net.Conn]. It does not wait to say good-bye, as TLS does.
func (w *wire) Close() error {
	w.once.Do(func() { close(w.closed) })
	if secured, ok := w.Conn.(*tls.Conn); ok {
		return secured.NetConn().Close()
	}
	return w.Conn.Close()
}

// Write implements [net.Conn]. Every frame is written at once.
func (w *wire) Write(p []byte) (int, error) {
	switch w.see(p) {
	case goodBye:
		return len(p), w.Close()
	case anotherSession:
		_ = w.Close()
		return 0, errInvalid
	case heartbeat:
		w.firstOnce.Do(func() { close(w.first) })
		if w.isClosed() { // an error would have discordgo close the session, see awaitFirstHeartbeat
			return len(p), nil
		}
		select {
		case w.beats <- time.Now():
		default:
		}
		if _, err := w.Conn.Write(p); err != nil {
			_ = w.Close()
		}
		return len(p), nil
	}
	return w.Conn.Write(p)
}

// meaning is what a wire makes of a frame.
type meaning int

const (
	harmless meaning = iota
	goodBye
	anotherSession
	heartbeat
)

// see notes what a frame asks for.
func (w *wire) see(frame []byte) meaning {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.readable || len(frame) < 2 {
		return harmless
	}
	if frame[0] == finalClose && !w.now.leaving {
		return goodBye
	}
	text := beginning(frame)
	begins := strings.HasPrefix(text, `{"op":2,`)
	if begins && (w.now.asked || w.resumes) {
		w.now.invalid = true
		return anotherSession
	}
	w.now.asked = w.now.asked || begins || strings.HasPrefix(text, `{"op":6,`)
	if strings.HasPrefix(text, `{"op":1,`) {
		return heartbeat
	}
	return harmless
}

// First bytes of frames, and parts of the second, as https://www.rfc-editor.org/rfc/rfc6455#section-5.2 has them.
const (
	finalClose = 0x88
	opcode     = 0x0f
	opcodeText = 1
	sizeBits   = 0x7f
	size16     = 126
	size64     = 127
	seen8      = 8 // bytes of a message that tell what it asks for
)

// beginning is how the text in a client's frame begins, empty where it is none.
func beginning(frame []byte) string {
	if frame[0]&opcode != opcodeText {
		return ""
	}
	at := 2
	switch frame[1] & sizeBits {
	case size16:
		at += 2
	case size64:
		at += 8
	}
	if len(frame) < at+4+seen8 {
		return ""
	}
	mask, text := frame[at:at+4], make([]byte, seen8)
	for i := range text {
		text[i] = frame[at+4+i] ^ mask[i%4]
	}
	return string(text)
}
