package discordtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// getMessages returns a page of a channel's history, newest first, wherever it begins.
func (s *Server) getMessages(r *request) reply {
	c, no := s.channelFor(r.args[0])
	if c == nil {
		return no
	}
	if no, is := s.lacks(c, 0); is {
		return no
	}
	if c.kind != kindDirect && s.botMay(c)&ReadHistory == 0 {
		return ok([]object{}) // which is what may be read
	}
	limit := 50
	if text := r.query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			return invalidForm([]string{"limit is 1 to 100"})
		}
		limit = n
	}
	before, after := number(r.query.Get("before")), number(r.query.Get("after"))
	var all []*message
	for _, m := range s.messages {
		id := number(m.id)
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
	out := []object{}
	for _, m := range slices.Backward(all) {
		out = append(out, s.messageJSON(m, view{content: s.gateway.content}))
	}
	return ok(out)
}

// messageFor finds a message that everybody in a channel sees.
func (s *Server) messageFor(channel, id string) (*message, reply) {
	if c, no := s.channelFor(channel); c == nil {
		return nil, no
	}
	if m := s.byID[id]; m != nil && m.channel == channel && m.only == "" {
		return m, reply{}
	}
	return nil, unknownMessage()
}

func (s *Server) getMessage(r *request) reply {
	m, no := s.messageFor(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	return ok(s.messageJSON(m, view{content: s.gateway.content}))
}

// writable opens an archived thread for what is written into it, and refuses where it is locked.
func (s *Server) writable(c *channel) (reply, bool) {
	if c.archived && c.locked {
		return refuse(http.StatusBadRequest, 50083, "Thread is archived"), false
	}
	if c.archived {
		c.archived, c.changed = false, s.now()
		s.dispatch("THREAD_UPDATE", intentGuilds, c.json())
	}
	return reply{}, true
}

func (s *Server) postMessage(r *request) reply {
	c, no := s.channelFor(r.args[0])
	if c == nil {
		return no
	}
	if !holdsMessages(c.kind) {
		return refuse(http.StatusBadRequest, 50008, "Cannot send messages in a non-text channel")
	}
	may := SendMessages
	if c.kind == kindThread {
		may = SendInThreads
	}
	if no, is := s.lacks(c, may); is {
		return no
	}
	in := read(r.raw)
	key := c.id + " " + fmt.Sprint(in.Nonce)
	if first := s.byID[s.nonces[key]]; in.Enforce && in.Nonce != nil && first != nil {
		return s.created(first)
	}
	if c.kind == kindDirect && s.faults.shut[c.recipient] {
		return refuse(http.StatusForbidden, 50007, "Cannot send messages to this user")
	}
	m := &message{channel: c.id, author: BotID, created: s.now(), nonce: in.Nonce}
	if in.Reference != nil {
		m.reference, m.kind = in.Reference.Message, kindReply
	}
	if no, taken := m.take(in); !taken {
		return no
	}
	if no, is := s.writable(c); !is {
		return no
	}
	m.id = s.id()
	if in.Nonce != nil {
		s.nonces[key] = m.id
	}
	s.add(m)
	s.tell("MESSAGE_CREATE", m)
	return s.created(m)
}

// created is the answer to a create: the only place besides the event where the nonce is told.
func (s *Server) created(m *message) reply {
	o := s.messageJSON(m, view{content: true})
	o["nonce"] = m.nonce
	return ok(o)
}

func (s *Server) patchMessage(r *request) reply {
	m, no := s.messageFor(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	if m.author != BotID {
		return refuse(http.StatusForbidden, 50005, "Cannot edit a message authored by another user")
	}
	if c := s.channels[m.channel]; c.archived {
		return refuse(http.StatusBadRequest, 50083, "Thread is archived")
	}
	if no, taken := s.edit(m, r.raw); !taken {
		return no
	}
	s.tell("MESSAGE_UPDATE", m)
	return ok(s.messageJSON(m, view{content: true}))
}

// edit replaces what a request holds of a message; a request that is refused leaves it as it was.
func (s *Server) edit(m *message, raw []byte) (reply, bool) {
	in := read(raw)
	if in.Flags != nil && m.flags&flagComponents != 0 && *in.Flags&flagComponents == 0 {
		s.wrong("an edit takes the flag IS_COMPONENTS_V2 off a message: %s", raw)
	}
	changed := *m
	if no, taken := changed.take(in); !taken {
		return no, false
	}
	changed.edited = s.now()
	changed.changed++
	*m = changed
	return reply{}, true
}

func (s *Server) deleteMessage(r *request) reply {
	m, no := s.messageFor(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	if m.author != BotID {
		return refuse(http.StatusForbidden, 50013, "Missing Permissions")
	}
	s.takeDown(m)
	return done()
}

// takeDown removes a message and says so.
func (s *Server) takeDown(m *message) {
	s.remove(m)
	gone := object{"id": m.id, "channel_id": m.channel}
	if s.channels[m.channel].kind != kindDirect {
		gone["guild_id"] = GuildID
	}
	s.dispatch("MESSAGE_DELETE", s.messageIntent(m), gone)
}

// postThread starts a thread from a message, whose id it bears.
func (s *Server) postThread(r *request) reply {
	m, no := s.messageFor(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	c := s.channels[m.channel]
	if no, is := s.lacks(c, PublicThreads); is {
		return no
	}
	if c.kind != kindText && c.kind != KindAnnouncement {
		return refuse(http.StatusBadRequest, 50024, "Cannot execute action on this channel type")
	}
	if m.flags&flagHasThread != 0 {
		return refuse(http.StatusBadRequest, 160004, "A thread has already been created for this message")
	}
	c = s.thread(m, BotID, str(r.body, "name"), num(r.body, "auto_archive_duration"))
	return reply{http.StatusCreated, c.json()}
}

func (s *Server) thread(m *message, owner, name string, archiveAfter int) *channel {
	if archiveAfter == 0 {
		archiveAfter = 1440
	}
	c := &channel{
		id: m.id, kind: kindThread, name: strings.TrimSpace(name), parent: m.channel, owner: owner,
		archiveAfter: archiveAfter, created: s.now(), changed: s.now(),
	}
	s.channels[c.id] = c
	m.flags |= flagHasThread
	first := &message{
		id: s.id(), channel: c.id, author: owner, kind: kindStarting, reference: m.id, created: s.now(),
	}
	s.add(first)
	made := c.json()
	made["newly_created"] = true
	s.dispatch("THREAD_CREATE", intentGuilds, made)
	s.tell("MESSAGE_UPDATE", m)
	s.tell("MESSAGE_CREATE", first)
	return c
}

func (s *Server) putReaction(r *request) reply {
	m, no := s.messageFor(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	if c := s.channels[m.channel]; c.archived {
		return refuse(http.StatusBadRequest, 50083, "Thread is archived")
	}
	if no, is := s.lacks(s.channels[m.channel], AddReactions|ReadHistory); is {
		return no
	}
	if r.args[2] == "" || strings.Contains(r.args[2], ":") {
		return refuse(http.StatusBadRequest, 10014, "Unknown Emoji")
	}
	if !slices.Contains(m.reactions, r.args[2]) {
		m.reactions = append(m.reactions, r.args[2])
	}
	return done()
}

func (s *Server) deleteReaction(r *request) reply {
	m, no := s.messageFor(r.args[0], r.args[1])
	if m == nil {
		return no
	}
	m.reactions = slices.DeleteFunc(m.reactions, func(e string) bool { return e == r.args[2] })
	return done()
}

// waits bounds every wait of a test for the bot, in real time.
const waits = 20 * time.Second
