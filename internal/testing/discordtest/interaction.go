package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
	"quizbot/internal/testing/discordtest/render"
)

// Kinds of interactions.
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type
const (
	kindOfCommand  = 2
	kindOfPress    = 3
	kindOfComplete = 4
	kindOfSubmit   = 5
)

// Discord waits three seconds for the first answer, and takes more of them for a quarter of an
// hour.
// https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages
const (
	respondWithin = 3 * time.Second
	tokenLives    = 15 * time.Minute
)

// ErrUnanswered is shown to the author of an interaction without an answer in time.
var ErrUnanswered = errors.New("The application did not respond") //nolint:staticcheck // the client's own words

// interaction is something that somebody did with the bot.
type interaction struct {
	id, token, channel string
	kind               int
	who                *member
	pressed            *message // the message whose button or select it was, or from which the form came
	created            time.Time
	sent               time.Time // in real time
	payload            payload.Object

	kindOfReply int // 0 before the first answer
	data        json.RawMessage
	took        time.Duration
	original    *message
	answered    chan struct{} // closes with the first answer
	completed   chan struct{} // closes with the message that a deferred answer promised
	followUps   []*message
}

// modal is an open form.
type modal struct {
	customID, title string
	components      json.RawMessage
	pressed         *message
	channel         string
}

// Answer is how the bot answered a action.
type Answer struct {
	// Interaction is the id of the interaction that the action was sent as.
	Interaction string
	// Type and Data are the first answer's, such as 4 and a message.
	Type int
	Data json.RawMessage
	// Took is how long the first answer took, Completed how long it took until the message stood
	// that a deferred answer had promised, both in real time.
	Took, Completed time.Duration
	// Shown is what the author was shown in answer, as text: the messages, the form or the choices.
	Shown string
}

// newInteraction makes an interaction and its payload, without what is particular to its kind.
func (s *Server) newInteraction(kind int, who *member, channel string, data payload.Object) *interaction {
	c := s.channels[channel]
	it := &interaction{
		id: s.nextID(), kind: kind, who: who, channel: channel, created: s.now(), sent: time.Now(),
		answered: make(chan struct{}), completed: make(chan struct{}),
	}
	it.token = fmt.Sprintf("aW50ZXJhY3Rpb246%s-%d", it.id, len(s.interactions))
	o := payload.Object{
		"id": it.id, "application_id": AppID, "type": kind, "token": it.token, "version": 1, "data": data,
		"channel_id": channel, "channel": s.channelJSON(c), "locale": who.locale, "entitlements": []any{}, "context": 0,
		"app_permissions": strconv.Itoa(s.botPermissions(c)), "authorizing_integration_owners": payload.Object{"0": GuildID},
		"attachment_size_limit": 10485760,
	}
	if c.kind == kindDirect {
		o["user"], o["context"], o["authorizing_integration_owners"] = who.userJSON(), 1, payload.Object{"0": "0"}
	} else {
		m := who.memberJSON()
		m["user"], m["permissions"] = who.userJSON(), who.permissions()
		o["guild_id"], o["guild_locale"], o["member"] = GuildID, "en-US", m
		o["guild"] = payload.Object{"id": GuildID, "locale": "en-US", "features": []string{"COMMUNITY"}}
	}
	it.payload = o
	s.interactions[it.id], s.tokens[it.token] = it, it
	return it
}

// deliverInteraction sends an interaction and waits for the first answer, and for the message that
// a deferred one promised.
func (s *Server) deliverInteraction(it *interaction) (*Answer, error) {
	s.mu.Lock()
	it.sent = time.Now()
	s.dispatch("INTERACTION_CREATE", 0, it.payload)
	s.mu.Unlock()
	select {
	case <-it.answered:
	case <-time.After(s.Patience):
		return nil, ErrUnanswered
	}
	s.mu.Lock()
	deferred := it.kindOfReply == payload.CallbackDeferred
	s.mu.Unlock()
	if deferred {
		select {
		case <-it.completed:
		case <-time.After(waits):
			return nil, errors.New("the bot thinks, and no answer comes")
		}
	}
	a := &Answer{Interaction: it.id, Completed: time.Since(it.sent)}
	s.mu.Lock()
	defer s.mu.Unlock()
	a.Type, a.Data, a.Took = it.kindOfReply, it.data, it.took
	a.Shown = s.shownAnswer(it)
	return a, nil
}

// shownAnswer is what an interaction was answered with, as text.
func (s *Server) shownAnswer(it *interaction) string {
	if it.kindOfReply == payload.CallbackModal && it.who.modal != nil {
		return it.who.modal.renderText()
	}
	text := ""
	for _, m := range append([]*message{it.original}, it.followUps...) {
		if m != nil && s.byID[m.id] == m && m.flags&payload.FlagLoading == 0 {
			text += s.renderMessage(m) + "\n"
		}
	}
	return text
}

