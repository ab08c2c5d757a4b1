package discordtest

import (
	"slices"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// Gateway intents.
//
// https://discord.com/developers/docs/topics/gateway#gateway-intents
const (
	intentGuilds   = 1 << 0
	intentMessages = 1 << 9
	intentDirect   = 1 << 12
	intentContent  = 1 << 15
)

// guildCreatePayload is the event that tells of a guild.
func (s *Server) guildCreatePayload() payload.Object {
	g := s.guildJSON()
	channels, threads := []payload.Object{}, []payload.Object{}
	for _, c := range s.channels {
		switch {
		case c.kind != kindDirect && c.kind != kindThread:
			channel := c.toJSON()
			delete(channel, "guild_id") // as it is within a guild
			channels = append(channels, channel)
		case c.kind == kindThread && !c.archived:
			threads = append(threads, c.toJSON())
		}
	}
	me := s.members[BotID].memberJSON()
	me["user"] = s.members[BotID].userJSON()
	g["joined_at"], g["large"], g["unavailable"] = "2026-01-01T00:00:00.000000+00:00", false, false
	g["member_count"], g["members"] = len(s.members), []payload.Object{me}
	g["channels"], g["threads"], g["presences"], g["voice_states"] = channels, threads, []any{}, []any{}
	g["stage_instances"], g["guild_scheduled_events"] = []any{}, []any{}
	return g
}

// dispatch sends an event to every session that has the intent; 0 is for all.
func (s *Server) dispatch(kind string, intent int, data any) {
	for _, n := range s.sessions {
		if n.intents&intent == intent && !s.isAbsent() {
			n.dispatch(kind, data)
		}
	}
}

// isAbsent reports whether nothing of the guild comes through.
func (s *Server) isAbsent() bool { return s.faults.kicked || s.faults.outage }

func (s *Server) messageIntent(m *message) int {
	if s.channels[m.channel].kind == kindDirect {
		return intentDirect
	}
	return intentMessages
}

// dispatchMessage sends an event about a message that everybody in its channel sees.
func (s *Server) dispatchMessage(kind string, m *message) {
	if m.only != "" || s.isAbsent() {
		return
	}
	intent := s.messageIntent(m)
	for _, n := range s.sessions {
		if n.intents&intent == 0 {
			continue
		}
		o := s.messageJSON(m, messageView{gateway: true, content: n.intents&intentContent != 0})
		if kind == "MESSAGE_CREATE" && m.nonce != nil {
			o["nonce"] = m.nonce
		}
		n.dispatch(kind, o)
	}
}

// waitDelivered waits until every live session has read its events. It requests a heartbeat, since
// that contains the sequence number of the last event read.
func (s *Server) waitDelivered() {
	type wait struct {
		c   *conn
		seq int
	}
	var all []wait
	s.mu.Lock()
	for _, n := range s.sessions {
		if n.conn != nil {
			all = append(all, wait{n.conn, len(n.events)})
			n.conn.sendFrame(frame{Op: opHeartbeat})
		}
	}
	s.mu.Unlock()
	for end := time.Now().Add(waits); len(all) > 0 && time.Now().Before(end); time.Sleep(200 * time.Microsecond) {
		all = slices.DeleteFunc(all, func(w wait) bool {
			w.c.mu.Lock()
			defer w.c.mu.Unlock()
			return w.c.over || w.c.zombie || w.c.code != 0 || w.c.beaten >= w.seq
		})
	}
}

// waitIdle waits until the bot has handled all events and their effects.
func (s *Server) waitIdle() {
	s.waitDelivered()
	s.mu.Lock()
	idle := s.idle
	s.mu.Unlock()
	quiet := 20 * time.Millisecond
	if idle != nil {
		idle()
		quiet = 0
	}
	for end := time.Now().Add(waits); time.Now().Before(end); time.Sleep(200 * time.Microsecond) {
		s.mu.Lock()
		still := s.inFlight == 0 && time.Since(s.lastCall) >= quiet
		s.mu.Unlock()
		if still {
			return
		}
	}
	s.errorf("the bot does not come to rest")
}
