package slack

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
	teamID    = "T1"
	botUser   = "UBOT"
	channelID = "C1"
	appToken  = "xapp-test"
	botToken  = "xoxb-test"
)

// server behaves like Slack as far as the bot uses it: the web API, Socket Mode, views, and
// everything that members see. It checks every request against the published schema of blocks.
type server struct {
	t    testing.TB
	http *httptest.Server
	now  func() time.Time
	// patience is the longest wait for an acknowledgement: as long as Slack waits, or longer in
	// tests of something else.
	patience time.Duration

	mu        sync.Mutex
	users     map[string]*user
	posts     []*post // in every channel, oldest first
	shown     []*surface
	private   map[string][]string     // by user: texts shown to them alone since their last action
	views     map[string]*modalWindow // by user: the open modal
	homes     map[string]json.RawMessage
	reactions map[string]bool // by message: the bot's reaction
	responses map[string]*response
	sockets   []*socket
	acks      map[string]chan json.RawMessage
	calls     map[string]int
	count     int
	// fault may answer a request in place of the server. It returns true if it did.
	fault func(w http.ResponseWriter, method string) bool
	// afterRequest is called after each successful request and before its response. It may lose the
	// response.
	afterRequest func(method string) (lose bool)
	revoked      bool // of both tokens
	socketCount  int  // sockets opened so far
	scopes       string
	channels     map[string]map[string]any // results of conversations.info; the bot is a member of all others
	postRequests []url.Values              // requests of chat.postMessage
	// connections is the number of open sockets in Slack's hello.
	connections int
}

type user struct {
	id, name, display string
	admin             bool
	team              string // empty for the workspace's own people
}

// post is a message in a channel.
type post struct {
	TS       string          `json:"ts"`
	Thread   string          `json:"thread_ts,omitempty"`
	Type     string          `json:"type"`
	User     string          `json:"user"`
	BotID    string          `json:"bot_id,omitempty"`
	Text     string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
	Edited   *edited         `json:"edited,omitempty"`
	Subtype  string          `json:"subtype,omitempty"`
	Files    []any           `json:"files,omitempty"`
	// Reactions are filled in for histories.
	Reactions []any `json:"reactions,omitempty"`
	client    string
	channel   string
}

type edited struct {
	TS string `json:"ts"`
}

// surface is anything with buttons: a message in a channel, an ephemeral message, a modal or an App
// Home.
type surface struct {
	user    string // empty for everybody
	channel string
	ts      string
	thread  string
	home    bool
	window  *modalWindow
	blocks  json.RawMessage
	post    *post
	gone    bool
}

// modalWindow is an open modal.
type modalWindow struct {
	id, callback, private string
	blocks                json.RawMessage
	values                map[string]string
	fields                []map[string]any // its input blocks
	letters               []string         // chosen letters, nil for the initial options
	input                 bool
}

// response is a response_url.
type response struct {
	user, channel, thread string
	uses                  int
	surface               *surface // the surface with the pressed button
}

