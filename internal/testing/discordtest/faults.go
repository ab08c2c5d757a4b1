package discordtest

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// faults are what the test has Discord do to the bot.
type faults struct {
	fault          func(w http.ResponseWriter, r *http.Request) bool
	after          func(r *http.Request) (lose bool)
	limits         map[string]*bucket // by method and pattern
	bans           []forbiddenRoute
	revoked        bool
	kicked, outage bool
	withdrawn      int             // permissions that the bot's role lacks
	shut           map[string]bool // members who take no direct messages
	strange        bool
	upgrade        int // the status that refuses connections
	code           int // that closes every connection after it identified
	firstFrame     *int
	notReady       *int
	mute           int
	muteAfterHello bool
}

// bucket limits the rate of a route.
type bucket struct {
	route route
	limit int
	per   time.Duration
	used  map[string]window // by the channel, guild or webhook of the request
}

type window struct {
	ends time.Time
	n    int
}

// forbiddenRoute refuses requests.
type forbiddenRoute struct {
	method, pattern string
	code            int
}

func (s *Server) withFaults(do func(f *faults)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(&s.faults)
}

// Fault sets a function called before each request. It reports true if it answered the request.
// Nil removes it.
func (s *Server) Fault(fault func(w http.ResponseWriter, r *http.Request) bool) {
	s.withFaults(func(f *faults) { f.fault = fault })
}

// After sets a function called after each successful request, before its answer. If it reports
// true, the answer is lost and the connection cut.
func (s *Server) After(after func(r *http.Request) (lose bool)) {
	s.withFaults(func(f *faults) { f.after = after })
}

// Calls is how many requests there were for a path such as /channels/{c}/messages, in which a
// segment in braces matches any one.
func (s *Server) Calls(method, pattern string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.calls {
		if _, is := payload.MatchPath(pattern, c.path); is && c.method == method {
			n++
		}
	}
	return n
}

// Limited answers a request as where there were too many of them; Fault may use it. A global one
// has no other headers than these.
func Limited(w http.ResponseWriter, after time.Duration, global bool) {
	seconds := after.Seconds()
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Retry-After", strconv.Itoa(int(max(seconds, 1))))
	if global {
		h.Set("X-RateLimit-Global", "true")
		h.Set("X-RateLimit-Scope", "global")
	} else {
		h.Set("X-RateLimit-Scope", "user")
		bucketHeaders(w, "limited", 5, 0, time.Now().Add(after))
	}
	w.WriteHeader(http.StatusTooManyRequests)
	_ = json.NewEncoder(w).Encode(payload.Object{ // whoever asked may have gone
		"message": "You are being rate limited.", "retry_after": seconds, "global": global,
	})
}

// Limit lets only so many requests through in a time, for each channel, guild or webhook by itself.
func (s *Server) Limit(method, pattern string, limit int, per time.Duration) {
	s.withFaults(func(f *faults) {
		f.limits[method+" "+pattern] = &bucket{route{method: method, pattern: pattern}, limit, per, map[string]window{}}
	})
}

// applyRateLimit counts a request, and refuses it where there were too many.
func (s *Server) applyRateLimit(w http.ResponseWriter, way route, r *request) (reply, bool) {
	name := way.method + " " + way.pattern
	top := ""
	if len(r.args) > 0 {
		top = r.args[0]
	}
	b := s.faults.limits[name]
	if b == nil {
		bucketHeaders(w, name, 1000, 999, time.Now().Add(time.Second))
		return reply{}, false
	}
	u := b.used[top]
	if !time.Now().Before(u.ends) {
		u = window{ends: time.Now().Add(b.per)}
	}
	if u.n++; u.n <= b.limit {
		b.used[top] = u
		bucketHeaders(w, name, b.limit, b.limit-u.n, u.ends)
		return reply{}, false
	}
	after := max(time.Until(u.ends).Seconds(), 0)
	bucketHeaders(w, name, b.limit, 0, u.ends)
	w.Header().Set("Retry-After", strconv.Itoa(int(after)+1))
	w.Header().Set("X-RateLimit-Scope", "user")
	return reply{http.StatusTooManyRequests, payload.Object{"message": "You are being rate limited.", "retry_after": after, "global": false}}, true
}

// Forbid refuses requests with a code such as 50001 or 50013, until Allow.
func (s *Server) Forbid(method, pattern string, code int) {
	s.withFaults(func(f *faults) { f.bans = append(f.bans, forbiddenRoute{method, pattern, code}) })
}

