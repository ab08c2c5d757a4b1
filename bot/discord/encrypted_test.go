package discord

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// encryptedGateway is a TLS gateway like Discord's. It records received frames.
func encryptedGateway(t *testing.T, s *harness, speak func(n int, conn *websocket.Conn)) *httptest.Server {
	t.Helper()
	n := 0
	up := websocket.Upgrader{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		n++
		speak(n, conn)
	}))
	t.Cleanup(server.Close)
	s.bot.roots.AddCert(server.Certificate())
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			return false
		}
		_, _ = fmt.Fprintf(w, `{"url":%q,"session_start_limit":{"remaining":900,"reset_after":1}}`, "wss"+strings.TrimPrefix(server.URL, "https"))
		return true
	})
	return server
}

// On an encrypted connection closed by Discord, or after an invalid session, the bot sends nothing
// to end the session or to begin another.
func TestEncryptedGateway(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{roots: x509.NewCertPool()})
	sent := make(chan string, 100)
	var beats atomic.Int32                           // of the last connection
	hear := func(n int, conn *websocket.Conn) bool { // heartbeats left out
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				sent <- fmt.Sprintf("%d ends with %v", n, err)
				return false
			}
			var frame struct{ Op int }
			if err := json.Unmarshal(text, &frame); err != nil {
				t.Error(err)
			}
			if n > 2 && frame.Op == 1 {
				beats.Add(1)
			}
			if frame.Op != 1 {
				sent <- fmt.Sprintf("%d asks for %d", n, frame.Op)
				return true
			}
		}
	}
	ready := map[string]any{"op": 0, "t": "READY", "s": 1, "d": map[string]any{"session_id": "one", "guilds": []any{}}}
	encryptedGateway(t, s, func(n int, conn *websocket.Conn) {
		_ = conn.WriteJSON(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": 45000}})
		hear(n, conn)
		switch n {
		case 1: // closed by Discord
			_ = conn.WriteJSON(ready)
			_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""), time.Now().Add(time.Second))
		case 2: // not known any more
			_ = conn.WriteJSON(map[string]any{"op": 9, "d": false})
		default:
			_ = conn.WriteJSON(ready)
		}
		hear(n, conn)
	})
	s.run()
	for _, want := range []string{"1 asks for 2", "1 ends with ", "2 asks for 6", "2 ends with ", "3 asks for 2"} {
		if got := <-sent; !strings.HasPrefix(got, want) || strings.Contains(got, "close 1000") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s.waitUntil("it is connected", func() bool { return s.bot.Connected() && beats.Load() > 0 })
	s.stop()
	if got := <-sent; got != "3 ends with websocket: close 1000 (normal)" {
		t.Errorf("leaving: got %q", got)
	}
}
