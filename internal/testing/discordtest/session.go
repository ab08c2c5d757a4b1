package discordtest

import (
	"encoding/json"
	"strings"
)

func (s *Server) identify(c *conn, data json.RawMessage) int {
	var in struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	s.gateway.refill()
	s.gateway.identifies++
	s.gateway.intents = append(s.gateway.intents, in.Intents)
	if s.gateway.starts <= 0 {
		s.wrong("the bot identifies though no start of a session is left: Discord takes its token away")
		return closeToken
	}
	s.gateway.starts--
	switch {
	case strings.TrimPrefix(in.Token, "Bot ") != Token || s.faults.revoked:
		return closeToken
	case in.Intents&intentContent != 0 && !s.gateway.content:
		return closeIntents
	case c.session != nil:
		return closeIdentified
	}
	if c.refused >= 0 {
		c.send(frame{Op: c.refused, Data: dataOf(c.refused)})
		c.refused = -1
		return 0
	}
	if f := &s.faults; f.code != 0 {
		return f.code
	}
	n := &session{id: "session" + s.id(), intents: in.Intents, conn: c}
	s.sessions[n.id], c.session = n, n
	s.ready(n)
	return 0
}

// ready tells a new session who and where it is.
func (s *Server) ready(n *session) {
	guilds := []object{}
	if !s.faults.kicked {
		guilds = append(guilds, object{"id": GuildID, "unavailable": true})
	}
	me := s.members[BotID].userJSON()
	me["mfa_enabled"], me["verified"], me["email"], me["flags"] = false, true, nil, 0
	n.dispatch("READY", object{
		"v": 10, "user": me, "guilds": guilds, "session_id": n.id, "session_type": "normal", "private_channels": []any{},
		"resume_gateway_url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway", "relationships": []any{},
		"application": object{"id": AppID, "flags": s.appFlags()}, "_trace": []string{"[]"},
	})
	if !s.faults.kicked && !s.faults.outage && n.intents&intentGuilds != 0 {
		n.dispatch("GUILD_CREATE", s.guildCreate())
	}
}

func (s *Server) resume(c *conn, data json.RawMessage) int {
	var in struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	s.gateway.resumes++
	n := s.sessions[in.Session]
	switch {
	case strings.TrimPrefix(in.Token, "Bot ") != Token || s.faults.revoked:
		return closeToken
	case c.session != nil:
		return closeIdentified
	case n == nil || n.dead:
		c.send(frame{Op: opInvalid, Data: false})
		return 0
	case in.Seq > len(n.events) || in.Seq < 0:
		delete(s.sessions, n.id)
		return closeSequence
	}
	if n.conn != nil {
		go n.conn.cut()
	}
	n.conn, c.session = c, n
	for _, f := range n.events[in.Seq:] {
		c.send(f)
	}
	n.dispatch("RESUMED", object{"_trace": []string{"[]"}})
	return 0
}

// dispatch sends a session an event, or keeps it for when it is resumed.
func (n *session) dispatch(kind string, data any) {
	seq := len(n.events) + 1
	f := frame{Op: opDispatch, Data: data, Seq: &seq, Type: kind}
	n.events = append(n.events, f)
	if n.conn != nil {
		n.conn.send(f)
	}
}