// Redeliver sends an interaction once more, as happens when a session is resumed.
func (s *Server) Redeliver(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if it := s.interactions[id]; it != nil {
		s.dispatch("INTERACTION_CREATE", 0, it.payload)
		return
	}
	s.reportViolation("no interaction %s", id)
}

// RedeliverLast sends the last interaction once more, and waits until the bot has handled it.
func (s *Server) RedeliverLast() {
	s.mu.Lock()
	last := ""
	for id := range s.interactions {
		if last == "" || snowflake(id) > snowflake(last) {
			last = id
		}
	}
	s.mu.Unlock()
	s.Redeliver(last)
	s.waitIdle()
}

// rejectsCallback says what is wrong with a kind of answer to an interaction, or nothing.
func (it *interaction) rejectsCallback(kind int) string {
	fromMessage := it.pressed != nil && (it.kind == kindOfPress || it.kind == kindOfSubmit)
	switch kind {
	case payload.CallbackMessage, payload.CallbackDeferred:
		if it.kind == kindOfComplete {
			return "typing ahead is answered with choices alone"
		}
	case payload.CallbackDeferredUpdate, payload.CallbackUpdate:
		if !fromMessage {
			return "only a press, or a form that came of one, can update a message"
		}
	case payload.CallbackChoices:
		if it.kind != kindOfComplete {
			return "only typing ahead is answered with choices"
		}
	case payload.CallbackModal:
		if it.kind != kindOfCommand && it.kind != kindOfPress {
			return "only a command or a press can open a form"
		}
	default:
		return fmt.Sprintf("no callback has the type %d", kind)
	}
	return ""
}

// tokenValid reports whether an interaction's token can still be used for follow-ups.
func (s *Server) tokenValid(it *interaction) bool {
	return it != nil && it.kindOfReply != 0 && s.now().Sub(it.created) < tokenLives
}

// postResponse makes the message that answers an interaction; only its author sees it.
func (s *Server) postResponse(it *interaction, in messageBody) (*message, reply, bool) {
	m := &message{channel: it.channel, author: BotID, created: s.now(), answers: it, only: it.who.id, kind: kindDefault}
	if it.kind == kindOfCommand {
		m.kind = kindCommand
	}
	if s.channels[it.channel] == nil {
		return nil, unknownChannel(), false
	}
	if in.Flags == nil || *in.Flags&payload.FlagEphemeral == 0 {
		s.reportViolation("an answer is for everybody: %s", contentText(in))
	}
	m.flags = payload.FlagEphemeral
	if no, taken := m.applyBody(in); !taken {
		return nil, no, false
	}
	m.id = s.nextID()
	s.addMessage(m)
	s.recordShown(m)
	return m, reply{}, true
}

// contentText is what a request would show, for messages of tests.
func contentText(in messageBody) string {
	if in.Components != nil {
		return render.Render(*in.Components)
	}
	if in.Content != nil {
		return *in.Content
	}
	return ""
}

func (m *modal) renderText() string {
	out := m.title
	for _, c := range payload.WithNested(payload.DecodeList(m.components)) {
		switch payload.IntOf(c, "type") {
		case payload.ComponentLabel:
			out += "\n" + payload.TextOf(c, "label")
			if d := payload.TextOf(c, "description"); d != "" {
				out += "\n· " + d
			}
		case payload.ComponentInput:
			if l := payload.TextOf(c, "label"); l != "" {
				out += "\n" + l
			}
			out += "\n| " + payload.TextOf(c, "value")
		case payload.ComponentText:
			out += "\n" + render.PlainRenderer().RenderMarkdown(payload.TextOf(c, "content"))
		case payload.ComponentSelect, payload.ComponentRadios, payload.ComponentChecks:
			out += "\n" + renderOptions(c)
		}
	}
	return out
}

// renderOptions are the options of a form, with those that are chosen.
func renderOptions(c payload.Object) string {
	var lines []string
	for _, o := range payload.ListOf(c["options"]) {
		box := "☐ "
		if o["default"] == true {
			box = "☑ "
		}
		lines = append(lines, box+payload.TextOf(o, "label"))
	}
	return strings.Join(lines, "\n")
}

// inputFields are the text inputs of a form.
func (m *modal) inputFields() []payload.Object {
	return slices.DeleteFunc(payload.WithNested(payload.DecodeList(m.components)), func(c payload.Object) bool { return payload.IntOf(c, "type") != payload.ComponentInput })
}
