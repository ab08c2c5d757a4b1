package slack

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

func (c *socket) send(v any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.WriteJSON(v)
}

func (s *server) serveSocket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &socket{conn: conn}
	s.mu.Lock()
	connections := max(s.connections, 1)
	s.mu.Unlock()
	if err := c.send(map[string]any{"type": "hello", "num_connections": connections}); err != nil {
		return
	}
	s.mu.Lock()
	s.sockets = append(s.sockets, c)
	s.socketCount++
	s.mu.Unlock()
	defer s.closeSocket(c)
	for {
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if err := conn.ReadJSON(&ack); err != nil {
			return
		}
		s.mu.Lock()
		if done := s.acks[ack.ID]; done != nil {
			delete(s.acks, ack.ID)
			done <- ack.Payload
		}
		s.mu.Unlock()
	}
}

func (s *server) closeSocket(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = slices.DeleteFunc(s.sockets, func(o *socket) bool { return o == c })
	_ = c.conn.Close()
}

// dropSockets closes every socket.
func (s *server) dropSockets() {
	s.mu.Lock()
	list := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, c := range list {
		s.closeSocket(c)
	}
}

// openSockets returns the number of open sockets.
func (s *server) openSockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// slackPatience is the time that Slack waits for an acknowledgement.
const slackPatience = 3 * time.Second

var errUnanswered = errors.New("the app did not answer within three seconds")

// deliver sends an envelope through one of the sockets, and returns the payload of its
// acknowledgement.
func (s *server) deliver(kind string, payload any) (json.RawMessage, error) {
	return s.deliverAs(s.newID("envelope"), kind, payload)
}

func (s *server) deliverAs(id, kind string, payload any) (json.RawMessage, error) {
	done := make(chan json.RawMessage, 1)
	s.mu.Lock()
	s.acks[id] = done
	var c *socket
	for range s.sockets {
		s.count++
		if c = s.sockets[s.count%len(s.sockets)]; !c.mute {
			break
		}
	}
	s.mu.Unlock()
	if c == nil {
		return nil, errors.New("no socket is open")
	}
	if err := c.send(map[string]any{"type": kind, "envelope_id": id, "payload": payload, "accepts_response_payload": kind != "events_api"}); err != nil {
		return nil, err
	}
	select {
	case reply := <-done:
		return reply, nil
	case <-time.After(s.patience):
		return nil, errUnanswered
	}
}
