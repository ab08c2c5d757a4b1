package discordtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// getMessages returns a page of a channel's history, newest first, wherever it begins.
func (s *Server) getMessages(r *request) reply {
	c, no := s.findChannel(r.args[0])
	if c == nil {
		return no
	}
	if no, is := s.missingPermission(c, 0); is {
		return no
	}
	if c.kind != kindDirect && s.botPermissions(c)&ReadHistory == 0 {
		return okReply([]payload.Object{}) // nothing is readable
	}
	limit := 50
	if text := r.query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			return invalidForm([]string{"limit is 1 to 100"})
		}
		limit = n
	}
	before, after := snowflake(r.query.Get("before")), snowflake(r.query.Get("after"))
	var all []*message
	for _, m := range s.messages {
		id := snowflake(m.id)
		if m.channel == c.id && m.only == "" && (before == 0 || id < before) && id > after {
			all = append(all, m)
		}
	}
	switch {
	case len(all) <= limit:
	case after > 0 && before == 0:
		all = all[:limit] // those that come right after
	default:
		all = all[len(all)-limit:]
	}
	out := []payload.Object{}
	for _, m := range slices.Backward(all) {
		out = append(out, s.messageJSON(m, messageView{content: s.gateway.content}))
	}
	return okReply(out)
}

// findMessage finds a message that everybody in a channel sees.
func (s *Server) findMessage(channel, id string) (*message, reply) {
	if c, no := s.findChannel(channel); c == nil {
		return nil, no
	}
	if m := s.byID[id]; m != nil && m.channel == channel && m.only == "" {
		return m, reply{}
	}
	return nil, unknownMessage()
}

