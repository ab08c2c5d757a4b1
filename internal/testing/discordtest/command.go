package discordtest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"quizbot/internal/testing/discordtest/payload"
)

// Kinds of options.
// https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type
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
	s.waitIdle()
}

// Type types a slash command and returns the answer. It is safe for concurrent use.
//
// The text is parsed by the registered definitions: a subcommand by its name, options in their
// order, the rest of the text for the last one. An unknown word is sent as a subcommand, as a
// client with outdated definitions would. A command without its subcommand is sent without one.
func (s *Server) Type(channel, who, text string) (*Answer, error) {
	it, err := s.typeCommand(channel, who, text, kindOfCommand)
	if err != nil {
		return nil, err
	}
	return s.deliverInteraction(it)
}

// Complete types the beginning of an option's value, and returns what the bot offers.
func (s *Server) Complete(who, text string) []Choice {
	s.t.Helper()
	it, err := s.typeCommand(ChannelID, who, text, kindOfComplete)
	if err != nil {
		s.t.Fatalf("%s types %s: %v", who, text, err)
	}
	if _, err := s.deliverInteraction(it); err != nil {
		s.t.Fatalf("%s types %s: %v", who, text, err)
	}
	var offered []Choice
	for _, c := range payload.ListOf(payload.MustDecode(it.data)["choices"]) {
		offered = append(offered, Choice{payload.TextOf(c, "name"), fmt.Sprint(c["value"])})
	}
	return offered
}

// typeCommand makes the interaction of a command.
func (s *Server) typeCommand(channel, who, text string, kind int) (*interaction, error) {
	name, rest := cutFirstWord(strings.TrimPrefix(text, "/"))
	definition := s.commandNamed(name)
	if definition == nil {
		return nil, errors.New("the bot registered no command " + name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channels[channel] == nil {
		return nil, errors.New("there is no channel " + channel)
	}
	data := payload.Object{"id": definition["id"], "name": name, "type": 1}
	if g := payload.TextOf(definition, "guild_id"); g != "" {
		data["guild_id"] = g
	}
	f := optionParser{s: s, completes: kind == kindOfComplete, resolved: payload.Object{}}
	options, err := f.parseCommand(payload.ListOf(definition["options"]), rest)
	if err != nil {
		return nil, err
	}
	if options != nil {
		data["options"] = options
	}
	if len(f.resolved) > 0 {
		data["resolved"] = f.resolved
	}
	return s.newInteraction(kind, s.memberActing(who), channel, data), nil
}

// commandNamed returns a registered command, or nil. It waits until some commands are registered.
func (s *Server) commandNamed(name string) payload.Object {
	for end := time.Now().Add(waits); ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		all := append(slices.Clone(s.commands[GuildID]), s.commands[""]...)
		s.mu.Unlock()
		for _, c := range all {
			if payload.TextOf(c, "name") == name {
				return c
			}
		}
		if len(all) > 0 || time.Now().After(end) {
			return nil
		}
	}
}

// cutFirstWord cuts the first word off, at space of any width.
func cutFirstWord(text string) (word, rest string) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// optionParser fills the options of a command with what was typed.
type optionParser struct {
	s         *Server
	completes bool
	resolved  payload.Object
}

func (f *optionParser) parseCommand(options []payload.Object, rest string) ([]payload.Object, error) {
	if len(options) == 0 || payload.IntOf(options[0], "type") != optionSub {
		return f.parseOptions(options, rest)
	}
	name, after := cutFirstWord(rest)
	if name == "" {
		if !slices.ContainsFunc(options, func(o payload.Object) bool { return payload.TextOf(o, "name") == "now" }) {
			return nil, nil // as a client with old definitions sends it
		}
		name = "now"
	}
	chosen := payload.Object{"type": optionSub, "name": name, "options": []payload.Object{}}
	for _, o := range options {
		if payload.TextOf(o, "name") != name {
			continue
		}
		inner, err := f.parseOptions(payload.ListOf(o["options"]), after)
		if err != nil {
			return nil, err
		}
		if inner != nil {
			chosen["options"] = inner
		}
	}
	return []payload.Object{chosen}, nil
}

// parseOptions gives each option its word, and the last one what is left. A word may name its
// option, as answer:14.2 does.
func (f *optionParser) parseOptions(options []payload.Object, rest string) ([]payload.Object, error) {
	var out []payload.Object
	for i, o := range options {
		word := strings.TrimLeftFunc(rest, unicode.IsSpace)
		if after, named := strings.CutPrefix(word, payload.TextOf(o, "name")+":"); named {
			rest = after
		} else if slices.ContainsFunc(options[i+1:], func(o payload.Object) bool { return strings.HasPrefix(word, payload.TextOf(o, "name")+":") }) {
			continue
		}
		blank := strings.TrimLeftFunc(rest, unicode.IsSpace) == ""
		value := strings.TrimSpace(rest)
		after := ""
		if i < len(options)-1 {
			value, after = cutFirstWord(rest)
		}
		focused := f.completes && after == "" && (!blank || rest != "")
		if value == "" && !focused {
			break
		}
		filled, err := f.parseOption(o, value, focused)
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

func (f *optionParser) parseOption(o payload.Object, value string, focused bool) (payload.Object, error) {
	name := payload.TextOf(o, "name")
	if name == "until" {
		if after, cut := strings.CutPrefix(value+" ", "until "); cut {
			value = strings.TrimSpace(after)
		}
		if value == "" {
			return nil, nil
		}
	}
	out := payload.Object{"name": name, "type": o["type"], "value": value}
	if focused {
		if o["autocomplete"] != true {
			return nil, fmt.Errorf("the option %s is not completed", name)
		}
		out["focused"] = true
		return out, nil
	}
	var err error
	switch payload.IntOf(o, "type") {
	case optionInteger, optionNumber:
		out["value"], err = strconv.ParseFloat(value, 64)
	case optionBoolean:
		out["value"], err = strconv.ParseBool(value)
	case optionUser:
		m := f.s.joinMember(strings.TrimPrefix(value, "@"))
		out["value"] = m.id
		member := m.memberJSON()
		member["permissions"] = m.permissions()
		f.resolved["users"], f.resolved["members"] = payload.Object{m.id: m.userJSON()}, payload.Object{m.id: member}
	}
	return out, err
}
