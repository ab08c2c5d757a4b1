package discordtest

import (
	"maps"
	"slices"
	"time"
)

// liveConnections returns the open connections.
func (s *Server) liveConnections() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.conns))
}

// Drop cuts every connection of the gateway without a word. Their sessions can be resumed.
func (s *Server) Drop() {
	for _, c := range s.liveConnections() {
		c.resetConnection()
	}
}

// CloseWith closes every connection of the gateway with a code.
func (s *Server) CloseWith(code int) {
	for _, c := range s.liveConnections() {
		c.closeWith(code)
	}
}

// CloseNext closes every connection with a code once it has identified itself, instead of READY; 0
// ends that.
func (s *Server) CloseNext(code int) { s.withFaults(func(f *faults) { f.code = code }) }

// Op sends an opcode with data over every connection: 7 asks to reconnect, 9 ends the session (d
// says whether it can be resumed), 1 asks for a heartbeat. What Discord would forget with it is
// forgotten.
func (s *Server) Op(op int, d any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.sendFrame(frame{Op: op, Data: d})
		if n := c.session; op == opInvalid && d == false && n != nil {
			delete(s.sessions, n.id)
			c.session, n.conn = nil, nil
		}
	}
}

// FirstFrame has the next connection begin with an opcode in the place of hello.
func (s *Server) FirstFrame(op int) { s.withFaults(func(f *faults) { f.firstFrame = &op }) }

// InsteadOfReady has the next connection get an opcode when it identified itself, in the place of
// READY.
func (s *Server) InsteadOfReady(op int) { s.withFaults(func(f *faults) { f.notReady = &op }) }

// Mute has the next n connections say nothing at all, or nothing after hello.
func (s *Server) Mute(n int, afterHello bool) {
	s.withFaults(func(f *faults) { f.mute, f.muteAfterHello = n, afterHello })
}

// Zombie silences the open connections without closing them.
func (s *Server) Zombie() {
	for _, c := range s.liveConnections() {
		c.mu.Lock()
		c.zombie = true
		c.mu.Unlock()
	}
}

// RefuseUpgrades answers new connections with an HTTP status. 0 ends that.
func (s *Server) RefuseUpgrades(status int) { s.withFaults(func(f *faults) { f.upgrade = status }) }

func (s *Server) upgradeRefusal() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.upgrade
}

// ForgetSessions lets no session be resumed that there is now.
func (s *Server) ForgetSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.sessions {
		n.dead = true
	}
}

// SetStarts sets how many sessions may still be started, and how long after the bot first asks they
// become a thousand again.
func (s *Server) SetStarts(left int, resetAfter time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.starts, s.gateway.resetAfter, s.gateway.reset = left, resetAfter, time.Time{}
	s.gateway.limited = true
}

// Identifies is how many sessions the bot asked to start.
func (s *Server) Identifies() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.identifies
}

// Resumes is how many sessions the bot asked to go on with.
func (s *Server) Resumes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.resumes
}

// Connections is how many connections of the gateway there were.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.connected
}

// Live returns the number of open connections with a session.
func (s *Server) Live() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for c := range s.conns {
		c.mu.Lock()
		if c.session != nil && c.session.conn == c && !c.over && !c.zombie && c.code == 0 {
			n++
		}
		c.mu.Unlock()
	}
	return n
}

// Intents are those of the last identify, 0 before the first.
func (s *Server) Intents() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.gateway.intents) == 0 {
		return 0
	}
	return s.gateway.intents[len(s.gateway.intents)-1]
}

// Unacknowledged has the next heartbeats of every connection not be acknowledged, whatever else is
// sent.
func (s *Server) Unacknowledged(heartbeats int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.mu.Lock()
		c.unacked = heartbeats
		c.mu.Unlock()
	}
}
