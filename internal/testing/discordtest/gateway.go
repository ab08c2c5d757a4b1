package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"quizbot/internal/testing/discordtest/payload"
)

// Opcodes of the gateway.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opPresence  = 3
	opResume    = 6
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Codes with which the gateway closes.
const (
	closeUnknownOp    = 4001
	closeDecode       = 4002
	closeNoIdentity   = 4003
	closeToken        = 4004
	closeIdentified   = 4005
	closeSequence     = 4007
	closeVersion      = 4012
	closeIntents      = 4014
	maxGatewayPayload = 4096 // bytes of what a client sends
)

// gatewayState is what the gateway remembers over all connections.
type gatewayState struct {
	identifies, resumes int
	intents             []int // of each identify
	starts              int   // identifies that are left
	limited             bool  // fewer than a day has, until reset
	resetAfter          time.Duration
	reset               time.Time // when that was set to pass, in real time; zero for never
	content             bool      // the application has the intent for message content
	connected           int       // connections that there were
}

// frame is what goes over the gateway.
type frame struct {
	Op   int    `json:"op"`
	Data any    `json:"d"`
	Seq  *int   `json:"s"`
	Type string `json:"t,omitempty"`
}

// clientFrame is a frame of a client.
type clientFrame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

// session outlives its connection.
type session struct {
	id      string
	intents int
	events  []frame // all that were dispatched; the sequence number of the first is 1
	conn    *conn   // nil while it is away
	dead    bool    // it cannot be resumed
}

// serveGateway is one connection from its start to its end.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if status := s.upgradeRefusal(); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{ws: ws, wake: make(chan struct{}, 1), refused: -1}
	if !s.sendHello(c, r) {
		return
	}
	go c.writeFrames()
	s.readFrames(c)
}

// sendHello says hello, or what the test wants in its place.
func (s *Server) sendHello(c *conn, r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = c.ws.Close()
		return false
	}
	s.conns[c] = true
	s.gateway.connected++
	f := &s.faults
	silent := f.mute > 0
	if silent {
		f.mute--
		c.zombie = !f.muteAfterHello
	}
	hello := frame{Op: opHello, Data: payload.Object{"heartbeat_interval": s.HeartbeatInterval.Milliseconds(), "_trace": []string{"[]"}}}
	if f.firstFrame != nil {
		hello, f.firstFrame = frame{Op: *f.firstFrame, Data: opcodeData(*f.firstFrame)}, nil
	}
	c.sendFrame(hello)
	if silent {
		c.mu.Lock()
		c.zombie = true
		c.mu.Unlock()
	}
	if f.notReady != nil {
		c.refused, f.notReady = *f.notReady, nil
	}
	q := r.URL.Query()
	if v := q.Get("v"); v != "9" && v != "10" {
		c.closeWith(closeVersion)
	}
	if e := q.Get("encoding"); e != "json" {
		s.reportViolation("the gateway is opened with the encoding %q", e)
	}
	return true
}

// opcodeData returns the data of an opcode sent out of turn.
func opcodeData(op int) any {
	switch op {
	case opInvalid:
		return false
	case opHello:
		return payload.Object{"heartbeat_interval": 41250}
	}
	return nil
}

// readFrames reads what a client says until the connection ends. Where the client closed it with
// 1000 or 1001, its session ends, too.
// https://discord.com/developers/docs/topics/gateway#connection-lifecycle
func (s *Server) readFrames(c *conn) {
	defer c.resetConnection()
	for {
		if err := c.ws.SetReadDeadline(time.Now().Add(2*s.HeartbeatInterval + time.Second)); err != nil {
			s.endConnection(c, false)
			return
		}
		_, data, err := c.ws.ReadMessage()
		var closed *websocket.CloseError
		if err != nil {
			by := errors.As(err, &closed) && (closed.Code == websocket.CloseNormalClosure || closed.Code == websocket.CloseGoingAway)
			s.endConnection(c, by)
			return
		}
		var h clientFrame
		if len(data) > maxGatewayPayload || json.Unmarshal(data, &h) != nil {
			c.closeWith(closeDecode)
			continue
		}
		if code := s.handleFrame(c, h); code != 0 {
			c.closeWith(code)
		}
	}
}

func (s *Server) endConnection(c *conn, ends bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if c.session == nil || c.session.conn != c {
		return
	}
	c.session.conn = nil
	if ends {
		delete(s.sessions, c.session.id)
	}
}

