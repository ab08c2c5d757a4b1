package discordtest

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// conn is one connection. Outgoing frames are queued, so a slow reader delays nobody.
type conn struct {
	ws      *websocket.Conn
	session *session
	wake    chan struct{}
	once    sync.Once

	mu      sync.Mutex
	queue   [][]byte
	code    int // to close with after the queue
	zombie  bool
	unacked int // heartbeats that are not acknowledged
	over    bool
	beaten  int // the greatest sequence number that a heartbeat told
	refused int // opcode sent instead of READY, or -1
}

// sendFrame queues a frame.
func (c *conn) sendFrame(f frame) {
	data, err := json.Marshal(f)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.zombie && !c.over && c.code == 0 {
		c.queue = append(c.queue, data)
		c.wakeWriter()
	}
}

// closeWith ends a connection with a code, after what is queued.
func (c *conn) closeWith(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over && c.code == 0 {
		c.code = code
		c.wakeWriter()
	}
}

func (c *conn) isClosing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.over || c.code != 0
}

// wakeWriter wakes the writer. It is called with the connection locked and not over.
func (c *conn) wakeWriter() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// resetConnection ends a connection without a word.
func (c *conn) resetConnection() {
	c.once.Do(func() {
		c.mu.Lock()
		c.over = true
		c.mu.Unlock()
		close(c.wake)
		_ = c.ws.Close()
	})
}

// writeFrames sends what is queued, until the connection is cut.
func (c *conn) writeFrames() {
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
