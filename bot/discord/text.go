package discord

import (
	"regexp"
	"strings"
)

// tokens are Discord's own writings of mentions and emoji in a message's content:
// https://docs.discord.com/developers/reference, Message Formatting.
var tokens = regexp.MustCompile(`<(@!?|@&|#|a?:)([^<>\s]+)>`)

// typed is a message's text as its author typed it: people and channels by their names, emoji by theirs.
func typed(l *line, known *rooms) string {
	names := map[string]string{}
	for _, m := range l.Mentions {
		who := m.Member
		who.User = m.user
		names[m.ID] = who.shown()
	}
	return tokens.ReplaceAllStringFunc(l.Content, func(token string) string {
		found := tokens.FindStringSubmatch(token)
		switch kind, about := found[1], found[2]; kind {
		case "@", "@!":
			if name := names[about]; name != "" {
				return "@" + name
			}
		case "#":
			if c, ok := known.look(about); ok && c.Name != "" {
				return "#" + c.Name
			}
		case ":", "a:":
			if name, id, ok := strings.Cut(about, ":"); ok && isID(id) {
				return ":" + name + ":"
			}
		}
		return token
	})
}