func newServer(t testing.TB, now func() time.Time) *server {
	t.Helper()
	s := &server{
		t: t, now: now, users: map[string]*user{}, private: map[string][]string{}, views: map[string]*modalWindow{},
		homes: map[string]json.RawMessage{}, reactions: map[string]bool{}, responses: map[string]*response{},
		acks: map[string]chan json.RawMessage{}, calls: map[string]int{}, patience: slackPatience,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("/respond/", s.serveResponseURL)
	mux.HandleFunc("/socket", s.serveSocket)
	s.http = httptest.NewServer(mux)
	t.Cleanup(func() {
		s.dropSockets()
		s.http.Close()
	})
	return s
}

// adapter returns an adapter that talks to the server.
func (s *server) adapter(o Options) *Adapter {
	o.AppToken, o.BotToken, o.APIURL, o.Now = appToken, botToken, s.http.URL+"/api/", s.now
	if o.Stagger == 0 {
		o.Stagger = time.Millisecond
	}
	return New(o)
}

func (s *server) newID(kind string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	return kind + strconv.Itoa(s.count)
}

// newTimestamp returns a unique message timestamp.
func (s *server) newTimestamp() string {
	s.count++
	return fmt.Sprintf("%d.%06d", s.now().Unix(), s.count)
}

// serveAPI answers the web API.
func (s *server) serveAPI(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	s.mu.Lock()
	s.calls[method]++
	fault, after := s.fault, s.afterRequest
	s.mu.Unlock()
	if fault != nil && fault(w, method) {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	values, token := url.Values{}, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		values.Set("json", string(body))
	} else if values, err = url.ParseQuery(string(body)); err != nil {
		s.t.Errorf("%s: %v", method, err)
	}
	if token == "" {
		token = values.Get("token")
	}
	want := botToken
	if method == "apps.connections.open" {
		want = appToken
	}
	s.mu.Lock()
	var answer any = map[string]any{"ok": false, "error": "invalid_auth"}
	switch {
	case s.revoked:
		answer = map[string]any{"ok": false, "error": "token_revoked"}
	case token == want:
		answer = s.callMethod(method, values)
	}
	s.mu.Unlock()
	if after != nil && after(method) {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	if s.scopes != "" {
		w.Header().Set("X-OAuth-Scopes", s.scopes)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func errorResponse(code string) any { return map[string]any{"ok": false, "error": code} }

// callMethod performs a method.
func (s *server) callMethod(method string, v url.Values) any {
	switch method {
	case "auth.test":
		return map[string]any{"ok": true, "team_id": teamID, "user_id": botUser, "bot_id": "B1", "url": "https://example.slack.com/"}
	case "apps.connections.open":
		return map[string]any{"ok": true, "url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/socket"}
	case "users.info":
		u := s.users[v.Get("user")]
		if u == nil {
			return errorResponse("user_not_found")
		}
		return map[string]any{"ok": true, "user": map[string]any{
			"id": u.id, "name": u.name, "team_id": cmp.Or(u.team, teamID), "is_admin": u.admin, "tz": "Asia/Tokyo", "profile": map[string]any{"display_name": u.display},
		}}
	case "users.conversations":
		return map[string]any{"ok": true, "channels": []any{map[string]any{"id": channelID, "name": "interview"}}}
	case "conversations.info":
		c := s.channels[v.Get("channel")]
		if c == nil && s.channels != nil {
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
		s.showEphemeral(&surface{user: v.Get("user"), channel: v.Get("channel"), ts: s.newTimestamp(), thread: v.Get("thread_ts"), blocks: json.RawMessage(v.Get("blocks"))})
		return map[string]any{"ok": true, "message_ts": s.newTimestamp()}
	case "conversations.history", "conversations.replies":
		return s.history(v)
	case "reactions.add":
		ts := v.Get("timestamp")
		if s.reactions[ts] {
			return errorResponse("already_reacted")
		}
		s.reactions[ts] = true
		return map[string]any{"ok": true}
	case "chat.delete":
		return s.deleteMessage(v.Get("ts"))
	case "views.open", "views.push", "views.update", "views.publish":
		return s.callViewMethod(method, v.Get("json"))
	}
	s.t.Errorf("the bot calls %s, which this server does not know", method)
	return errorResponse("unknown_method")
}

func (s *server) deleteMessage(ts string) any {
	for i, p := range s.posts {
		if p.TS == ts {
			s.posts = slices.Delete(slices.Clone(s.posts), i, i+1)
			return map[string]any{"ok": true}
		}
	}
	return errorResponse("message_not_found")
}

// closedChannelCode returns the error code for a message in a channel, empty if Slack takes it.
func (s *server) closedChannelCode(channel string) string {
	c := s.channels[channel]
	switch archived, _ := c["is_archived"].(bool); {
	case strings.HasPrefix(channel, "D") || s.channels == nil:
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
func (s *server) threadRoot(channel, ts string) *post {
	for _, p := range s.posts {
		if p.TS == ts && p.channel == channel {
			return p
		}
	}
	return nil
}

func (s *server) postMessage(v url.Values) any {
	s.postRequests = append(s.postRequests, v)
	s.checkMessage("chat.postMessage", v.Get("blocks"), v.Get("text"))
	if code := s.closedChannelCode(v.Get("channel")); code != "" {
		return errorResponse(code)
	}
	for _, p := range s.posts {
		if p.client == v.Get("client_msg_id") && p.client != "" {
			return map[string]any{"ok": true, "channel": p.channel, "ts": p.TS}
		}
	}
	p := &post{
		TS: s.newTimestamp(), Thread: v.Get("thread_ts"), Type: "message", User: botUser, BotID: "B1", Text: v.Get("text"), channel: v.Get("channel"),
		Blocks: json.RawMessage(v.Get("blocks")), Metadata: json.RawMessage(v.Get("metadata")), client: v.Get("client_msg_id"),
	}
	if v.Get("reply_broadcast") == "true" {
		p.Subtype = "thread_broadcast"
	}
	s.posts = append(s.posts, p)
	s.shown = append(s.shown, &surface{channel: p.channel, ts: p.TS, thread: p.Thread, blocks: p.Blocks, post: p})
	return map[string]any{"ok": true, "channel": p.channel, "ts": p.TS, "message": p}
}

func (s *server) updateMessage(v url.Values) any {
	s.checkMessage("chat.update", v.Get("blocks"), v.Get("text"))
	for _, p := range s.posts {
		if p.TS == v.Get("ts") {
			p.Blocks, p.Text = json.RawMessage(v.Get("blocks")), v.Get("text")
			for _, f := range s.shown {
				if f.post == p {
					f.blocks = p.Blocks
				}
			}
			return map[string]any{"ok": true, "channel": p.channel, "ts": p.TS, "text": p.Text}
		}
	}
	return errorResponse("message_not_found")
}

// history returns a channel's messages, newest first, or a thread's, oldest first.
func (s *server) history(v url.Values) any {
	thread, oldest := v.Get("ts"), v.Get("oldest")
	list := []*post{}
	if code := s.closedChannelCode(v.Get("channel")); code != "" && code != "is_archived" {
		return errorResponse(code)
	}
	if thread != "" && s.threadRoot(v.Get("channel"), thread) == nil {
		return errorResponse("thread_not_found")
	}
	for _, p := range s.posts {
		in := p.Thread == "" || p.Subtype == "thread_broadcast"
		if thread != "" {
			in = p.Thread == thread || p.TS == thread
		}
		if p.channel == v.Get("channel") && in && (oldest == "" || p.TS >= oldest) {
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
func (s *server) historyMessage(p *post) *post {
	told := *p
	told.Thread = s.threadOf(p.TS, p.Thread)
	if s.reactions[p.TS] {
		told.Reactions = []any{map[string]any{"name": reaction, "users": []string{botUser}, "count": 1}}
	}
	return &told
}

func (s *server) threadOf(ts, thread string) string {
	if thread == "" && slices.ContainsFunc(s.posts, func(o *post) bool { return o.Thread == ts }) {
		return ts
	}
	return thread
}
