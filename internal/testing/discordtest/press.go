package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// seen finds the component shown last, to everybody or to who alone, for which is holds.
func (s *Server) seen(who *member, is func(object) bool) (*message, object) {
	for _, m := range slices.Backward(s.messages) {
		c := s.channels[m.channel]
		if c == nil || m.author != BotID || m.only != "" && m.only != who.id || c.kind == kindDirect && c.recipient != who.id {
			continue
		}
		for _, o := range nested(decode(m.components)) {
			if o["disabled"] != true && is(o) {
				return m, o
			}
		}
	}
	return nil, nil
}

// Press presses the button with a label that was shown last, to everybody or to who alone.
func (s *Server) Press(who, label string) {
	s.t.Helper()
	m, c := s.shownTo(who, func(o object) bool { return num(o, "type") == componentButton && labelled(o, label) })
	if m == nil || str(c, "custom_id") == "" {
		s.t.Fatalf("%s was shown no button %q, but:\n%s\n%s", who, label, s.Channel(), s.Private(who))
		return
	}
	if _, err := s.PressButton(who, m.id, str(c, "custom_id")); err != nil {
		s.t.Fatalf("%s presses %s: %v", who, label, err)
	}
	s.settle()
}

// labelled reports whether a button has a label, whatever stands behind that on the button.
func labelled(o object, label string) bool {
	return str(o, "label") == label || strings.HasPrefix(str(o, "label"), label+" · ")
}

func (s *Server) shownTo(who string, is func(object) bool) (*message, object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen(s.join(who), is)
}

// Choose chooses the options with the given letters, such as "B" for "B. tuple", of the select that was shown last.
func (s *Server) Choose(who string, letters ...string) {
	s.t.Helper()
	if s.optionsOpen(who) {
		s.ChooseInForm(who, letters...)
		return
	}
	m, c := s.shownTo(who, func(o object) bool { return num(o, "type") == componentSelect })
	if m == nil {
		s.t.Fatalf("%s was shown no select, but:\n%s\n%s", who, s.Channel(), s.Private(who))
		return
	}
	var values []string
	for _, o := range list(c["options"]) {
		letter, _, _ := strings.Cut(str(o, "label"), ".")
		if slices.Contains(letters, letter) {
			values = append(values, str(o, "value"))
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
	if _, err := s.ChooseOptions(who, m.id, str(c, "custom_id"), values...); err != nil {
		s.t.Fatalf("%s chooses %v: %v", who, letters, err)
	}
	s.settle()
}

// PressButton presses a button of a message, whether the message still has it or not, and returns how the bot answered.
// It may be called by many at once.
func (s *Server) PressButton(user, messageID, customID string) (*Answer, error) {
	return s.press(user, messageID, object{"component_type": componentButton, "custom_id": customID})
}

// ChooseOptions chooses options of a select by their values.
func (s *Server) ChooseOptions(user, messageID, customID string, values ...string) (*Answer, error) {
	return s.press(user, messageID, object{"component_type": componentSelect, "custom_id": customID, "values": values})
}

func (s *Server) press(user, messageID string, data object) (*Answer, error) {
	s.mu.Lock()
	m := s.byID[messageID]
	who := s.begin(user)
	if m == nil || m.only != "" && m.only != who.id || s.channels[m.channel] == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s sees no message %s", user, messageID)
	}
	for _, c := range nested(decode(m.components)) {
		if str(c, "custom_id") == data["custom_id"] {
			data["id"] = num(c, "id")
		}
	}
	it := s.newInteraction(kindOfPress, who, m.channel, data)
	it.pressed = m
	it.payload["message"] = s.pressedJSON(m)
	s.mu.Unlock()
	return s.deliver(it)
}

// pressedJSON is a message as it stands beside a press.
func (s *Server) pressedJSON(m *message) object {
	o := s.messageJSON(m, view{content: true})
	if s.faults.strange {
		o["components"] = append(decode(m.components), strangeComponent())
	}
	return o
}

// Form is the text in the form that stands open for somebody, and whether one does.
func (s *Server) Form(who string) (text string, open bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.join(who).modal
	if f == nil {
		return "", false
	}
	for _, in := range f.inputs() {
		return str(in, "value"), true
	}
	return "", true
}

// FormText is all that the form shows that stands open for somebody, as text.
func (s *Server) FormText(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.join(who).modal; f != nil {
		return f.text()
	}
	return ""
}

// Submit replaces the text in the form that stands open for somebody, and sends it.
func (s *Server) Submit(who, text string) {
	s.t.Helper()
	s.mu.Lock()
	f := s.join(who).modal
	s.mu.Unlock()
	if f == nil {
		s.t.Fatalf("no form stands open for %s, who sees:\n%s", who, s.Private(who))
		return
	}
	if _, err := s.SubmitModal(who, f.customID, text); err != nil {
		s.t.Fatalf("%s sends a form: %v", who, err)
	}
	s.settle()
}

// SubmitModal sends the form with an id that stands open for a member, with a text in its first field, and returns how
// the bot answered. The form stays open where the bot did not. It may be called by many at once.
func (s *Server) SubmitModal(user, customID, text string) (*Answer, error) {
	return s.submit(user, customID, text, nil)
}

// submit sends the form that stands open for a member, where an id is given the one with it.
func (s *Server) submit(user, customID, text string, letters []string) (*Answer, error) {
	s.mu.Lock()
	who := s.join(user)
	f := who.modal
	if f == nil || customID != "" && f.customID != customID || s.channels[f.channel] == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("no form %q stands open for %s", customID, user)
	}
	who = s.begin(user)
	it := s.newInteraction(kindOfSubmit, who, f.channel, object{"custom_id": f.customID, "components": s.filled(f, text, letters)})
	if f.pressed != nil {
		it.pressed = f.pressed
		it.payload["message"] = s.pressedJSON(f.pressed)
	}
	s.mu.Unlock()
	return s.deliver(it)
}