// Allow takes every Forbid back.
func (s *Server) Allow() { s.withFaults(func(f *faults) { f.bans = nil }) }

func (s *Server) forbiddenReply(r *request) (reply, bool) {
	for _, b := range s.faults.bans {
		if _, is := payload.MatchPath(b.pattern, r.path); is && b.method == r.method {
			message := "Missing Permissions"
			if b.code == 50001 {
				message = "Missing Access"
			}
			return errorReply(http.StatusForbidden, b.code, message), true
		}
	}
	return reply{}, false
}

// Revoke makes the token worthless.
func (s *Server) Revoke() { s.withFaults(func(f *faults) { f.revoked = true }) }

// WithoutContent takes the privileged intent for the content of messages off the application, or
// gives it back.
func (s *Server) WithoutContent(without bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.content = !without
}

// ForgetNonces lets the same nonce create a second message, as Discord does after a few minutes.
func (s *Server) ForgetNonces() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.nonces)
}

// Strange adds a component of an unknown type to every message and form sent to the bot.
func (s *Server) Strange(on bool) { s.withFaults(func(f *faults) { f.strange = on }) }

// Shut has somebody take direct messages no more.
func (s *Server) Shut(who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.shut == nil {
		s.faults.shut = map[string]bool{}
	}
	s.faults.shut[s.joinMember(who).id] = true
}

// Kick takes the bot out of the guild.
func (s *Server) Kick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch("GUILD_DELETE", intentGuilds, payload.Object{"id": GuildID})
	s.faults.kicked = true
}

// Outage makes the guild unreachable, or brings it back.
func (s *Server) Outage(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if on {
		s.dispatch("GUILD_DELETE", intentGuilds, payload.Object{"id": GuildID, "unavailable": true})
		s.faults.outage = true
		return
	}
	s.faults.outage = false
	s.dispatch("GUILD_CREATE", intentGuilds, s.guildCreatePayload())
}

// Archive archives a thread, and locks it if asked.
func (s *Server) Archive(thread string, locked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[thread]
	if c == nil {
		s.reportViolation("no thread %s", thread)
		return
	}
	c.archived, c.locked, c.changed = true, locked, s.now()
	s.dispatch("THREAD_UPDATE", intentGuilds, c.toJSON())
}

// Unarchive takes an archived thread out of the archive.
func (s *Server) Unarchive(thread string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[thread]
	c.archived, c.locked, c.changed = false, false, s.now()
	s.dispatch("THREAD_UPDATE", intentGuilds, c.toJSON())
}

// DeleteChannel deletes a channel or thread with its messages.
func (s *Server) DeleteChannel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[id]
	if c == nil {
		s.reportViolation("no channel %s", id)
		return
	}
	kind := "CHANNEL_DELETE"
	gone := c.toJSON()
	if c.kind == kindThread {
		kind, gone = "THREAD_DELETE", payload.Object{"id": id, "guild_id": GuildID, "parent_id": c.parent, "type": c.kind}
	}
	for _, below := range slices.Collect(maps.Values(s.channels)) {
		if below.parent == id {
			delete(s.channels, below.id)
		}
	}
	delete(s.channels, id)
	for _, m := range slices.Clone(s.messages) {
		if s.channels[m.channel] == nil {
			s.forgetMessage(m)
		}
	}
	s.dispatch(kind, intentGuilds, gone)
}

// DeleteMessage deletes a message as a moderator does.
func (s *Server) DeleteMessage(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.byID[id]; m != nil {
		s.removeMessage(m)
		return
	}
	s.reportViolation("no message %s", id)
}

// Unfurl tells of a message again, as Discord does when it has looked at a link in it: nobody
// changed it.
func (s *Server) Unfurl(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.byID[id]; m != nil {
		m.embeds = json.RawMessage(`[{"type":"link","url":"https://example.org/","title":"Example"}]`)
		s.dispatchMessage("MESSAGE_UPDATE", m)
		return
	}
	s.reportViolation("no message %s", id)
}

// RefuseForms refuses every form with the given text, as if Discord rejected its layout.
func (s *Server) RefuseForms(text string) {
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err != nil || !strings.HasSuffix(r.URL.Path, "/callback") || !strings.Contains(string(body), `{"type":9,`) || !strings.Contains(string(body), text) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"Invalid Form Body","code":50035,"errors":{}}`)
		return true
	})
}
