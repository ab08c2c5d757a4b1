package discordtest

import (
	"encoding/json"
	"net/http"
)

// postCallback takes the first answer to an interaction.
func (s *Server) postCallback(r *request) reply {
	it := s.interactions[r.args[0]]
	if it == nil || it.token != r.args[1] {
		return unknownInteraction()
	}
	if it.kindOfReply != 0 {
		return refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	}
	took := r.at.Sub(it.sent)
	if took > s.Patience {
		return unknownInteraction()
	}
	kind := num(r.body, "type")
	if wrong := it.fits(kind); wrong != "" {
		s.wrong("%s: %s", wrong, r.raw)
		return invalidForm([]string{wrong})
	}
	var in struct {
		Data json.RawMessage `json:"data"`
	}
	_ = json.Unmarshal(r.raw, &in) // an object, or fits would not say so
	if no, fine := s.respond(it, kind, in.Data); !fine {
		return no
	}
	it.kindOfReply, it.data, it.took = kind, in.Data, took
	close(it.answered)
	if r.query.Get("with_response") != "true" {
		return done()
	}
	resource := object{"type": kind}
	if it.original != nil {
		resource["message"] = s.messageJSON(it.original, view{content: true})
	}
	return ok(object{"interaction": object{"id": it.id, "type": it.kind}, "resource": resource})
}

// respond does what a first answer says.
func (s *Server) respond(it *interaction, kind int, data json.RawMessage) (reply, bool) {
	in := read(data)
	if it.kind == kindOfSubmit {
		it.who.modal = nil
	}
	switch kind {
	case replyMessage:
		m, no, fine := s.posted(it, in)
		it.original = m
		return no, fine
	case replyDeferred:
		if in.Flags == nil || *in.Flags&flagEphemeral == 0 {
			s.wrong("a deferred answer is for everybody")
		}
		it.original = &message{
			id: s.id(), channel: it.channel, author: BotID, created: s.now(), answers: it, only: it.who.id,
			flags: flagEphemeral | flagLoading,
		}
		s.add(it.original)
	case replyLater:
		it.original = it.pressed
	case replyUpdate:
		it.original = it.pressed
		return s.rewrite(it, it.pressed, data)
	case replyModal:
		return s.open(it, data)
	}
	return reply{}, true
}

// rewrite replaces a message that answers an interaction, or whose button it came from.
func (s *Server) rewrite(it *interaction, m *message, raw []byte) (reply, bool) {
	if s.byID[m.id] != m {
		return unknownMessage(), false
	}
	if m.only == "" {
		s.wrong("a message that everybody sees is replaced by one for %s alone: %s", it.who.name, raw)
	}
	if no, taken := s.edit(m, raw); !taken {
		return no, false
	}
	if m.flags&flagLoading != 0 {
		m.flags &^= flagLoading
		close(it.completed)
	}
	s.show(m)
	if m.only == "" {
		s.tell("MESSAGE_UPDATE", m)
	}
	return reply{}, true
}

// open puts a form up.
func (s *Server) open(it *interaction, data json.RawMessage) (reply, bool) {
	var in struct {
		CustomID   string          `json:"custom_id"`
		Title      string          `json:"title"`
		Components json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return invalidForm([]string{err.Error()}), false
	}
	it.who.modal = &modal{
		customID: in.CustomID, title: in.Title, components: numbered(in.Components), pressed: it.pressed, channel: it.channel,
	}
	return reply{}, true
}

// postFollowUp takes another answer.
func (s *Server) postFollowUp(r *request) reply {
	it, no := s.answering(r)
	if it == nil {
		return no
	}
	if it.original != nil && it.original.flags&flagLoading != 0 {
		s.wrong("a follow-up comes before the deferred answer was completed, and fills its place: %s", r.raw)
	}
	m, no, fine := s.posted(it, read(r.raw))
	if !fine {
		return no
	}
	it.followUps = append(it.followUps, m)
	return ok(s.messageJSON(m, view{content: true}))
}

// answering finds the interaction of a webhook's path.
func (s *Server) answering(r *request) (*interaction, reply) {
	it := s.tokens[r.args[1]]
	switch {
	case r.args[0] != AppID || it == nil || it.kindOfReply == 0:
		return nil, unknownWebhook()
	case !s.alive(it):
		return nil, refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	}
	return it, reply{}
}

// answerFor finds the message of a webhook's path.
func (s *Server) answerFor(r *request) (*interaction, *message, reply) {
	it, no := s.answering(r)
	if it == nil {
		return nil, nil, no
	}
	m := it.original
	if r.args[2] != "@original" {
		m = s.byID[r.args[2]]
	}
	if m == nil || s.byID[m.id] != m || m != it.original && m.answers != it {
		return nil, nil, unknownMessage()
	}
	return it, m, reply{}
}

func (s *Server) getAnswer(r *request) reply {
	_, m, no := s.answerFor(r)
	if m == nil {
		return no
	}
	return ok(s.messageJSON(m, view{content: true}))
}

func (s *Server) patchAnswer(r *request) reply {
	it, m, no := s.answerFor(r)
	if m == nil {
		return no
	}
	if no, fine := s.rewrite(it, m, r.raw); !fine {
		return no
	}
	return ok(s.messageJSON(m, view{content: true}))
}

func (s *Server) deleteAnswer(r *request) reply {
	it, m, no := s.answerFor(r)
	if m == nil {
		return no
	}
	if m.only == "" {
		s.wrong("a message that everybody sees is deleted for %s", it.who.name)
	}
	if m.flags&flagLoading != 0 {
		close(it.completed)
	}
	s.remove(m)
	return done()
}
