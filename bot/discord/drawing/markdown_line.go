package drawing

import (
	"net/url"
	"slices"
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/discord/snowflake"
	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Banks' Markdown is written anew in Discord's, of which
// https://support.discord.com/hc/articles/210298617 tells: three levels of headings, lists, quotes
// and code, but no tables, no rules and no pictures within text.

const (
	// maxURL is how long an address may be that leads somewhere.
	maxURL = 2000
	// maxColumns is how wide a table of aligned columns may be before its rows are told one by one.
	maxColumns = 76
)

// renderWords are a line of the catalogue's words. A moment shows in each reader's own time, a room
// by its name, and a command as it is typed here, or as one to click where its id is known.
func (l Layout) renderWords(line card.Line) string {
	w := lineWriter{starts: true}
	for _, s := range mergeSpans(line) {
		switch {
		case s.Text == "":
		case !s.At.IsZero():
			w.writeRaw(timestamp(s))
		case channelOf(s.Room) != "":
			w.writeRaw("<#" + channelOf(s.Room) + ">")
		case isFollowable(s.URL):
			w.writeStyled(maskedLink(s.Text, s.URL), s.Strong, false, false)
		case s.Code:
			l.renderCode(&w, s)
		default:
			w.writeText(s.Text, s.Strong, false, false)
		}
	}
	return w.b.String()
}

// renderCode writes code of the catalogue, most of which are commands.
func (l Layout) renderCode(w *lineWriter, s card.Span) {
	typed := TypedCommand(s.Text)
	command, rest := l.mentionCommand(typed)
	if command == "" {
		w.writeCode(typed, s.Strong, false, false)
		return
	}
	w.writeRaw(command)
	if rest != "" {
		w.b.WriteString(" ")
		w.writeCode(rest, s.Strong, false, false)
	}
}

// mergeSpans is a line whose neighbours of the same looks are one: two pieces of code side by side
// would run together.
func mergeSpans(line card.Line) card.Line {
	var out card.Line
	for _, s := range line {
		if n := len(out); n > 0 && styleOf(s) == styleOf(out[n-1]) && isPlainText(s) {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// styleOf is all of a span but its text.
func styleOf(s card.Span) card.Span {
	s.Text = ""
	return s
}

// isPlainText reports whether a span is nothing but text.
func isPlainText(s card.Span) bool { return s.At.IsZero() && s.URL == "" && s.Room == "" }

// timestamp returns a time in each reader's own zone. It includes the date if the room's wording
// does. A date alone stays a date.
func timestamp(s card.Span) string {
	style := "f"
	switch {
	case !strings.Contains(s.Text, ":"):
		style = "D"
	case len(s.Text) <= len("00:00"):
		style = "t"
	}
	return "<t:" + unixTime(s.At) + ":" + style + ">"
}

// splitAfterTime splits a line after the part with its first time. Parts are separated by " · ".
func splitAfterTime(line card.Line) (until, rest card.Line) {
	found := false
	for i, s := range line {
		if found = found || !s.At.IsZero(); !found || !s.At.IsZero() {
			continue
		}
		if at := strings.Index(s.Text, " · "); at >= 0 {
			head, tail := s, s
			head.Text, tail.Text = s.Text[:at], s.Text[at:]
			return append(slices.Clone(line[:i]), head), append(card.Line{tail}, line[i+1:]...)
		}
	}
	return line, nil
}

// relativeTime returns the distance of a line's only time from now, counted by the reader's
// client. It is empty for a line without times or with several.
func relativeTime(line card.Line) string {
	at := ""
	for _, s := range line {
		if s.At.IsZero() {
			continue
		}
		if at != "" || !strings.Contains(s.Text, ":") {
			return ""
		}
		at = " · <t:" + unixTime(s.At) + ":R>"
	}
	return at
}

// isFollowable reports whether a link leads somewhere that Discord opens.
func isFollowable(link string) bool {
	u, err := url.Parse(link)
	return err == nil && len(link) <= maxURL && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// maskedLink is a link behind words. Discord shows no link behind words that look like another one.
func maskedLink(text, link string) string {
	link = escapeAddress(link)
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "" || text == link:
		return "<" + link + ">"
	case strings.Contains(text, "://") || looksLikeHost(text) || strings.ContainsAny(text, "[]"): // which no backslash protects there
		return escape(text, false) + " (<" + link + ">)"
	}
	return "[" + escape(text, false) + "](<" + link + ">)"
}

// looksLikeHost reports whether words may be taken for an address.
func looksLikeHost(text string) bool {
	return !strings.Contains(text, " ") && strings.Contains(text, ".") && strings.Contains(text, "/")
}

// escapeAddress returns a link for use in angle brackets.
func escapeAddress(link string) string {
	return strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "\n", "", "\t", "%09", "\\", "%5C", "`", "%60", "|", "%7C", "*", "%2A").Replace(link)
}

// lineWriter writes a line, and knows whether it stands at its start and what would run together.
type lineWriter struct {
	b      strings.Builder
	starts bool
}

// writeRaw writes Discord's Markdown unchanged.
func (w *lineWriter) writeRaw(text string) {
	if text == "" {
		return
	}
	if before := w.b.String(); before != "" && runsTogether(before[len(before)-1], text[0]) {
		w.b.WriteString(zeroWidthSpace)
	}
	w.b.WriteString(text)
	w.starts = false
}

// runsTogether reports whether two characters make one mark.
func runsTogether(a, b byte) bool { return a == b && strings.IndexByte("*~`", a) >= 0 }

// writeText writes literal text with looks. Looks do not stand around white space, where they would
// be taken for letters.
func (w *lineWriter) writeText(text string, strong, emphasis, strike bool) {
	body := strings.TrimSpace(text)
	if body == "" {
		w.b.WriteString(text)
		return
	}
	at := strings.Index(text, body)
	w.b.WriteString(text[:at])
	w.writeStyled(escape(body, w.starts), strong, emphasis, strike)
	w.b.WriteString(text[at+len(body):])
}

// writeCode writes code with looks, unless there is something in it that Discord would take for
// their end.
func (w *lineWriter) writeCode(text string, strong, emphasis, strike bool) {
	plain := !strings.ContainsAny(text, "*~")
	w.writeStyled(inlineCode(text), strong && plain, emphasis && plain, strike && plain)
}

// writeStyled writes Discord's Markdown with looks around it.
func (w *lineWriter) writeStyled(text string, strong, emphasis, strike bool) {
	var marks string
	for _, m := range []struct {
		mark string
		on   bool
	}{{"~~", strike}, {"**", strong}, {"*", emphasis}} {
		if m.on {
			marks += m.mark
		}
	}
	w.writeRaw(marks + text + reverseText(marks))
}

func reverseText(text string) string {
	runes := []rune(text)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// renderLine returns a line as Discord's Markdown. Its line ends are kept, with margin in front of
// each line but the first.
func renderLine(line markdown.Line, margin string) string {
	w := lineWriter{starts: true}
	for _, s := range line {
		strong, emphasis, strike := s.Style&markdown.Strong != 0, s.Style&markdown.Emphasis != 0, s.Style&markdown.Strike != 0
		switch {
		case s.Break:
			w.b.WriteString("\n" + margin)
			w.starts = true
		case isFollowable(s.URL):
			w.writeStyled(maskedLink(s.Text, s.URL), strong, emphasis, strike)
		case s.URL != "":
			w.writeText(s.TextWithAddress(), strong, emphasis, strike)
		case s.Style&markdown.Mono != 0:
			w.writeCode(s.Text, strong, emphasis, strike)
		default:
			w.writeText(s.Text, strong, emphasis, strike)
		}
	}
	return w.b.String()
}

// channelOf is the id of a room's channel, empty if it is no channel of Discord.
func channelOf(room quiz.RoomID) string {
	if channel := room.Local(); room.Platform() == "discord" && snowflake.Valid(channel) {
		return channel
	}
	return ""
}
