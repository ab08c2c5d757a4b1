package discordtest

import (
	"fmt"
	"slices"
	"strings"

	"quizbot/internal/testing/discordtest/payload"
)

// lastComponent returns the last matching component shown to everyone or to the member.
func (s *Server) lastComponent(who *member, is func(payload.Object) bool) (*message, payload.Object) {
	for _, m := range slices.Backward(s.messages) {
		c := s.channels[m.channel]
		if c == nil || m.author != BotID || m.only != "" && m.only != who.id || c.kind == kindDirect && c.recipient != who.id {
			continue
		}
		for _, o := range payload.WithNested(payload.DecodeList(m.components)) {
			if o["disabled"] != true && is(o) {
				return m, o
			}
		}
	}
	return nil, nil
}

// Press presses the last button with the label shown to everyone or to the member.
func (s *Server) Press(who, label string) {
	s.t.Helper()
	m, c := s.mustSeeComponent(who, func(o payload.Object) bool {
		return payload.IntOf(o, "type") == payload.ComponentButton && hasLabel(o, label)
	})
	if m == nil || payload.TextOf(c, "custom_id") == "" {
		s.t.Fatalf("%s was shown no button %q, but:\n%s\n%s", who, label, s.Channel(), s.Private(who))
		return
	}
	if _, err := s.PressButton(who, m.id, payload.TextOf(c, "custom_id")); err != nil {
		s.t.Fatalf("%s presses %s: %v", who, label, err)
	}
	s.waitIdle()
}

// hasLabel reports whether a button has a label, ignoring any suffix on the button.
func hasLabel(o payload.Object, label string) bool {
	return payload.TextOf(o, "label") == label || strings.HasPrefix(payload.TextOf(o, "label"), label+" · ")
}

func (s *Server) mustSeeComponent(who string, is func(payload.Object) bool) (*message, payload.Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastComponent(s.joinMember(who), is)
}

// Choose chooses the options with the given letters, such as "B" for "B. tuple", of the select that
// was shown last.
func (s *Server) Choose(who string, letters ...string) {
	s.t.Helper()
	if s.formHasOptions(who) {
		s.ChooseInForm(who, letters...)
		return
	}
	m, c := s.mustSeeComponent(who, func(o payload.Object) bool { return payload.IntOf(o, "type") == payload.ComponentSelect })
	if m == nil {
		s.t.Fatalf("%s was shown no select, but:\n%s\n%s", who, s.Channel(), s.Private(who))
		return
	}
	var values []string
	for _, o := range payload.ListOf(c["options"]) {
		letter, _, _ := strings.Cut(payload.TextOf(o, "label"), ".")
		if slices.Contains(letters, letter) {
			values = append(values, payload.TextOf(o, "value"))
		}
	}
	least, most := 1, 1
	if n, given := c["min_values"].(float64); given {
		least = int(n)
	}
	if n, given := c["max_values"].(float64); given {
		most = int(n)
	}
	if len(values) != len(letters) || len(values) < least || len(values) > most {
		s.t.Fatalf("%s chooses %v, of which %d can be; %d to %d must be: %v", who, letters, len(values), least, most, c["options"])
		return
	}
	if _, err := s.ChooseOptions(who, m.id, payload.TextOf(c, "custom_id"), values...); err != nil {
		s.t.Fatalf("%s chooses %v: %v", who, letters, err)
	}
	s.waitIdle()
}

// PressButton presses a button of a message, whether the message still has it or not, and returns
// how the bot answered. It may be called by many at once.
func (s *Server) PressButton(user, messageID, customID string) (*Answer, error) {
	return s.pressComponent(user, messageID, payload.Object{"component_type": payload.ComponentButton, "custom_id": customID})
}

// ChooseOptions chooses options of a select by their values.
func (s *Server) ChooseOptions(user, messageID, customID string, values ...string) (*Answer, error) {
	return s.pressComponent(user, messageID, payload.Object{"component_type": payload.ComponentSelect, "custom_id": customID, "values": values})
}

func (s *Server) pressComponent(user, messageID string, data payload.Object) (*Answer, error) {
	s.mu.Lock()
	m := s.byID[messageID]
	who := s.memberActing(user)
	if m == nil || m.only != "" && m.only != who.id || s.channels[m.channel] == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s sees no message %s", user, messageID)
	}
	for _, c := range payload.WithNested(payload.DecodeList(m.components)) {
		if payload.TextOf(c, "custom_id") == data["custom_id"] {
			data["id"] = payload.IntOf(c, "id")
		}
	}
	it := s.newInteraction(kindOfPress, who, m.channel, data)
	it.pressed = m
	it.payload["message"] = s.pressedJSON(m)
	s.mu.Unlock()
	return s.deliverInteraction(it)
}

