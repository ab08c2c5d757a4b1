package discord

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"quizbot/bot/discord/gateway"
)

// frame is what a gateway says.
type frame map[string]any

// ready and resumed begin a session, and go on with it.
func ready() frame {
	return frame{"op": 0, "t": "READY", "s": 1, "d": frame{"session_id": "one", "guilds": []any{}}}
}

func resumed() frame { return frame{"op": 0, "t": "RESUMED", "s": 2, "d": frame{}} }

// gatewayOf connects the bot to a gateway that sends hello and then calls speak with the first
// opcode received: 2 identifies, 6 resumes.
func (s *harness) gatewayOf(speak func(conn *websocket.Conn, asked int)) {
	up := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		_ = conn.WriteJSON(frame{"op": 10, "d": frame{"heartbeat_interval": 45000}})
		speak(conn, nextOpcode(conn))
	}))
	s.t.Cleanup(server.Close)
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			return false
		}
		_, _ = fmt.Fprintf(w, `{"url":%q,"session_start_limit":{"remaining":900,"reset_after":1}}`, "ws"+strings.TrimPrefix(server.URL, "http"))
		return true
	})
}

// nextOpcode returns the next opcode apart from heartbeats, -1 for none.
func nextOpcode(conn *websocket.Conn) int {
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return -1
		}
		var f struct {
			Op int `json:"op"`
		}
		if json.Unmarshal(text, &f) == nil && f.Op != 1 {
			return f.Op
		}
	}
}

// Sessions that begin and end at once are begun less and less often, whether they are invalid or
// cut.
func TestShortSessions(t *testing.T) {
	t.Parallel()
	for name, invalid := range map[string]bool{"invalid": true, "cut": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newHarness(t, Options{Retry: 50 * time.Millisecond})
			var begun atomic.Int32
			s.gatewayOf(func(conn *websocket.Conn, asked int) {
				begun.Add(1)
				if asked == 2 {
					_ = conn.WriteJSON(ready())
				} else {
					_ = conn.WriteJSON(resumed())
				}
				if invalid {
					_ = conn.WriteJSON(frame{"op": 9, "d": false})
					nextOpcode(conn)
				}
			})
			s.run()
			s.waitUntil("it comes back", func() bool { return begun.Load() >= 2 })
			time.Sleep(time.Second) // nothing tells that too few connections were made in a while
			if n := begun.Load(); n > 14 {
				t.Errorf("%d connections in a second, which wait for 50 ms at first\n%s", n, s.log)
			}
		})
	}
}

// A connection cut during the replay of missed events keeps its session.
func TestCutWhileToldWhatWasMissed(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{Retry: 10 * time.Millisecond})
	var begun, resumes atomic.Int32
	s.gatewayOf(func(conn *websocket.Conn, asked int) {
		switch {
		case asked == 2:
			begun.Add(1)
			_ = conn.WriteJSON(ready())
			time.Sleep(50 * time.Millisecond)
		case resumes.Add(1) < 3:
			_ = conn.WriteJSON(frame{"op": 0, "t": "TYPING_START", "s": 2, "d": frame{}})
		default:
			_ = conn.WriteJSON(resumed())
			nextOpcode(conn)
		}
	})
	s.run()
	s.waitUntil("it goes on", func() bool { return resumes.Load() >= 3 && s.bot.Connected() })
	if n := begun.Load(); n != 1 {
		t.Errorf("%d sessions were begun, and the first could be gone on with\n%s", n, s.log)
	}
}

// A session refused instead of the hello isn't started again without being counted.
func TestRefusedInsteadOfGreeted(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.SetStarts(gateway.ReservedStarts, time.Hour)
	s.FirstFrame(9)
	s.Drop()
	s.waitForLog("too many connections today")
	if n := s.Identifies(); n != 1 {
		t.Errorf("%d sessions were begun, and one could be", n)
	}
}

// While the machine's address is banned, the gateway's is not asked for, either.
func TestBannedGateway(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{Retry: 20 * time.Millisecond})
	s.run()
	s.Ready()
	asked := s.Calls("GET", "/gateway/bot")
	s.bot.client.Limits.Refused(gateway.RouteOf("GET", "/x"), gateway.BanTime, gateway.AddressScope, time.Now())
	s.RefuseUpgrades(http.StatusServiceUnavailable) // so that it is not known any more
	s.Drop()
	s.waitForLog("too many requests")
	if n := s.Calls("GET", "/gateway/bot"); n != asked {
		t.Errorf("it was asked for %d times", n-asked)
	}
}

// Why no session opens is said once, though each try fails by another port.
func TestSaidOnce(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{Retry: 20 * time.Millisecond})
	var tries atomic.Int32
	s.gatewayOf(func(conn *websocket.Conn, _ int) {
		tries.Add(1)
		if c, ok := conn.NetConn().(*net.TCPConn); ok {
			_ = c.SetLinger(0)
		}
	})
	s.run()
	s.waitUntil("it tries", func() bool { return tries.Load() >= 4 })
	if n := strings.Count(s.log.String(), "no connection to Discord"); n != 1 {
		t.Errorf("said %d times\n%s", n, s.log)
	}
}