// handleFrame carries out what a client says, and returns the code to close with, or 0.
func (s *Server) handleFrame(c *conn, h clientFrame) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.isClosing() {
		return 0
	}
	switch h.Op {
	case opHeartbeat:
		var seq int
		_ = json.Unmarshal(h.Data, &seq) // null before the first event
		c.mu.Lock()
		c.beaten = max(c.beaten, seq)
		unacked := c.unacked > 0
		c.unacked = max(c.unacked-1, 0)
		c.mu.Unlock()
		if !unacked {
			c.sendFrame(frame{Op: opAck})
		}
		return 0
	case opIdentify:
		return s.identifySession(c, h.Data)
	case opResume:
		return s.resumeSession(c, h.Data)
	case opPresence:
		return 0
	}
	if c.session == nil {
		return closeNoIdentity
	}
	return closeUnknownOp
}

// refillStarts has as many starts of sessions as a day has, once it is time. That time begins to
// run when it is first called.
func (g *gatewayState) refillStarts() {
	switch now := time.Now(); {
	case !g.limited:
	case g.reset.IsZero():
		g.reset = now.Add(g.resetAfter)
	case !now.Before(g.reset):
		g.starts, g.limited = startsADay, false
	}
}

// startsADay is how many sessions a bot may start in a day.
const startsADay = 1000

func (s *Server) identifySession(c *conn, data json.RawMessage) int {
	var in struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	s.gateway.refillStarts()
	s.gateway.identifies++
	s.gateway.intents = append(s.gateway.intents, in.Intents)
	if s.gateway.starts <= 0 {
		s.reportViolation("the bot identifies though no start of a session is left: Discord takes its token away")
		return closeToken
	}
	s.gateway.starts--
	switch {
	case strings.TrimPrefix(in.Token, "Bot ") != Token || s.faults.revoked:
		return closeToken
	case in.Intents&intentContent != 0 && !s.gateway.content:
		return closeIntents
	case c.session != nil:
		return closeIdentified
	}
	if c.refused >= 0 {
		c.sendFrame(frame{Op: c.refused, Data: opcodeData(c.refused)})
		c.refused = -1
		return 0
	}
	if f := &s.faults; f.code != 0 {
		return f.code
	}
	n := &session{id: "session" + s.nextID(), intents: in.Intents, conn: c}
	s.sessions[n.id], c.session = n, n
	s.sendReady(n)
	return 0
}

// sendReady sends READY to a new session.
func (s *Server) sendReady(n *session) {
	guilds := []payload.Object{}
	if !s.faults.kicked {
		guilds = append(guilds, payload.Object{"id": GuildID, "unavailable": true})
	}
	me := s.members[BotID].userJSON()
	me["mfa_enabled"], me["verified"], me["email"], me["flags"] = false, true, nil, 0
	n.dispatch("READY", payload.Object{
		"v": 10, "user": me, "guilds": guilds, "session_id": n.id, "session_type": "normal", "private_channels": []any{},
		"resume_gateway_url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway", "relationships": []any{},
		"application": payload.Object{"id": AppID, "flags": s.appFlags()}, "_trace": []string{"[]"},
	})
	if !s.faults.kicked && !s.faults.outage && n.intents&intentGuilds != 0 {
		n.dispatch("GUILD_CREATE", s.guildCreatePayload())
	}
}

func (s *Server) resumeSession(c *conn, data json.RawMessage) int {
	var in struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	s.gateway.resumes++
	n := s.sessions[in.Session]
	switch {
	case strings.TrimPrefix(in.Token, "Bot ") != Token || s.faults.revoked:
		return closeToken
	case c.session != nil:
		return closeIdentified
	case n == nil || n.dead:
		c.sendFrame(frame{Op: opInvalid, Data: false})
		return 0
	case in.Seq > len(n.events) || in.Seq < 0:
		delete(s.sessions, n.id)
		return closeSequence
	}
	if n.conn != nil {
		go n.conn.resetConnection()
	}
	n.conn, c.session = c, n
	for _, f := range n.events[in.Seq:] {
		c.sendFrame(f)
	}
	n.dispatch("RESUMED", payload.Object{"_trace": []string{"[]"}})
	return 0
}

// dispatch sends a session an event, or keeps it for when it is resumed.
func (n *session) dispatch(kind string, data any) {
	seq := len(n.events) + 1
	f := frame{Op: opDispatch, Data: data, Seq: &seq, Type: kind}
	n.events = append(n.events, f)
	if n.conn != nil {
		n.conn.sendFrame(f)
	}
}
