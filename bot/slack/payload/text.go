package payload

import (
	"regexp"
	"strings"
)

// entity is a mention or link in a message's text, as
// docs.slack.dev/messaging/formatting-message-text writes them: <@U1|ann>, <#C1|general>, <!here>,
// <https://example.com|words>.
var entity = regexp.MustCompile(`<([^<>]*)>`)

// TypedText returns a message's text as its author typed it. nameOf returns the name of a mentioned
// user.
func TypedText(text string, nameOf func(user string) string) string {
	text = entity.ReplaceAllStringFunc(text, func(token string) string {
		target, label, labelled := strings.Cut(token[1:len(token)-1], "|")
		switch {
		case strings.HasPrefix(target, "@"):
			if !labelled {
				label = nameOf(target[1:])
			}
			return "@" + strings.TrimPrefix(label, "@")
		case strings.HasPrefix(target, "#"):
			if !labelled {
				label = target[1:]
			}
			return "#" + label
		case strings.HasPrefix(target, "!"):
			if !labelled {
				label, _, _ = strings.Cut(target[1:], "^")
			}
			return "@" + strings.TrimPrefix(label, "@")
		case labelled && label != target && !strings.HasSuffix(target, "://"+label) && target != "mailto:"+label:
			return label + " (" + target + ")"
		case labelled:
			return label
		}
		return target
	})
	return unescapeEntities(text)
}

func unescapeEntities(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// mention is a mention of a user in the text of a command: <@U1|ann>.
var mention = regexp.MustCompile(`<@([A-Z0-9]+)(\|[^<>]*)?>`)

// commandText returns the text of a command with the ids of members in the place of mentions.
func commandText(text string, member func(user string) string) string {
	text = mention.ReplaceAllStringFunc(text, func(token string) string {
		return member(mention.FindStringSubmatch(token)[1])
	})
	return TypedText(text, func(user string) string { return user })
}