func (s *Server) getMessage(r *request) reply {
	m, no := s.findMessage(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	return okReply(s.messageJSON(m, messageView{content: s.gateway.content}))
}

// checkWritable unarchives a thread before a message is written to it. It refuses a locked one.
func (s *Server) checkWritable(c *channel) (reply, bool) {
	if c.archived && c.locked {
		return errorReply(http.StatusBadRequest, 50083, "Thread is archived"), false
	}
	if c.archived {
		c.archived, c.changed = false, s.now()
		s.dispatch("THREAD_UPDATE", intentGuilds, c.toJSON())
	}
	return reply{}, true
}

func (s *Server) postMessage(r *request) reply {
	c, no := s.findChannel(r.args[0])
	if c == nil {
		return no
	}
	if !holdsMessages(c.kind) {
		return errorReply(http.StatusBadRequest, 50008, "Cannot send messages in a non-text channel")
	}
	may := SendMessages
	if c.kind == kindThread {
		may = SendInThreads
	}
	if no, is := s.missingPermission(c, may); is {
		return no
	}
	in := readBody(r.raw)
	key := c.id + " " + fmt.Sprint(in.Nonce)
	if first := s.byID[s.nonces[key]]; in.Enforce && in.Nonce != nil && first != nil {
		return s.messageCreated(first)
	}
	if c.kind == kindDirect && s.faults.shut[c.recipient] {
		return errorReply(http.StatusForbidden, 50007, "Cannot send messages to this user")
	}
	m := &message{channel: c.id, author: BotID, created: s.now(), nonce: in.Nonce}
	if in.Reference != nil {
		m.reference, m.kind = in.Reference.Message, kindReply
	}
	if no, taken := m.applyBody(in); !taken {
		return no
	}
	if no, is := s.checkWritable(c); !is {
		return no
	}
	m.id = s.nextID()
	if in.Nonce != nil {
		s.nonces[key] = m.id
	}
	s.addMessage(m)
	s.dispatchMessage("MESSAGE_CREATE", m)
	return s.messageCreated(m)
}

// messageCreated is the answer to a create: the only place besides the event where the nonce is
// told.
func (s *Server) messageCreated(m *message) reply {
	o := s.messageJSON(m, messageView{content: true})
	o["nonce"] = m.nonce
	return okReply(o)
}

func (s *Server) patchMessage(r *request) reply {
	m, no := s.findMessage(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	if m.author != BotID {
		return errorReply(http.StatusForbidden, 50005, "Cannot edit a message authored by another user")
	}
	if c := s.channels[m.channel]; c.archived {
		return errorReply(http.StatusBadRequest, 50083, "Thread is archived")
	}
	if no, taken := s.editMessage(m, r.raw); !taken {
		return no
	}
	s.dispatchMessage("MESSAGE_UPDATE", m)
	return okReply(s.messageJSON(m, messageView{content: true}))
}

// editMessage applies the fields of a request to a message. A refused request changes nothing.
func (s *Server) editMessage(m *message, raw []byte) (reply, bool) {
	in := readBody(raw)
	if in.Flags != nil && m.flags&payload.FlagComponents != 0 && *in.Flags&payload.FlagComponents == 0 {
		s.reportViolation("an edit takes the flag IS_COMPONENTS_V2 off a message: %s", raw)
	}
	changed := *m
	if no, taken := changed.applyBody(in); !taken {
		return no, false
	}
	changed.edited = s.now()
	changed.changed++
	*m = changed
	return reply{}, true
}

func (s *Server) deleteMessage(r *request) reply {
	m, no := s.findMessage(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	if m.author != BotID {
		return errorReply(http.StatusForbidden, 50013, "Missing Permissions")
	}
	s.removeMessage(m)
	return noContent()
}

// removeMessage removes a message and says so.
func (s *Server) removeMessage(m *message) {
	s.forgetMessage(m)
	gone := payload.Object{"id": m.id, "channel_id": m.channel}
	if s.channels[m.channel].kind != kindDirect {
		gone["guild_id"] = GuildID
	}
	s.dispatch("MESSAGE_DELETE", s.messageIntent(m), gone)
}

// postThread starts a thread from a message. Both have the same id.
func (s *Server) postThread(r *request) reply {
	m, no := s.findMessage(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	c := s.channels[m.channel]
	if no, is := s.missingPermission(c, PublicThreads); is {
		return no
	}
	if c.kind != kindText && c.kind != KindAnnouncement {
		return errorReply(http.StatusBadRequest, 50024, "Cannot execute action on this channel type")
	}
	if m.flags&payload.FlagHasThread != 0 {
		return errorReply(http.StatusBadRequest, 160004, "A thread has already been created for this message")
	}
	c = s.createThread(m, BotID, payload.TextOf(r.body, "name"), payload.IntOf(r.body, "auto_archive_duration"))
	return reply{http.StatusCreated, c.toJSON()}
}

func (s *Server) createThread(m *message, owner, name string, archiveAfter int) *channel {
	if archiveAfter == 0 {
		archiveAfter = 1440
	}
	c := &channel{
		id: m.id, kind: kindThread, name: strings.TrimSpace(name), parent: m.channel, owner: owner,
		archiveAfter: archiveAfter, created: s.now(), changed: s.now(),
	}
	s.channels[c.id] = c
	m.flags |= payload.FlagHasThread
	first := &message{
		id: s.nextID(), channel: c.id, author: owner, kind: kindStarting, reference: m.id, created: s.now(),
	}
	s.addMessage(first)
	made := c.toJSON()
	made["newly_created"] = true
	s.dispatch("THREAD_CREATE", intentGuilds, made)
	s.dispatchMessage("MESSAGE_UPDATE", m)
	s.dispatchMessage("MESSAGE_CREATE", first)
	return c
}

func (s *Server) putReaction(r *request) reply {
	m, no := s.findMessage(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	if c := s.channels[m.channel]; c.archived {
		return errorReply(http.StatusBadRequest, 50083, "Thread is archived")
	}
	if no, is := s.missingPermission(s.channels[m.channel], AddReactions|ReadHistory); is {
		return no
	}
	if r.args[2] == "" || strings.Contains(r.args[2], ":") {
		return errorReply(http.StatusBadRequest, 10014, "Unknown Emoji")
	}
	if !slices.Contains(m.reactions, r.args[2]) {
		m.reactions = append(m.reactions, r.args[2])
	}
	return noContent()
}

func (s *Server) deleteReaction(r *request) reply {
	m, no := s.findMessage(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	m.reactions = slices.DeleteFunc(m.reactions, func(e string) bool { return e == r.args[2] })
	return noContent()
}

// waits bounds every wait of a test for the bot, in real time.
const waits = time.Minute
