package discordtest

import (
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
	"quizbot/internal/testing/discordtest/render"
)

// Ready waits until a session of the bot is ready.
func (s *Server) Ready() {
	s.t.Helper()
	s.waitUntil("the bot connects", func() bool { return s.Live() > 0 })
	s.waitDelivered()
}

// waitUntil waits until something is so, and ends the test where it never is.
func (s *Server) waitUntil(what string, so func() bool) {
	s.t.Helper()
	for end := time.Now().Add(waits); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%s: never", what)
		}
	}
}

// Admin is the name of the one member who may manage the server.
func (s *Server) Admin() string { return "boss" }

// Join has somebody be a member of the guild, and returns their id. Who does something without
// having joined, joins.
func (s *Server) Join(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.joinMember(name).id
}

// Call has somebody go by a nickname in the guild, Speak has their client be in a language such as
// zh-CN.
func (s *Server) Call(who, nick string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joinMember(who).nick = nick
}

// Speak has somebody's client be in a language such as zh-CN.
func (s *Server) Speak(who, locale string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joinMember(who).locale = locale
}

// LiveIn sets the time zone of all members, UTC by default.
func (s *Server) LiveIn(zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone = zone
}

// memberActing clears the texts shown to a member before a new action.
func (s *Server) memberActing(who string) *member {
	m := s.joinMember(who)
	m.shown = nil
	return m
}

// Say writes into the thread of the newest message of the channel that has one, and returns the
// message's id.
func (s *Server) Say(who, text string) string {
	s.t.Helper()
	s.mu.Lock()
	var newest *channel
	for _, c := range s.channels {
		if c.kind == kindThread && c.parent == ChannelID && (newest == nil || snowflake(c.id) > snowflake(newest.id)) {
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
	s.waitIdle()
	return id
}

// Write writes into a channel or thread and doesn't wait for the bot. It returns the reason if the
// message is refused.
func (s *Server) Write(channel, who, text string) (id, refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return "", "there is no channel " + channel
	}
	author := s.memberActing(who)
	if _, open := s.checkWritable(c); !open {
		return "", "the thread is locked"
	}
	m := &message{id: s.nextID(), channel: channel, author: author.id, content: text, created: s.now()}
	m.nonce = m.id
	s.addMessage(m)
	s.dispatchMessage("MESSAGE_CREATE", m)
	return m.id, ""
}

// Direct writes to the bot alone, and returns the message's id.
func (s *Server) Direct(who, text string) string {
	s.t.Helper()
	s.mu.Lock()
	c := s.directChannel(s.joinMember(who))
	s.mu.Unlock()
	return s.SayIn(c.id, who, text)
}

// OtherBot has another bot write into a channel or thread, with a component of a kind that nobody
// knows yet.
func (s *Server) OtherBot(channel, text string) string {
	s.mu.Lock()
	author := s.joinMember("other bot")
	author.bot = true
	m := &message{id: s.nextID(), channel: channel, author: author.id, content: text, created: s.now()}
	m.components = []byte(`[{"type":99,"id":1,"new":true}]`)
	s.addMessage(m)
	s.dispatchMessage("MESSAGE_CREATE", m)
	s.mu.Unlock()
	s.waitIdle()
	return m.id
}

// Edit replaces the text of a message of somebody.
func (s *Server) Edit(who, id, text string) {
	s.t.Helper()
	s.withOwnMessage(who, id, func(m *message) {
		m.content, m.edited = text, s.now()
		s.dispatchMessage("MESSAGE_UPDATE", m)
	})
}

// Delete takes a message of somebody down.
func (s *Server) Delete(who, id string) {
	s.t.Helper()
	s.withOwnMessage(who, id, s.removeMessage)
}

// withOwnMessage does something with a message of somebody.
func (s *Server) withOwnMessage(who, id string, do func(*message)) {
	s.t.Helper()
	s.mu.Lock()
	author := s.memberActing(who)
	m := s.byID[id]
	if m == nil || m.author != author.id {
		s.mu.Unlock()
		s.t.Fatalf("%s has no message %s", who, id)
		return
	}
	do(m)
	s.mu.Unlock()
	s.waitIdle()
}

// Marked reports whether a message has a reaction of the bot.
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
		if s.visibleToAll(m) && m.author == BotID && m.kind != kindStarting {
			b.WriteString(s.renderMessage(m) + "\n\n")
		}
	}
	return b.String()
}

// visibleToAll reports whether a message is in the channel or a thread of it, where everybody
// sees it.
func (s *Server) visibleToAll(m *message) bool {
	c := s.channels[m.channel]
	return m.only == "" && c != nil && (c.id == ChannelID || c.parent == ChannelID)
}

// Private is what somebody alone was shown since their last action, as text.
func (s *Server) Private(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var parts []string
	for _, m := range s.joinMember(who).shown {
		if s.byID[m.id] == m {
			parts = append(parts, s.renderMessage(m))
		}
	}
	return strings.Join(parts, "\n")
}

// DirectMessageText is what the bot wrote to somebody by direct message, in order, as text.
func (s *Server) DirectMessageText(who string) string {
	return strings.Join(s.DirectMessages(who), "\n")
}

// DirectMessages are the direct messages of the bot to somebody, in order, as text.
func (s *Server) DirectMessages(who string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.joinMember(who).id
	var parts []string
	for _, m := range s.messages {
		if c := s.channels[m.channel]; c != nil && c.kind == kindDirect && c.recipient == id && m.author == BotID {
			parts = append(parts, s.renderMessage(m))
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
		if s.visibleToAll(m) && m.author == BotID && m.kind != kindStarting {
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
		return s.messageJSON(m, messageView{content: true})
	}
	return nil
}

// renderMessage is a message as its readers see it, with the names of who is mentioned.
func (s *Server) renderMessage(m *message) string {
	var parts []string
	look := render.Renderer{Zone: s.zone, Name: func(id string) string {
		if who := s.members[id]; who != nil {
			if who.nick != "" {
				return who.nick
			}
			return who.name
		}
		return id
	}}
	if m.content != "" {
		parts = append(parts, look.RenderMarkdown(m.content))
	}
	if c := look.RenderAll(payload.DecodeList(m.components)); c != "" {
		parts = append(parts, c)
	}
	return strings.Join(parts, "\n")
}
