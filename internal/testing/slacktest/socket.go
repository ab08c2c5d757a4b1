package slacktest

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one connection of Socket Mode.
type socket struct {
	conn *websocket.Conn
	mu   sync.Mutex
	mute bool // it stays open and reads nothing
}

func (c *socket) Send(v any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.WriteJSON(v)
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &socket{conn: conn}
	s.Mu.Lock()
	connections := max(s.Connections, 1)
	s.Mu.Unlock()
	if err := c.Send(map[string]any{"type": "hello", "num_connections": connections}); err != nil {
		return
	}
	s.Mu.Lock()
	s.Sockets = append(s.Sockets, c)
	s.SocketCount++
	s.Mu.Unlock()
	defer s.closeSocket(c)
	for {
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if err := conn.ReadJSON(&ack); err != nil {
			return
		}
		s.Mu.Lock()
		if done := s.acks[ack.ID]; done != nil {
			delete(s.acks, ack.ID)
			done <- ack.Payload
		}
		s.Mu.Unlock()
	}
}

func (s *Server) closeSocket(c *socket) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.Sockets = slices.DeleteFunc(s.Sockets, func(o *socket) bool { return o == c })
	_ = c.conn.Close()
}

// DropSockets closes every socket.
func (s *Server) DropSockets() {
	s.Mu.Lock()
	list := slices.Clone(s.Sockets)
	s.Mu.Unlock()
	for _, c := range list {
		s.closeSocket(c)
	}
}

// OpenSockets returns the number of open sockets.
func (s *Server) OpenSockets() int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return len(s.Sockets)
}

// AckTime is the time that Slack waits for an acknowledgement.
const AckTime = 3 * time.Second

// ErrUnanswered reports an envelope without an acknowledgement in time.
var ErrUnanswered = errors.New("the app did not answer within three seconds")

// Deliver sends an envelope through one of the sockets, and returns the payload of its
// acknowledgement.
func (s *Server) Deliver(kind string, payload any) (json.RawMessage, error) {
	return s.deliverAs(s.NewID("envelope"), kind, payload)
}

func (s *Server) deliverAs(id, kind string, payload any) (json.RawMessage, error) {
	done := make(chan json.RawMessage, 1)
	s.Mu.Lock()
	s.acks[id] = done
	var c *socket
	for range s.Sockets {
		s.count++
		if c = s.Sockets[s.count%len(s.Sockets)]; !c.mute {
			break
		}
	}
	s.Mu.Unlock()
	if c == nil {
		return nil, errors.New("no socket is open")
	}
	if err := c.Send(map[string]any{"type": kind, "envelope_id": id, "payload": payload, "accepts_response_payload": kind != "events_api"}); err != nil {
		return nil, err
	}
	select {
	case reply := <-done:
		return reply, nil
	case <-time.After(s.Patience):
		return nil, ErrUnanswered
	}
}