// filled are the components of a form as they are sent: each with its id, fields with what was entered. letters, where they
// are not nil, are what is chosen.
func (s *Server) filled(f *modal, text string, letters []string) []object {
	first := true
	field := func(c object) object {
		o := object{"type": c["type"], "id": c["id"], "custom_id": c["custom_id"]}
		if choosable(c) {
			values := chosen(c, letters)
			if num(c, "type") != componentRadios {
				o["values"] = values
			} else if o["value"] = nil; len(values) > 0 {
				o["value"] = values[0]
			}
			return o
		}
		o["value"] = str(c, "value")
		if first && letters == nil {
			o["value"], first = text, false
		}
		return o
	}
	var out []object
	for _, c := range decode(f.components) {
		o := object{"type": c["type"], "id": c["id"]}
		switch num(c, "type") {
		case componentLabel:
			o["component"] = field(sub(c, "component"))
		case componentRow:
			inner := []object{}
			for _, e := range list(c["components"]) {
				inner = append(inner, field(e))
			}
			o["components"] = inner
		}
		out = append(out, o)
	}
	if s.faults.strange {
		out = append(out, object{"type": componentLabel, "id": 9998, "component": strangeComponent()}, strangeComponent())
	}
	return out
}

// chosen are the values of a component's options with the given letters, or those that are chosen to start with.
func chosen(c object, letters []string) []string {
	values := []string{}
	for _, o := range list(c["options"]) {
		letter, _, _ := strings.Cut(str(o, "label"), ".")
		if letters == nil && o["default"] == true || slices.Contains(letters, letter) {
			values = append(values, str(o, "value"))
		}
	}
	return values
}

// optionsOpen reports whether a form with options stands open for somebody.
func (s *Server) optionsOpen(who string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.join(who).modal
	return f != nil && slices.ContainsFunc(nested(decode(f.components)), choosable)
}

// ChooseInForm chooses the options with the given letters in the form that stands open for somebody, and sends it.
func (s *Server) ChooseInForm(who string, letters ...string) {
	s.t.Helper()
	if _, err := s.submit(who, "", "", append([]string{}, letters...)); err != nil {
		s.t.Fatalf("%s chooses %v in a form: %v", who, letters, err)
	}
	s.settle()
}

// mustObject reads an object; what is none is empty.
func mustObject(raw json.RawMessage) object {
	var o object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}
