package discordtest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Kinds of options. https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type
const (
	optionSub     = 1
	optionString  = 3
	optionInteger = 4
	optionBoolean = 5
	optionUser    = 6
	optionNumber  = 10
)

// Choice is one of those that the bot offers while somebody types.
type Choice struct{ Name, Value string }

// Command types a slash command in the channel, such as "/quiz-admin plan ask 10:15".
func (s *Server) Command(who, text string) {
	s.t.Helper()
	s.CommandIn(ChannelID, who, text)
}

// CommandIn types a slash command in a channel or thread.
func (s *Server) CommandIn(channel, who, text string) {
	s.t.Helper()
	if _, err := s.Type(channel, who, text); err != nil {
		s.t.Fatalf("%s types %s: %v", who, text, err)
	}
	s.settle()
}

// Type types a slash command and returns how it was answered. It may be called by many at once.
//
// The text is read as somebody would choose it from what the bot registered: a subcommand by its name, options in
// their order, the last one takes what is left. A word that is no subcommand is sent as one, as a client with old
// definitions does; a command with a subcommand now is sent as that where the text names none.
func (s *Server) Type(channel, who, text string) (*Answer, error) {
	it, err := s.typed(channel, who, text, kindOfCommand)
	if err != nil {
		return nil, err
	}
	return s.deliver(it)
}

// Complete types the beginning of an option's value, and returns what the bot offers.
func (s *Server) Complete(who, text string) []Choice {
	s.t.Helper()
	it, err := s.typed(ChannelID, who, text, kindOfComplete)
	if err != nil {
		s.t.Fatalf("%s types %s: %v", who, text, err)
	}
	if _, err := s.deliver(it); err != nil {
		s.t.Fatalf("%s types %s: %v", who, text, err)
	}
	var offered []Choice
	for _, c := range list(object(mustObject(it.data))["choices"]) {
		offered = append(offered, Choice{str(c, "name"), fmt.Sprint(c["value"])})
	}
	return offered
}

// typed makes the interaction of a command.
func (s *Server) typed(channel, who, text string, kind int) (*interaction, error) {
	name, rest := cutWord(strings.TrimPrefix(text, "/"))
	definition := s.definition(name)
	if definition == nil {
		return nil, errors.New("the bot registered no command " + name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channels[channel] == nil {
		return nil, errors.New("there is no channel " + channel)
	}
	data := object{"id": definition["id"], "name": name, "type": 1}
	if g := str(definition, "guild_id"); g != "" {
		data["guild_id"] = g
	}
	f := filler{s: s, completes: kind == kindOfComplete, resolved: object{}}
	options, err := f.command(list(definition["options"]), rest)
	if err != nil {
		return nil, err
	}
	if options != nil {
		data["options"] = options
	}
	if len(f.resolved) > 0 {
		data["resolved"] = f.resolved
	}
	return s.newInteraction(kind, s.begin(who), channel, data), nil
}

// definition is a command that the bot registered, nil where it did not within a few seconds.
func (s *Server) definition(name string) object {
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		all := append(slices.Clone(s.commands[GuildID]), s.commands[""]...)
		s.mu.Unlock()
		for _, c := range all {
			if str(c, "name") == name {
				return c
			}
		}
		if len(all) > 0 || time.Now().After(end) {
			return nil
		}
	}
}

// cutWord cuts the first word off, at space of any width.
func cutWord(text string) (word, rest string) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// filler fills the options of a command with what was typed.
type filler struct {
	s         *Server
	completes bool
	resolved  object
}

func (f *filler) command(options []object, rest string) ([]object, error) {
	if len(options) == 0 || num(options[0], "type") != optionSub {
		return f.options(options, rest)
	}
	name, after := cutWord(rest)
	if name == "" {
		if !slices.ContainsFunc(options, func(o object) bool { return str(o, "name") == "now" }) {
			return nil, nil // as a client with old definitions sends it
		}
		name = "now"
	}
	chosen := object{"type": optionSub, "name": name, "options": []object{}}
	for _, o := range options {
		if str(o, "name") != name {
			continue
		}
		inner, err := f.options(list(o["options"]), after)
		if err != nil {
			return nil, err
		}
		if inner != nil {
			chosen["options"] = inner
		}
	}
	return []object{chosen}, nil
}

// options gives each option its word, and the last one what is left. A word may name its option, as answer:14.2 does.
func (f *filler) options(options []object, rest string) ([]object, error) {
	var out []object
	for i, o := range options {
		word := strings.TrimLeftFunc(rest, unicode.IsSpace)
		if after, named := strings.CutPrefix(word, str(o, "name")+":"); named {
			rest = after
		} else if slices.ContainsFunc(options[i+1:], func(o object) bool { return strings.HasPrefix(word, str(o, "name")+":") }) {
			continue
		}
		blank := strings.TrimLeftFunc(rest, unicode.IsSpace) == ""
		value := strings.TrimSpace(rest)
		after := ""
		if i < len(options)-1 {
			value, after = cutWord(rest)
		}
		focused := f.completes && after == "" && (!blank || rest != "")
		if value == "" && !focused {
			break
		}
		filled, err := f.option(o, value, focused)
		if err != nil {
			return nil, err
		}
		if filled != nil {
			out = append(out, filled)
		}
		rest = after
	}
	return out, nil
}

func (f *filler) option(o object, value string, focused bool) (object, error) {
	name := str(o, "name")
	if name == "until" {
		if after, cut := strings.CutPrefix(value+" ", "until "); cut {
			value = strings.TrimSpace(after)
		}
		if value == "" {
			return nil, nil
		}
	}
	out := object{"name": name, "type": o["type"], "value": value}
	if focused {
		if o["autocomplete"] != true {
			return nil, fmt.Errorf("the option %s is not completed", name)
		}
		out["focused"] = true
		return out, nil
	}
	var err error
	switch num(o, "type") {
	case optionInteger, optionNumber:
		out["value"], err = strconv.ParseFloat(value, 64)
	case optionBoolean:
		out["value"], err = strconv.ParseBool(value)
	case optionUser:
		m := f.s.join(strings.TrimPrefix(value, "@"))
		out["value"] = m.id
		member := m.memberJSON()
		member["permissions"] = m.permissions()
		f.resolved["users"], f.resolved["members"] = object{m.id: m.userJSON()}, object{m.id: member}
	}
	return out, err
}
