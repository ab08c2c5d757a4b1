package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes of the gateway. https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway
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

// heard is a frame of a client.
type heard struct {
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

// conn is one connection. What is sent queues, so that nobody waits for a slow reader.
type conn struct {
	ws      *websocket.Conn
	session *session
	wake    chan struct{}
	once    sync.Once

	mu      sync.Mutex
	queue   [][]byte
	code    int // to close with after the queue
	zombie  bool
	over    bool
	beaten  int // the greatest sequence number that a heartbeat told
	refused int // opcode that stands in the place of READY, or -1
}

// send queues a frame.
func (c *conn) send(f frame) {
	data, err := json.Marshal(f)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.zombie && !c.over && c.code == 0 {
		c.queue = append(c.queue, data)
		c.poke()
	}
}

// close ends a connection with a code, after what is queued.
func (c *conn) close(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over && c.code == 0 {
		c.code = code
		c.poke()
	}
}

func (c *conn) closing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.over || c.code != 0
}

// poke wakes the writer. It is called with the connection locked and not over.
func (c *conn) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// cut ends a connection without a word.
func (c *conn) cut() {
	c.once.Do(func() {
		c.mu.Lock()
		c.over = true
		c.mu.Unlock()
		close(c.wake)
		_ = c.ws.Close()
	})
}

// write sends what is queued, until the connection is cut.
func (c *conn) write() {
	for range c.wake {
		c.mu.Lock()
		queue, code := c.queue, c.code
		c.queue = nil
		c.mu.Unlock()
		for _, data := range queue {
			if c.ws.WriteMessage(websocket.TextMessage, data) != nil {
				return
			}
		}
		if code != 0 {
			_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
			_ = c.ws.NetConn().(interface{ CloseWrite() error }).CloseWrite()
			return
		}
	}
}

// serveGateway is one connection from its start to its end.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if status := s.refusesUpgrade(); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{ws: ws, wake: make(chan struct{}, 1), refused: -1}
	if !s.welcome(c, r) {
		return
	}
	go c.write()
	s.hear(c)
}

// welcome says hello, or what the test wants in its place.
func (s *Server) welcome(c *conn, r *http.Request) bool {
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
	hello := frame{Op: opHello, Data: object{"heartbeat_interval": s.HeartbeatInterval.Milliseconds(), "_trace": []string{"[]"}}}
	if f.firstFrame != nil {
		hello, f.firstFrame = frame{Op: *f.firstFrame, Data: dataOf(*f.firstFrame)}, nil
	}
	c.send(hello)
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
		c.close(closeVersion)
	}
	if e := q.Get("encoding"); e != "json" {
		s.wrong("the gateway is opened with the encoding %q", e)
	}
	return true
}

// dataOf is what comes with an opcode that is sent out of turn.
func dataOf(op int) any {
	switch op {
	case opInvalid:
		return false
	case opHello:
		return object{"heartbeat_interval": 41250}
	}
	return nil
}

// hear reads what a client says until the connection ends. Where the client closed it with 1000 or 1001, its
// session ends, too. https://discord.com/developers/docs/topics/gateway#connection-lifecycle
func (s *Server) hear(c *conn) {
	defer c.cut()
	for {
		if err := c.ws.SetReadDeadline(time.Now().Add(2*s.HeartbeatInterval + time.Second)); err != nil {
			s.leave(c, false)
			return
		}
		_, data, err := c.ws.ReadMessage()
		var closed *websocket.CloseError
		if err != nil {
			by := errors.As(err, &closed) && (closed.Code == websocket.CloseNormalClosure || closed.Code == websocket.CloseGoingAway)
			s.leave(c, by)
			return
		}
		var h heard
		if len(data) > maxGatewayPayload || json.Unmarshal(data, &h) != nil {
			c.close(closeDecode)
			continue
		}
		if code := s.take(c, h); code != 0 {
			c.close(code)
		}
	}
}

func (s *Server) leave(c *conn, ends bool) {
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

// take carries out what a client says, and returns the code to close with, or 0.
func (s *Server) take(c *conn, h heard) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.closing() {
		return 0
	}
	switch h.Op {
	case opHeartbeat:
		var seq int
		_ = json.Unmarshal(h.Data, &seq) // null before the first event
		c.mu.Lock()
		c.beaten = max(c.beaten, seq)
		c.mu.Unlock()
		c.send(frame{Op: opAck})
		return 0
	case opIdentify:
		return s.identify(c, h.Data)
	case opResume:
		return s.resume(c, h.Data)
	case opPresence:
		return 0
	}
	if c.session == nil {
		return closeNoIdentity
	}
	return closeUnknownOp
}

// refill has as many starts of sessions as a day has, once it is time.
func (g *gatewayState) refill() {
	if !g.reset.IsZero() && !time.Now().Before(g.reset) {
		g.starts, g.reset = startsADay, time.Time{}
	}
}

// startsADay is how many sessions a bot may start in a day.
const startsADay = 1000

func (s *Server) identify(c *conn, data json.RawMessage) int {
	var in struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	s.gateway.refill()
	s.gateway.identifies++
	s.gateway.intents = append(s.gateway.intents, in.Intents)
	if s.gateway.starts <= 0 {
		s.wrong("the bot identifies though no start of a session is left: Discord takes its token away")
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
		c.send(frame{Op: c.refused, Data: dataOf(c.refused)})
		c.refused = -1
		return 0
	}
	if f := &s.faults; f.code != 0 {
		return f.code
	}
	n := &session{id: "session" + s.id(), intents: in.Intents, conn: c}
	s.sessions[n.id], c.session = n, n
	s.ready(n)
	return 0
}

// ready tells a new session who and where it is.
func (s *Server) ready(n *session) {
	guilds := []object{}
	if !s.faults.kicked {
		guilds = append(guilds, object{"id": GuildID, "unavailable": true})
	}
	me := s.members[BotID].userJSON()
	me["mfa_enabled"], me["verified"], me["email"], me["flags"] = false, true, nil, 0
	n.dispatch("READY", object{
		"v": 10, "user": me, "guilds": guilds, "session_id": n.id, "session_type": "normal", "private_channels": []any{},
		"resume_gateway_url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway", "relationships": []any{},
		"application": object{"id": AppID, "flags": s.appFlags()}, "_trace": []string{"[]"},
	})
	if !s.faults.kicked && !s.faults.outage && n.intents&intentGuilds != 0 {
		n.dispatch("GUILD_CREATE", s.guildCreate())
	}
}

func (s *Server) resume(c *conn, data json.RawMessage) int {
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
		c.send(frame{Op: opInvalid, Data: false})
		return 0
	case in.Seq > len(n.events) || in.Seq < 0:
		delete(s.sessions, n.id)
		return closeSequence
	}
	if n.conn != nil {
		go n.conn.cut()
	}
	n.conn, c.session = c, n
	for _, f := range n.events[in.Seq:] {
		c.send(f)
	}
	n.dispatch("RESUMED", object{"_trace": []string{"[]"}})
	return 0
}

// dispatch sends a session an event, or keeps it for when it is resumed.
func (n *session) dispatch(kind string, data any) {
	seq := len(n.events) + 1
	f := frame{Op: opDispatch, Data: data, Seq: &seq, Type: kind}
	n.events = append(n.events, f)
	if n.conn != nil {
		n.conn.send(f)
	}
}
