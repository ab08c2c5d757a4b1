package discordtest

import (
	"encoding/json"
	"strings"
)

// scope is the guild of a path of commands, empty for all guilds.
func scope(r *request) string {
	if len(r.args) > 1 {
		return r.args[1]
	}
	return ""
}

func (s *Server) getCommands(r *request) reply {
	if no, is := s.commandsFor(r); !is {
		return no
	}
	out := []object{}
	for _, c := range s.commands[scope(r)] {
		out = append(out, localized(c, r.query.Get("with_localizations") == "true"))
	}
	return ok(out)
}

func (s *Server) commandsFor(r *request) (reply, bool) {
	if r.args[0] != AppID {
		return missingAccess(), false
	}
	if scope(r) != "" {
		return s.guildFor(scope(r))
	}
	return reply{}, true
}

// putCommands replaces all commands. Those of a name that was there before keep their ids.
func (s *Server) putCommands(r *request) reply {
	if no, is := s.commandsFor(r); !is {
		return no
	}
	var put []object
	if err := json.Unmarshal(r.raw, &put); err != nil {
		return invalidForm([]string{err.Error()})
	}
	before := map[string]string{}
	for _, c := range s.commands[scope(r)] {
		before[str(c, "name")] = str(c, "id")
	}
	var stored []object
	for _, c := range put {
		id := before[str(c, "name")]
		if id == "" {
			id = s.id()
		}
		stored = append(stored, s.stored(c, id, scope(r)))
	}
	s.commands[scope(r)] = stored
	out := []object{}
	for _, c := range stored {
		out = append(out, localized(c, true))
	}
	return ok(out)
}

// stored is a command as Discord keeps it: with the fields that it adds, and without those that say nothing. Permissions
// are told as text, whichever way they were put.
func (s *Server) stored(c object, id, guild string) object {
	out := plain(c)
	defaults := object{
		"type": float64(1), "nsfw": false, "default_member_permissions": nil, "dm_permission": true, "contexts": nil,
		"integration_types": []any{float64(0)}, "application_id": AppID,
	}
	for key, v := range defaults {
		if out[key] == nil {
			out[key] = v
		}
	}
	if p := out["default_member_permissions"]; p != nil {
		out["default_member_permissions"] = strings.Trim(string(raw(p)), `"`)
	}
	out["id"], out["version"] = id, s.id()
	if guild != "" {
		out["guild_id"] = guild
		delete(out, "contexts")
		delete(out, "integration_types")
		delete(out, "dm_permission")
	}
	return out
}

// plain is a command or option without lists that are empty and switches that are off.
func plain(c object) object {
	out := object{}
	for key, v := range c {
		items, isList := v.([]any)
		switch {
		case v == nil || v == false || isList && len(items) == 0:
		case key == "options":
			var inner []any
			for _, o := range list(v) {
				inner = append(inner, plain(o))
			}
			out[key] = inner
		default:
			out[key] = v
		}
	}
	return out
}

// localized is a command or one of its parts with its translations, which are null where there are none, or without.
func localized(c object, with bool) object {
	out := object{}
	for key, v := range c {
		switch {
		case strings.HasSuffix(key, "_localizations"):
		case key == "options" || key == "choices":
			inner := []object{}
			for _, o := range list(v) {
				inner = append(inner, localized(o, with))
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