// pressedJSON returns a message as part of a press.
func (s *Server) pressedJSON(m *message) payload.Object {
	o := s.messageJSON(m, messageView{content: true})
	if s.faults.strange {
		o["components"] = append(payload.DecodeList(m.components), unknownComponent())
	}
	return o
}

// Form returns the text in a member's open form, and whether there is one.
func (s *Server) Form(who string) (text string, open bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.joinMember(who).modal
	if f == nil {
		return "", false
	}
	for _, in := range f.inputFields() {
		return payload.TextOf(in, "value"), true
	}
	return "", true
}

// FormText returns the whole text of a member's open form.
func (s *Server) FormText(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.joinMember(who).modal; f != nil {
		return f.renderText()
	}
	return ""
}

// Submit replaces the text in a member's open form, and submits it.
func (s *Server) Submit(who, text string) {
	s.t.Helper()
	s.mu.Lock()
	f := s.joinMember(who).modal
	s.mu.Unlock()
	if f == nil {
		s.t.Fatalf("no form stands open for %s, who sees:\n%s", who, s.Private(who))
		return
	}
	if _, err := s.SubmitModal(who, f.customID, text); err != nil {
		s.t.Fatalf("%s sends a form: %v", who, err)
	}
	s.waitIdle()
}

// SubmitModal sends the form with an id that stands open for a member, with a text in its first
// field, and returns how the bot answered. The form stays open where the bot did not. It may be
// called by many at once.
func (s *Server) SubmitModal(user, customID, text string) (*Answer, error) {
	return s.submitForm(user, customID, text, nil)
}

// submitForm submits a member's open form. A custom id, if given, must match. letters chooses
// options, nil for a text form.
func (s *Server) submitForm(user, customID, text string, letters []string) (*Answer, error) {
	s.mu.Lock()
	who := s.joinMember(user)
	f := who.modal
	if f == nil || customID != "" && f.customID != customID || s.channels[f.channel] == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("no form %q stands open for %s", customID, user)
	}
	who = s.memberActing(user)
	it := s.newInteraction(kindOfSubmit, who, f.channel, payload.Object{"custom_id": f.customID, "components": s.filledFields(f, text, letters)})
	if f.pressed != nil {
		it.pressed = f.pressed
		it.payload["message"] = s.pressedJSON(f.pressed)
	}
	s.mu.Unlock()
	return s.deliverInteraction(it)
}

// filledFields are the components of a form as they are sent: each with its id, fields with what
// was entered. letters, where they are not nil, are what is chosen.
func (s *Server) filledFields(f *modal, text string, letters []string) []payload.Object {
	first := true
	field := func(c payload.Object) payload.Object {
		o := payload.Object{"type": c["type"], "id": c["id"], "custom_id": c["custom_id"]}
		if payload.HasOptions(c) {
			values := optionValues(c, letters)
			if payload.IntOf(c, "type") != payload.ComponentRadios {
				o["values"] = values
			} else if o["value"] = nil; len(values) > 0 {
				o["value"] = values[0]
			}
			return o
		}
		o["value"] = payload.TextOf(c, "value")
		if first && letters == nil {
			o["value"], first = text, false
		}
		return o
	}
	var out []payload.Object
	for _, c := range payload.DecodeList(f.components) {
		o := payload.Object{"type": c["type"], "id": c["id"]}
		switch payload.IntOf(c, "type") {
		case payload.ComponentLabel:
			o["component"] = field(payload.ChildOf(c, "component"))
		case payload.ComponentRow:
			inner := []payload.Object{}
			for _, e := range payload.ListOf(c["components"]) {
				inner = append(inner, field(e))
			}
			o["components"] = inner
		}
		out = append(out, o)
	}
	if s.faults.strange {
		out = append(out, payload.Object{"type": payload.ComponentLabel, "id": 9998, "component": unknownComponent()}, unknownComponent())
	}
	return out
}

// optionValues are the values of a component's options with the given letters, or those that are
// chosen to start with.
func optionValues(c payload.Object, letters []string) []string {
	values := []string{}
	for _, o := range payload.ListOf(c["options"]) {
		letter, _, _ := strings.Cut(payload.TextOf(o, "label"), ".")
		if letters == nil && o["default"] == true || slices.Contains(letters, letter) {
			values = append(values, payload.TextOf(o, "value"))
		}
	}
	return values
}

// formHasOptions reports whether a member's open form has options.
func (s *Server) formHasOptions(who string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.joinMember(who).modal
	return f != nil && slices.ContainsFunc(payload.WithNested(payload.DecodeList(f.components)), payload.HasOptions)
}

// ChooseInForm chooses the options with the given letters in the form that stands open for
// somebody, and sends it.
func (s *Server) ChooseInForm(who string, letters ...string) {
	s.t.Helper()
	if _, err := s.submitForm(who, "", "", append([]string{}, letters...)); err != nil {
		s.t.Fatalf("%s chooses %v in a form: %v", who, letters, err)
	}
	s.waitIdle()
}
