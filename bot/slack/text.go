package slack

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack/slackutilsx"
)

// escape makes text literal where Slack reads mentions and links.
func escape(text string) string { return slackutilsx.EscapeMessage(text) }

// tokens are Slack's own writings of mentions and links in a message's text, as docs.slack.dev/messaging/formatting-message-text
// has them: <@U1|ann>, <#C1|general>, <!here>, <https://example.com|words>.
var tokens = regexp.MustCompile(`<([^<>]*)>`)

// typed is a message's text as its author typed it. named tells the name of a user id.
func typed(text string, named func(user string) string) string {
	text = tokens.ReplaceAllStringFunc(text, func(token string) string {
		target, label, labelled := strings.Cut(token[1:len(token)-1], "|")
		switch {
		case strings.HasPrefix(target, "@"):
			if !labelled {
				label = named(target[1:])
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
	return unescape(text)
}

func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// mention finds the user whom a command names, as Slack writes it: <@U1|ann>.
var mention = regexp.MustCompile(`<@([A-Z0-9]+)(\|[^<>]*)?>`)

// commandText is a command's text with members as the bot knows them.
func commandText(text string, member func(user string) string) string {
	text = mention.ReplaceAllStringFunc(text, func(token string) string {
		return member(mention.FindStringSubmatch(token)[1])
	})
	return typed(text, func(user string) string { return user })
}

// moment is the time of one of Slack's timestamps, such as 1700000000.123456, and the zero time where it is none.
func moment(ts string) time.Time {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	m, err := strconv.ParseInt((micros + "000000")[:6], 10, 64)
	if err != nil {
		m = 0
	}
	return time.Unix(s, m*int64(time.Microsecond)).UTC()
}

// stamp is a moment as one of Slack's timestamps.
func stamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/int(time.Microsecond))
}
