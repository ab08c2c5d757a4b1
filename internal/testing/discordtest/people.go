package discordtest

import (
	"strings"
	"time"
)

// Ready waits until a session of the bot is ready.
func (s *Server) Ready() {
	s.t.Helper()
	s.until("the bot connects", func() bool { return s.Live() > 0 })
	s.heard()
}

// until waits until something is so, and ends the test where it never is.
func (s *Server) until(what string, so func() bool) {
	s.t.Helper()
	for end := time.Now().Add(waits); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%s: never", what)
		}
	}
}

// Admin is the name of the one member who may manage the server.
func (s *Server) Admin() string { return "boss" }

// Join has somebody be a member of the guild, and returns their id. Who does something without having joined, joins.
func (s *Server) Join(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.join(name).id
}

// Call has somebody go by a nickname in the guild, Speak has their client be in a language such as zh-CN.
func (s *Server) Call(who, nick string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.join(who).nick = nick
}

// Speak has somebody's client be in a language such as zh-CN.
func (s *Server) Speak(who, locale string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.join(who).locale = locale
}

// LiveIn says where everybody lives from now on, who lived in UTC before: times are shown in their zone.
func (s *Server) LiveIn(zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone = zone
}

// begin forgets what somebody was shown before what they do now.
func (s *Server) begin(who string) *member {
	m := s.join(who)
	m.shown = nil
	return m
}

// Say writes into the thread of the newest message of the channel that has one, and returns the message's id.
func (s *Server) Say(who, text string) string {
	s.t.Helper()
	s.mu.Lock()
	var newest *channel
	for _, c := range s.channels {
		if c.kind == kindThread && c.parent == ChannelID && (newest == nil || number(c.id) > number(newest.id)) {
			newest = c
		}
	}
	s.mu.Unlock()
	if newest == nil {
		s.t.Fatalf("%s writes %q, and no message has a thread", who, text)
	}
	return s.SayIn(newest.id, who, text)
}

// SayIn writes into a channel or thread.
func (s *Server) SayIn(channel, who, text string) string {
	s.t.Helper()
	id, err := s.Write(channel, who, text)
	if err != "" {
		s.t.Fatalf("%s writes %q: %s", who, text, err)
	}
	s.settle()
	return id
}

// Write writes into a channel or thread and waits for nothing. It says what stands against it, if anything does.
func (s *Server) Write(channel, who, text string) (id, refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return "", "there is no channel " + channel
	}
	author := s.begin(who)
	if _, open := s.writable(c); !open {
		return "", "the thread is locked"
	}
	m := &message{id: s.id(), channel: channel, author: author.id, content: text, created: s.now()}
	m.nonce = m.id
	s.add(m)
	s.tell("MESSAGE_CREATE", m)
	return m.id, ""
}

// Direct writes to the bot alone, and returns the message's id.
func (s *Server) Direct(who, text string) string {
	s.t.Helper()
	s.mu.Lock()
	c := s.directTo(s.join(who))
	s.mu.Unlock()
	return s.SayIn(c.id, who, text)
}

// OtherBot has another bot write into a channel or thread, with a component of a kind that nobody knows yet.
func (s *Server) OtherBot(channel, text string) string {
	s.mu.Lock()
	author := s.join("other bot")
	author.bot = true
	m := &message{id: s.id(), channel: channel, author: author.id, content: text, created: s.now()}
	m.components = []byte(`[{"type":99,"id":1,"new":true}]`)
	s.add(m)
	s.tell("MESSAGE_CREATE", m)
	s.mu.Unlock()
	s.settle()
	return m.id
}

// Edit replaces the text of a message of somebody.
func (s *Server) Edit(who, id, text string) {
	s.t.Helper()
	s.own(who, id, func(m *message) {
		m.content, m.edited = text, s.now()
		s.tell("MESSAGE_UPDATE", m)
	})
}

// Delete takes a message of somebody down.
func (s *Server) Delete(who, id string) {
	s.t.Helper()
	s.own(who, id, s.takeDown)
}

// own does something with a message of somebody.
func (s *Server) own(who, id string, do func(*message)) {
	s.t.Helper()
	s.mu.Lock()
	author := s.begin(who)
	m := s.byID[id]
	if m == nil || m.author != author.id {
		s.mu.Unlock()
		s.t.Fatalf("%s has no message %s", who, id)
		return
	}
	do(m)
	s.mu.Unlock()
	s.settle()
}

// Marked reports whether a message bears a mark of the bot.
func (s *Server) Marked(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.byID[id]
	return m != nil && len(m.reactions) > 0
}

// Channel is all that the bot shows everybody in the channel and its threads, in order, as text.
func (s *Server) Channel() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, m := range s.messages {
		if s.forAll(m) && m.author == BotID && m.kind != kindStarting {
			b.WriteString(s.render(m) + "\n\n")
		}
	}
	return b.String()
}

// forAll reports whether a message stands in the channel or a thread of it, where everybody sees it.
func (s *Server) forAll(m *message) bool {
	c := s.channels[m.channel]
	return m.only == "" && c != nil && (c.id == ChannelID || c.parent == ChannelID)
}

// Private is what somebody alone was shown since their last deed, as text.
func (s *Server) Private(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var parts []string
	for _, m := range s.join(who).shown {
		if s.byID[m.id] == m {
			parts = append(parts, s.render(m))
		}
	}
	return strings.Join(parts, "\n")
}

// Told is what the bot wrote to somebody by direct message, in order, as text.
func (s *Server) Told(who string) string { return strings.Join(s.ToldEach(who), "\n") }

// ToldEach are the direct messages of the bot to somebody, in order, as text.
func (s *Server) ToldEach(who string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.join(who).id
	var parts []string
	for _, m := range s.messages {
		if c := s.channels[m.channel]; c != nil && c.kind == kindDirect && c.recipient == id && m.author == BotID {
			parts = append(parts, s.render(m))
		}
	}
	return parts
}

// Messages are the ids of what the bot shows everybody in the channel and its threads, in order.
func (s *Server) Messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, m := range s.messages {
		if s.forAll(m) && m.author == BotID && m.kind != kindStarting {
			ids = append(ids, m.id)
		}
	}
	return ids
}

// Threads are the ids of the channel's threads, oldest first.
func (s *Server) Threads() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, m := range s.messages {
		if m.channel == ChannelID && m.only == "" && s.channels[m.id] != nil {
			ids = append(ids, m.id)
		}
	}
	return ids
}

// Raw is a message as the API tells it, nil where there is none.
func (s *Server) Raw(id string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.byID[id]; m != nil {
		return s.messageJSON(m, view{content: true})
	}
	return nil
}

// render is a message as its readers see it, with the names of who is mentioned.
func (s *Server) render(m *message) string {
	var parts []string
	look := looks{zone: s.zone, name: func(id string) string {
		if who := s.members[id]; who != nil {
			if who.nick != "" {
				return who.nick
			}
			return who.name
		}
		return id
	}}
	if m.content != "" {
		parts = append(parts, look.markdown(m.content))
	}
	if c := look.components(decode(m.components)); c != "" {
		parts = append(parts, c)
	}
	return strings.Join(parts, "\n")
}
