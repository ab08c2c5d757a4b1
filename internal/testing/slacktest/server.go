// Package slacktest is a Slack on loopback for tests: the web API, Socket Mode, views and members. It
// checks blocks and views against the published schema.
package slacktest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The workspace that the server plays.
const (
	TeamID    = "T1"
	BotUser   = "UBOT"
	ChannelID = "C1"
	AppToken  = "xapp-test"
	BotToken  = "xoxb-test"
)

// Server behaves like Slack as far as the bot uses it: the web API, Socket Mode, views, and
// everything that members see. It checks every request against the published schema of blocks.
type Server struct {
	T    testing.TB
	HTTP *httptest.Server
	Now  func() time.Time
	// patience is the longest wait for an acknowledgement: as long as Slack waits, or longer in
	// tests of something else.
	Patience time.Duration

	Mu           sync.Mutex
	Users        map[string]*User
	Posts        []*Post // in every channel, oldest first
	Shown        []*Surface
	PrivateTexts map[string][]string // by user: texts shown to them alone since their last action
	Views        map[string]*Modal   // by user: the open modal
	Homes        map[string]json.RawMessage
	Reactions    map[string]bool // by message: the bot's reaction
	responses    map[string]*ResponseURL
	Sockets      []*socket
	acks         map[string]chan json.RawMessage
	Calls        map[string]int
	count        int
	// fault may answer a request in place of the server. It returns true if it did.
	Fault func(w http.ResponseWriter, method string) bool
	// afterRequest is called after each successful request and before its response. It may lose the
	// response.
	AfterRequest func(method string) (lose bool)
	Revoked      bool // of both tokens
	SocketCount  int  // sockets opened so far
	Scopes       string
	Channels     map[string]map[string]any // results of conversations.info; the bot is a member of all others
	PostRequests []url.Values              // requests of chat.postMessage
	// connections is the number of open sockets in Slack's hello.
	Connections int
}

// User is a member of the workspace.
type User struct {
	id, Name, Display string
	Admin             bool
	Team              string // empty for the workspace's own people
}

// Post is a message in a channel.
type Post struct {
	TS       string          `json:"ts"`
	Thread   string          `json:"thread_ts,omitempty"`
	Type     string          `json:"type"`
	User     string          `json:"user"`
	BotID    string          `json:"bot_id,omitempty"`
	Text     string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
	Edited   *EditStamp      `json:"edited,omitempty"`
	Subtype  string          `json:"subtype,omitempty"`
	Files    []any           `json:"files,omitempty"`
	// Reactions are filled in for histories.
	Reactions []any  `json:"reactions,omitempty"`
	Client    string `json:"-"`
	Channel   string `json:"-"`
}

// EditStamp is the time of a message's last edit.
type EditStamp struct {
	TS string `json:"ts"`
}

// Surface is anything with buttons: a message in a channel, an ephemeral message, a modal or an App
// Home.
type Surface struct {
	User    string // empty for everybody
	Channel string
	TS      string
	Thread  string
	Home    bool
	Window  *Modal
	Blocks  json.RawMessage
	post    *Post
	Gone    bool
}

// Modal is an open modal.
type Modal struct {
	ID, Callback, Private string
	Blocks                json.RawMessage
	Values                map[string]string
	Fields                []map[string]any // its input blocks
	Letters               []string         // chosen letters, nil for the initial options
	Input                 bool
}

// ResponseURL is a response_url.
type ResponseURL struct {
	User, Channel, thread string
	uses                  int
	surface               *Surface // the surface with the pressed button
}

// NewServer starts a server that closes with the test.
func NewServer(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		T: t, Now: now, Users: map[string]*User{}, PrivateTexts: map[string][]string{}, Views: map[string]*Modal{},
		Homes: map[string]json.RawMessage{}, Reactions: map[string]bool{}, responses: map[string]*ResponseURL{},
		acks: map[string]chan json.RawMessage{}, Calls: map[string]int{}, Patience: AckTime,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("/respond/", s.serveResponseURL)
	mux.HandleFunc("/socket", s.serveSocket)
	s.HTTP = httptest.NewServer(mux)
	t.Cleanup(func() {
		s.DropSockets()
		s.HTTP.Close()
	})
	return s
}

// NewID returns a new id of a kind.
func (s *Server) NewID(kind string) string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.count++
	return kind + strconv.Itoa(s.count)
}

