// Package discordtest is a Discord on loopback for tests: the REST API v10, the gateway, and its
// members. It refuses the same requests as Discord. Every request is checked against the published
// OpenAPI description, and against limits missing there. A violation fails the test.
package discordtest

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// The server that New plays. As for every application of today, the bot's id is the application's.
const (
	Token     = "MTE4MDAwMDAwMDAwMDAwMDAwMQ.GtEsTs.made-up-for-tests-and-good-for-nothing"
	AppID     = "1180000000000000001"
	BotID     = AppID
	GuildID   = "1180000000000000002"
	ChannelID = "1180000000000000003"
	// roleEveryone is the role that everybody has; its id is the guild's.
	roleEveryone = GuildID
)

// Server behaves like Discord as far as the bot uses it. Its methods are safe for concurrent use.
type Server struct {
	// HeartbeatInterval is what the gateway's hello asks for. It is set before the bot connects.
	HeartbeatInterval time.Duration
	// Patience is the time limit of the first answer to an interaction. It is Discord's three
	// seconds by default, and longer in tests of other things that run in parallel. Set it before
	// any action.
	Patience time.Duration

	t         testing.TB
	http      *httptest.Server
	now       func() time.Time
	transport *transport

	mu       sync.Mutex
	closed   bool
	lastID   uint64
	members  map[string]*member // by id
	channels map[string]*channel
	messages []*message // of all channels and of single users, oldest first
	byID     map[string]*message
	commands map[string][]map[string]any // by guild, global ones under the empty string

	interactions map[string]*interaction // by id
	tokens       map[string]*interaction // by token
	nonces       map[string]string       // message by channel and nonce

	sessions map[string]*session
	conns    map[*conn]bool
	gateway  gatewayState
	faults   faults

	calls    []call
	inFlight int       // requests that are being answered
	lastCall time.Time // when the last one was answered, in real time
	idle     func()
	zone     *time.Location // where people live
}

// call is one request.
type call struct{ method, path string }

// New starts a server that closes with the test. Its ids and times are made from now, which may
// stand still.
func New(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		HeartbeatInterval: 41250 * time.Millisecond, Patience: respondWithin,
		t: t, now: now,
		members: map[string]*member{}, channels: map[string]*channel{}, byID: map[string]*message{},
		commands: map[string][]map[string]any{}, interactions: map[string]*interaction{}, tokens: map[string]*interaction{},
		nonces: map[string]string{}, sessions: map[string]*session{}, conns: map[*conn]bool{}, zone: time.UTC,
	}
	s.gateway.starts, s.gateway.resetAfter, s.gateway.content = 1000, 24*time.Hour, true
	s.faults.limits = map[string]*bucket{}
	s.members[BotID] = &member{id: BotID, username: "quizbot", bot: true, locale: "en-US"}
	s.channels[ChannelID] = &channel{id: ChannelID, name: "interview", created: now()}
	s.joinMember("boss").admin = true
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveREST)
	mux.HandleFunc("/gateway", s.serveGateway)
	mux.HandleFunc("/gateway/", s.serveGateway)
	s.http = httptest.NewServer(mux)
	s.transport = &transport{s: s, base: &http.Transport{MaxIdleConnsPerHost: 64}}
	t.Cleanup(s.closeAll)
	return s
}

func (s *Server) closeAll() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.Drop()
	s.transport.base.CloseIdleConnections()
	s.http.CloseClientConnections()
	s.http.Close()
}

// APIURL is the address of the API, with a slash at its end and without a version.
func (s *Server) APIURL() string { return s.http.URL + "/api/" }

// Transport marks every request and checks it against the published description and the limits. A
// violation or an unmarked request fails the test.
func (s *Server) Transport() http.RoundTripper { return s.transport }

// SetIdle sets a function that returns when the bot has no task running. Members' actions call it
// before they return. Without one they wait until no request has come for 20 milliseconds.
func (s *Server) SetIdle(idle func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = idle
}

// errorf fails the test, unless it is over.
func (s *Server) errorf(format string, args ...any) {
	s.t.Helper()
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	if !closed {
		s.t.Errorf(format, args...)
	}
}

// reportViolation fails the test while the server is locked.
func (s *Server) reportViolation(format string, args ...any) {
	s.t.Helper()
	if !s.closed {
		s.t.Errorf(format, args...)
	}
}

// epoch is the millisecond since 1970 at which Discord's ids begin.
// https://discord.com/developers/docs/reference#snowflakes
const epoch = 1420070400000

// nextID is a snowflake that is greater than all before it.
func (s *Server) nextID() string {
	ms := s.now().UnixMilli() - epoch
	s.lastID = max(s.lastID+1, uint64(max(ms, 0))<<22)
	return strconv.FormatUint(s.lastID, 10)
}

// snowflake is an id as a number.
func snowflake(id string) uint64 {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// timestamp is a time as Discord writes it, nil for none.
func timestamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000-07:00")
}

// member is somebody in the guild.
type member struct {
	id, username, name, nick, locale string
	admin, bot                       bool
	modal                            *modal     // that stands open
	shown                            []*message // to them alone, since their last action
}

// joinMember has somebody be a member, and returns them; a name or an id of a member finds the
// member.
func (s *Server) joinMember(name string) *member {
	for _, m := range s.members {
		if m.name == name && !m.bot || m.id == name {
			return m
		}
	}
	id := s.nextID()
	m := &member{id: id, username: username(name, id), name: name, locale: "en-US"}
	s.members[id] = m
	return m
}

// username is a name as Discord allows them: small ASCII letters, digits, points and underlines.
func username(name, id string) string {
	ok := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '.' {
			return r
		}
		return -1
	}
	if u := strings.Map(ok, strings.ToLower(name)); len(u) >= 2 {
		return u
	}
	return "user" + id
}

func (m *member) userJSON() payload.Object {
	var global any
	if m.name != "" {
		global = m.name
	}
	u := payload.Object{
		"id": m.id, "username": m.username, "discriminator": "0", "global_name": global, "avatar": nil, "public_flags": 0,
	}
	if m.bot {
		u["bot"] = true
	}
	return u
}

// memberJSON returns a member object without its user.
func (m *member) memberJSON() payload.Object {
	var nick any
	if m.nick != "" {
		nick = m.nick
	}
	roles := []string{}
	if m.bot && m.id == BotID {
		roles = []string{roleBot}
	}
	return payload.Object{
		"nick": nick, "roles": roles, "joined_at": "2026-01-01T00:00:00.000000+00:00", "avatar": nil, "deaf": false,
		"mute": false, "flags": 0, "pending": false, "premium_since": nil, "communication_disabled_until": nil,
	}
}
