package discordtest

import (
	"encoding/json"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// Kinds of messages.
const (
	kindDefault  = 0
	kindReply    = 19
	kindCommand  = 20
	kindStarting = 21 // the first of a thread: it points at the message that the thread hangs from
)

// message is in a channel, or shown to a single member.
type message struct {
	id, channel, author string
	kind                int
	content             string
	components, embeds  json.RawMessage
	flags               int
	nonce               any
	created, edited     time.Time
	reactions           []string // of the bot, as emoji
	reference           string   // the message that it answers or points at
	only                string   // the only member to see it, empty for everyone
	answers             *interaction
	changed             int // grows with each time that it was shown anew
}

// messageBody is the body of a create or edit request. Absent fields are nil.
type messageBody struct {
	Content    *string          `json:"content"`
	Components *json.RawMessage `json:"components"`
	Embeds     *json.RawMessage `json:"embeds"`
	Flags      *int             `json:"flags"`
	Nonce      any              `json:"nonce"`
	Enforce    bool             `json:"enforce_nonce"`
	Reference  *struct {
		Message string `json:"message_id"`
	} `json:"message_reference"`
}

// readBody reads a request or a part of one; what is wrong with it the checks tell.
func readBody(raw []byte) messageBody {
	var in messageBody
	_ = json.Unmarshal(raw, &in)
	return in
}

// applyBody puts what a request holds into a message, and refuses to take the flag for components
// off one.
func (m *message) applyBody(in messageBody) (reply, bool) {
	if in.Flags != nil {
		const settable = payload.FlagComponents | 1<<2 | 1<<12 // suppressed embeds and notifications
		if m.flags&payload.FlagComponents != 0 && *in.Flags&payload.FlagComponents == 0 {
			return invalidForm([]string{"the flag IS_COMPONENTS_V2 cannot be removed"}), false
		}
		m.flags = m.flags&^settable | *in.Flags&settable
	}
	v2 := m.flags&payload.FlagComponents != 0
	if v2 && (in.Content != nil && *in.Content != "" || in.Embeds != nil && len(payload.DecodeList(*in.Embeds)) > 0) {
		return invalidForm([]string{"content and embeds cannot stand in a message with IS_COMPONENTS_V2"}), false
	}
	if in.Content != nil {
		m.content = *in.Content
	}
	if v2 {
		m.content, m.embeds = "", nil
	}
	if in.Components != nil {
		m.components = withNumbers(*in.Components)
	}
	if in.Embeds != nil {
		m.embeds = *in.Embeds
	}
	if m.content == "" && len(payload.DecodeList(m.components)) == 0 && len(payload.DecodeList(m.embeds)) == 0 {
		return errorReply(400, 50006, "Cannot send an empty message"), false
	}
	if !v2 {
		for _, c := range payload.DecodeList(m.components) {
			if payload.IntOf(c, "type") != payload.ComponentRow {
				return invalidForm([]string{"components other than action rows need IS_COMPONENTS_V2"}), false
			}
		}
	}
	return reply{}, true
}

// withNumbers gives every component without an id one that no other has, as Discord does.
func withNumbers(raw json.RawMessage) json.RawMessage {
	components := payload.DecodeList(raw)
	taken := map[int]bool{}
	for _, c := range payload.WithNested(components) {
		taken[payload.IntOf(c, "id")] = true
	}
	next := 0
	for _, c := range payload.WithNested(components) {
		if payload.IntOf(c, "id") > 0 {
			continue
		}
		for next++; taken[next]; {
			next++
		}
		c["id"] = next
	}
	out, err := json.Marshal(components)
	if err != nil || components == nil {
		return json.RawMessage("[]")
	}
	return out
}

// messageView says who looks at a message.
type messageView struct {
	gateway bool // with the fields that only events have
	content bool // other people's words are told
}

// json is a message as the API writes it.
func (s *Server) messageJSON(m *message, v messageView) payload.Object {
	author := s.members[m.author]
	o := payload.Object{
		"id": m.id, "type": m.kind, "channel_id": m.channel, "author": author.userJSON(), "content": m.content,
		"timestamp": timestamp(m.created), "edited_timestamp": timestamp(m.edited), "tts": false, "mention_everyone": false,
		"mentions": s.mentionsJSON(m), "mention_roles": []any{}, "attachments": []any{}, "embeds": rawOrEmpty(m.embeds),
		"components": s.componentsJSON(m, v), "pinned": false, "flags": m.flags,
	}
	c := s.channels[m.channel]
	if m.author != BotID && !v.content && c.kind != kindDirect && !strings.Contains(m.content, "<@"+BotID+">") {
		o["content"], o["embeds"], o["components"] = "", []any{}, []any{}
	}
	if m.reference != "" {
		from := m.channel
		if r := s.byID[m.reference]; r != nil {
			from = r.channel
			o["referenced_message"] = s.messageJSON(r, messageView{content: v.content})
		}
		o["message_reference"] = payload.Object{"type": 0, "channel_id": from, "message_id": m.reference, "guild_id": GuildID}
	}
	if m.answers != nil {
		o["application_id"], o["webhook_id"] = AppID, AppID
	}
	if len(m.reactions) > 0 {
		var all []payload.Object
		for _, e := range m.reactions {
			all = append(all, payload.Object{"emoji": payload.Object{"id": nil, "name": e}, "count": 1, "me": true, "burst_colors": []any{}})
		}
		o["reactions"] = all
	}
	if m.flags&payload.FlagHasThread != 0 && s.channels[m.id] != nil {
		o["thread"] = s.channels[m.id].toJSON()
	}
	if v.gateway && c.kind != kindDirect {
		o["guild_id"], o["member"] = GuildID, author.memberJSON()
		o["channel_type"] = c.kind
	}
	return o
}

// componentsJSON returns a message's components, plus one of an unknown type if the test asked for
// it.
func (s *Server) componentsJSON(m *message, v messageView) any {
	if s.faults.strange && (v.gateway || m.author != BotID) {
		return append(payload.DecodeList(m.components), unknownComponent())
	}
	return rawOrEmpty(m.components)
}

// unknownComponent is of a kind that Discord may have one day.
func unknownComponent() payload.Object {
	return payload.Object{"type": 99, "id": 9999, "new": payload.Object{"deep": []any{1, "x"}}}
}

func rawOrEmpty(raw json.RawMessage) any {
	if len(raw) == 0 || string(raw) == "null" {
		return []any{}
	}
	return raw
}

// addMessage puts a message up.
func (s *Server) addMessage(m *message) {
	s.messages = append(s.messages, m)
	s.byID[m.id] = m
	if c := s.channels[m.channel]; m.only == "" {
		c.last = m.id
		if c.kind == kindThread && m.kind != kindStarting {
			c.count++
		}
	}
}

// drop takes a message down.
func (s *Server) forgetMessage(m *message) {
	delete(s.byID, m.id)
	for i := range s.messages {
		if s.messages[i] == m {
			s.messages = append(s.messages[:i:i], s.messages[i+1:]...)
			return
		}
	}
}

// recordShown records a message, or its new version, as shown to its only reader.
func (s *Server) recordShown(m *message) {
	who := s.members[m.only]
	if who == nil {
		return
	}
	for i := range who.shown {
		if who.shown[i] == m {
			who.shown = append(who.shown[:i:i], who.shown[i+1:]...)
			break
		}
	}
	who.shown = append(who.shown, m)
}

// mentionsJSON are the members whom a message mentions.
func (s *Server) mentionsJSON(m *message) []any {
	list := []any{}
	for _, who := range s.members {
		if strings.Contains(m.content, "<@"+who.id+">") || strings.Contains(m.content, "<@!"+who.id+">") {
			o := who.userJSON()
			o["member"] = who.memberJSON()
			list = append(list, o)
		}
	}
	return list
}
