package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
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
		unacked := c.unacked > 0
		c.unacked = max(c.unacked-1, 0)
		c.mu.Unlock()
		if !unacked {
			c.send(frame{Op: opAck})
		}
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

// refill has as many starts of sessions as a day has, once it is time. That time begins to run when it is first called.
func (g *gatewayState) refill() {
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
