package discordtest

import (
	"encoding/json"
	"strings"

	"quizbot/internal/testing/discordtest/payload"
)

// commandScope is the guild of a path of commands, empty for all guilds.
func commandScope(r *request) string {
	if len(r.args) > 1 {
		return r.args[1]
	}
	return ""
}

func (s *Server) getCommands(r *request) reply {
	if no, is := s.listCommands(r); !is {
		return no
	}
	out := []payload.Object{}
	for _, c := range s.commands[commandScope(r)] {
		out = append(out, withLocalizations(c, r.query.Get("with_localizations") == "true"))
	}
	return okReply(out)
}

func (s *Server) listCommands(r *request) (reply, bool) {
	if r.args[0] != AppID {
		return missingAccess(), false
	}
	if commandScope(r) != "" {
		return s.checkGuild(commandScope(r))
	}
	return reply{}, true
}

// putCommands replaces all commands. Those of a name that was there before keep their ids.
func (s *Server) putCommands(r *request) reply {
	if no, is := s.listCommands(r); !is {
		return no
	}
	var put []payload.Object
	if err := json.Unmarshal(r.raw, &put); err != nil {
		return invalidForm([]string{err.Error()})
	}
	before := map[string]string{}
	for _, c := range s.commands[commandScope(r)] {
		before[payload.TextOf(c, "name")] = payload.TextOf(c, "id")
	}
	var stored []payload.Object
	for _, c := range put {
		id := before[payload.TextOf(c, "name")]
		if id == "" {
			id = s.nextID()
		}
		stored = append(stored, s.storedCommand(c, id, commandScope(r)))
	}
	s.commands[commandScope(r)] = stored
	out := []payload.Object{}
	for _, c := range stored {
		out = append(out, withLocalizations(c, true))
	}
	return okReply(out)
}

// storedCommand returns a command as Discord stores it, with added fields and without empty ones.
func (s *Server) storedCommand(c payload.Object, id, guild string) payload.Object {
	out := withoutLocalizations(c)
	defaults := payload.Object{
		"type": float64(1), "nsfw": false, "default_member_permissions": nil, "dm_permission": true, "contexts": nil,
		"integration_types": []any{float64(0)}, "application_id": AppID,
	}
	for key, v := range defaults {
		if out[key] == nil {
			out[key] = v
		}
	}
	if p := out["default_member_permissions"]; p != nil {
		out["default_member_permissions"] = strings.Trim(string(payload.Raw(p)), `"`)
	}
	out["id"], out["version"] = id, s.nextID()
	if guild != "" {
		out["guild_id"] = guild
		delete(out, "contexts")
		delete(out, "integration_types")
		delete(out, "dm_permission")
	}
	return out
}

// withoutLocalizations returns a command or option without empty lists and switches that are off.
func withoutLocalizations(c payload.Object) payload.Object {
	out := payload.Object{}
	for key, v := range c {
		items, isList := v.([]any)
		switch {
		case v == nil || v == false || isList && len(items) == 0:
		case key == "options":
			var inner []any
			for _, o := range payload.ListOf(v) {
				inner = append(inner, withoutLocalizations(o))
			}
			out[key] = inner
		default:
			out[key] = v
		}
	}
	return out
}

// withLocalizations returns a command or option with its translations, null without any, or strips
// them.
func withLocalizations(c payload.Object, with bool) payload.Object {
	out := payload.Object{}
	for key, v := range c {
		switch {
		case strings.HasSuffix(key, "_localizations"):
		case key == "options" || key == "choices":
			inner := []payload.Object{}
			for _, o := range payload.ListOf(v) {
				inner = append(inner, withLocalizations(o, with))
			}
			out[key] = inner
		default:
			out[key] = v
		}
	}
	if with {
		out["name_localizations"] = c["name_localizations"]
		if _, described := c["description"]; described {
			out["description_localizations"] = c["description_localizations"]
		}
	}
	return out
}