// NewTimestamp returns a unique message timestamp.
func (s *Server) NewTimestamp() string {
	s.count++
	return fmt.Sprintf("%d.%06d", s.Now().Unix(), s.count)
}

// serveAPI answers the web API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	body, err := io.ReadAll(r.Body) // before a fault, during which the client may go away
	s.Mu.Lock()
	s.Calls[method]++
	fault, after := s.Fault, s.AfterRequest
	s.Mu.Unlock()
	if fault != nil && fault(w, method) || err != nil {
		return
	}
	values, token := url.Values{}, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		values.Set("json", string(body))
	} else if values, err = url.ParseQuery(string(body)); err != nil {
		s.T.Errorf("%s: %v", method, err)
	}
	if token == "" {
		token = values.Get("token")
	}
	want := BotToken
	if method == "apps.connections.open" {
		want = AppToken
	}
	s.Mu.Lock()
	var answer any = map[string]any{"ok": false, "error": "invalid_auth"}
	switch {
	case s.Revoked:
		answer = map[string]any{"ok": false, "error": "token_revoked"}
	case token == want:
		answer = s.callMethod(method, values)
	}
	s.Mu.Unlock()
	if after != nil && after(method) {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	if s.Scopes != "" {
		w.Header().Set("X-OAuth-Scopes", s.Scopes)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func errorResponse(code string) any { return map[string]any{"ok": false, "error": code} }

// callMethod performs a method.
func (s *Server) callMethod(method string, v url.Values) any {
	switch method {
	case "auth.test":
		return map[string]any{"ok": true, "team_id": TeamID, "user_id": BotUser, "bot_id": "B1", "url": "https://example.slack.com/"}
	case "apps.connections.open":
		return map[string]any{"ok": true, "url": "ws" + strings.TrimPrefix(s.HTTP.URL, "http") + "/socket"}
	case "users.info":
		u := s.Users[v.Get("user")]
		if u == nil {
			return errorResponse("user_not_found")
		}
		return map[string]any{"ok": true, "user": map[string]any{
			"id": u.id, "name": u.Name, "team_id": cmp.Or(u.Team, TeamID), "is_admin": u.Admin, "tz": "Asia/Tokyo", "profile": map[string]any{"display_name": u.Display},
		}}
	case "users.conversations":
		return map[string]any{"ok": true, "channels": []any{map[string]any{"id": ChannelID, "name": "interview"}}}
	case "conversations.info":
		c := s.Channels[v.Get("channel")]
		if c == nil && s.Channels != nil {
			return errorResponse("channel_not_found")
		}
		if c == nil {
			c = map[string]any{"id": v.Get("channel"), "name": "interview", "is_channel": true, "is_member": true}
		}
		return map[string]any{"ok": true, "channel": c}
	case "conversations.open":
		return map[string]any{"ok": true, "channel": map[string]any{"id": "D" + v.Get("users")}}
	case "chat.postMessage":
		return s.postMessage(v)
	case "chat.update":
		return s.updateMessage(v)
	case "chat.postEphemeral":
		s.checkMessage(method, v.Get("blocks"), v.Get("text"))
		s.showEphemeral(&Surface{User: v.Get("user"), Channel: v.Get("channel"), TS: s.NewTimestamp(), Thread: v.Get("thread_ts"), Blocks: json.RawMessage(v.Get("blocks"))})
		return map[string]any{"ok": true, "message_ts": s.NewTimestamp()}
	case "conversations.history", "conversations.replies":
		return s.history(v)
	case "reactions.add":
		ts := v.Get("timestamp")
		if s.Reactions[ts] {
			return errorResponse("already_reacted")
		}
		s.Reactions[ts] = true
		return map[string]any{"ok": true}
	case "chat.delete":
		return s.deleteMessage(v.Get("ts"))
	case "views.open", "views.push", "views.update", "views.publish":
		return s.callViewMethod(method, v.Get("json"))
	}
	s.T.Errorf("the bot calls %s, which this server does not know", method)
	return errorResponse("unknown_method")
}

func (s *Server) deleteMessage(ts string) any {
	for i, p := range s.Posts {
		if p.TS == ts {
			s.Posts = slices.Delete(slices.Clone(s.Posts), i, i+1)
			return map[string]any{"ok": true}
		}
	}
	return errorResponse("message_not_found")
}

// closedChannelCode returns the error code for a message in a channel, empty if Slack takes it.
func (s *Server) closedChannelCode(channel string) string {
	c := s.Channels[channel]
	switch archived, _ := c["is_archived"].(bool); {
	case strings.HasPrefix(channel, "D") || s.Channels == nil:
		return ""
	case c == nil:
		return "channel_not_found"
	case archived:
		return "is_archived"
	case c["is_member"] == false:
		return "not_in_channel"
	}
	return ""
}

// threadRoot returns the first message of a thread, nil if there is none.
func (s *Server) threadRoot(channel, ts string) *Post {
	for _, p := range s.Posts {
		if p.TS == ts && p.Channel == channel {
			return p
		}
	}
	return nil
}

func (s *Server) postMessage(v url.Values) any {
	s.PostRequests = append(s.PostRequests, v)
	s.checkMessage("chat.postMessage", v.Get("blocks"), v.Get("text"))
	if code := s.closedChannelCode(v.Get("channel")); code != "" {
		return errorResponse(code)
	}
	for _, p := range s.Posts {
		if p.Client == v.Get("client_msg_id") && p.Client != "" {
			return map[string]any{"ok": true, "channel": p.Channel, "ts": p.TS}
		}
	}
	p := &Post{
		TS: s.NewTimestamp(), Thread: v.Get("thread_ts"), Type: "message", User: BotUser, BotID: "B1", Text: v.Get("text"), Channel: v.Get("channel"),
		Blocks: json.RawMessage(v.Get("blocks")), Metadata: json.RawMessage(v.Get("metadata")), Client: v.Get("client_msg_id"),
	}
	if v.Get("reply_broadcast") == "true" {
		p.Subtype = "thread_broadcast"
	}
	s.Posts = append(s.Posts, p)
	s.Shown = append(s.Shown, &Surface{Channel: p.Channel, TS: p.TS, Thread: p.Thread, Blocks: p.Blocks, post: p})
	return map[string]any{"ok": true, "channel": p.Channel, "ts": p.TS, "message": p}
}

func (s *Server) updateMessage(v url.Values) any {
	s.checkMessage("chat.update", v.Get("blocks"), v.Get("text"))
	for _, p := range s.Posts {
		if p.TS == v.Get("ts") {
			p.Blocks, p.Text = json.RawMessage(v.Get("blocks")), v.Get("text")
			for _, f := range s.Shown {
				if f.post == p {
					f.Blocks = p.Blocks
				}
			}
			return map[string]any{"ok": true, "channel": p.Channel, "ts": p.TS, "text": p.Text}
		}
	}
	return errorResponse("message_not_found")
}

// history returns a channel's messages, newest first, or a thread's, oldest first.
func (s *Server) history(v url.Values) any {
	thread, oldest := v.Get("ts"), v.Get("oldest")
	list := []*Post{}
	if code := s.closedChannelCode(v.Get("channel")); code != "" && code != "is_archived" {
		return errorResponse(code)
	}
	if thread != "" && s.threadRoot(v.Get("channel"), thread) == nil {
		return errorResponse("thread_not_found")
	}
	for _, p := range s.Posts {
		in := p.Thread == "" || p.Subtype == "thread_broadcast"
		if thread != "" {
			in = p.Thread == thread || p.TS == thread
		}
		if p.Channel == v.Get("channel") && in && (oldest == "" || p.TS >= oldest) {
			list = append(list, s.historyMessage(p))
		}
	}
	if thread == "" {
		slices.Reverse(list)
	}
	// Pages are small, so that the bot reads several.
	const size = 3
	from, _ := strconv.Atoi(v.Get("cursor"))
	next := ""
	if from+size < len(list) {
		next = strconv.Itoa(from + size)
	}
	return map[string]any{
		"ok": true, "messages": list[min(from, len(list)):min(from+size, len(list))], "has_more": next != "",
		"response_metadata": map[string]any{"next_cursor": next},
	}
}

// historyMessage returns a message as histories have it: a message with replies names itself as
// their thread.
func (s *Server) historyMessage(p *Post) *Post {
	changed := *p
	changed.Thread = s.threadOf(p.TS, p.Thread)
	if s.Reactions[p.TS] {
		changed.Reactions = []any{map[string]any{"name": "white_check_mark", "users": []string{BotUser}, "count": 1}}
	}
	return &changed
}

func (s *Server) threadOf(ts, thread string) string {
	if thread == "" && slices.ContainsFunc(s.Posts, func(o *Post) bool { return o.Thread == ts }) {
		return ts
	}
	return thread
}
