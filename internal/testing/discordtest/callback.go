package discordtest

import (
	"encoding/json"
	"net/http"

	"quizbot/internal/testing/discordtest/payload"
)

// postCallback takes the first answer to an interaction.
func (s *Server) postCallback(r *request) reply {
	it := s.interactions[r.args[0]]
	if it == nil || it.token != r.args[1] {
		return unknownInteraction()
	}
	if it.kindOfReply != 0 {
		return errorReply(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	}
	took := r.at.Sub(it.sent)
	if took > s.Patience {
		return unknownInteraction()
	}
	kind := payload.IntOf(r.body, "type")
	if wrong := it.rejectsCallback(kind); wrong != "" {
		s.reportViolation("%s: %s", wrong, r.raw)
		return invalidForm([]string{wrong})
	}
	var in struct {
		Data json.RawMessage `json:"data"`
	}
	_ = json.Unmarshal(r.raw, &in) // an object, or fits would not say so
	if no, fine := s.applyCallback(it, kind, in.Data); !fine {
		return no
	}
	it.kindOfReply, it.data, it.took = kind, in.Data, took
	close(it.answered)
	if r.query.Get("with_response") != "true" {
		return noContent()
	}
	resource := payload.Object{"type": kind}
	if it.original != nil {
		resource["message"] = s.messageJSON(it.original, messageView{content: true})
	}
	return okReply(payload.Object{"interaction": payload.Object{"id": it.id, "type": it.kind}, "resource": resource})
}

// applyCallback does what a first answer says.
func (s *Server) applyCallback(it *interaction, kind int, data json.RawMessage) (reply, bool) {
	in := readBody(data)
	if it.kind == kindOfSubmit {
		it.who.modal = nil
	}
	switch kind {
	case payload.CallbackMessage:
		m, no, fine := s.postResponse(it, in)
		it.original = m
		return no, fine
	case payload.CallbackDeferred:
		if in.Flags == nil || *in.Flags&payload.FlagEphemeral == 0 {
			s.reportViolation("a deferred answer is for everybody")
		}
		it.original = &message{
			id: s.nextID(), channel: it.channel, author: BotID, created: s.now(), answers: it, only: it.who.id,
			flags: payload.FlagEphemeral | payload.FlagLoading,
		}
		s.addMessage(it.original)
	case payload.CallbackDeferredUpdate:
		it.original = it.pressed
	case payload.CallbackUpdate:
		it.original = it.pressed
		return s.updateMessage(it, it.pressed, data)
	case payload.CallbackModal:
		return s.openModal(it, data)
	}
	return reply{}, true
}

// updateMessage replaces a message that answers an interaction, or whose button it came from.
func (s *Server) updateMessage(it *interaction, m *message, raw []byte) (reply, bool) {
	if s.byID[m.id] != m {
		return unknownMessage(), false
	}
	if m.only == "" {
		s.reportViolation("a message that everybody sees is replaced by one for %s alone: %s", it.who.name, raw)
	}
	if no, taken := s.editMessage(m, raw); !taken {
		return no, false
	}
	if m.flags&payload.FlagLoading != 0 {
		m.flags &^= payload.FlagLoading
		close(it.completed)
	}
	s.recordShown(m)
	if m.only == "" {
		s.dispatchMessage("MESSAGE_UPDATE", m)
	}
	return reply{}, true
}

// openModal puts a form up.
func (s *Server) openModal(it *interaction, data json.RawMessage) (reply, bool) {
	var in struct {
		CustomID   string          `json:"custom_id"`
		Title      string          `json:"title"`
		Components json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return invalidForm([]string{err.Error()}), false
	}
	it.who.modal = &modal{
		customID: in.CustomID, title: in.Title, components: withNumbers(in.Components), pressed: it.pressed, channel: it.channel,
	}
	return reply{}, true
}

// postFollowUp takes another answer.
func (s *Server) postFollowUp(r *request) reply {
	it, no := s.interactionFor(r)
	if it == nil {
		return no
	}
	if it.original != nil && it.original.flags&payload.FlagLoading != 0 {
		s.reportViolation("a follow-up comes before the deferred answer was completed, and fills its place: %s", r.raw)
	}
	m, no, fine := s.postResponse(it, readBody(r.raw))
	if !fine {
		return no
	}
	it.followUps = append(it.followUps, m)
	return okReply(s.messageJSON(m, messageView{content: true}))
}

// interactionFor finds the interaction of a webhook's path.
func (s *Server) interactionFor(r *request) (*interaction, reply) {
	it := s.tokens[r.args[1]]
	switch {
	case r.args[0] != AppID || it == nil || it.kindOfReply == 0:
		return nil, unknownWebhook()
	case !s.tokenValid(it):
		return nil, errorReply(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	}
	return it, reply{}
}

// responseFor finds the message of a webhook's path.
func (s *Server) responseFor(r *request) (*interaction, *message, reply) {
	it, no := s.interactionFor(r)
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

func (s *Server) getResponse(r *request) reply {
	_, m, no := s.responseFor(r)
	if m == nil {
		return no
	}
	return okReply(s.messageJSON(m, messageView{content: true}))
}

func (s *Server) patchResponse(r *request) reply {
	it, m, no := s.responseFor(r)
	if m == nil {
		return no
	}
	if no, fine := s.updateMessage(it, m, r.raw); !fine {
		return no
	}
	return okReply(s.messageJSON(m, messageView{content: true}))
}

func (s *Server) deleteResponse(r *request) reply {
	it, m, no := s.responseFor(r)
	if m == nil {
		return no
	}
	if m.only == "" {
		s.reportViolation("a message that everybody sees is deleted for %s", it.who.name)
	}
	if m.flags&payload.FlagLoading != 0 {
		close(it.completed)
	}
	s.forgetMessage(m)
	return noContent()
}
