package discord

import (
	"net/url"
	"slices"
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/discord/snowflake"
	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Banks' Markdown is written anew in Discord's, of which https://support.discord.com/hc/articles/210298617 tells: three levels of
// headings, lists, quotes and code, but no tables, no rules and no pictures within text.

const (
	// maxURL is how long an address may be that leads somewhere.
	maxURL = 2000
	// maxColumns is how wide a table of aligned columns may be before its rows are told one by one.
	maxColumns = 76
)

// words are a line of the catalogue's words. A moment shows in each reader's own time, a room by its name, and a command as
// it is typed here, or as one to click where its id is known.
func (l layout) words(line card.Line) string {
	w := writer{starts: true}
	for _, s := range joined(line) {
		switch {
		case s.Text == "":
		case !s.At.IsZero():
			w.raw(timestamp(s))
		case channelOf(s.Room) != "":
			w.raw("<#" + channelOf(s.Room) + ">")
		case followable(s.URL):
			w.styled(masked(s.Text, s.URL), s.Strong, false, false)
		case s.Code:
			l.code(&w, s)
		default:
			w.text(s.Text, s.Strong, false, false)
		}
	}
	return w.b.String()
}

// code writes code of the catalogue, most of which are commands.
func (l layout) code(w *writer, s card.Span) {
	typed := asTyped(s.Text)
	command, rest := l.clickable(typed)
	if command == "" {
		w.code(typed, s.Strong, false, false)
		return
	}
	w.raw(command)
	if rest != "" {
		w.b.WriteString(" ")
		w.code(rest, s.Strong, false, false)
	}
}

// joined is a line whose neighbours of the same looks are one: two pieces of code side by side would run together.
func joined(line card.Line) card.Line {
	var out card.Line
	for _, s := range line {
		if n := len(out); n > 0 && looksOf(s) == looksOf(out[n-1]) && isText(s) {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// looksOf is all of a span but its text.
func looksOf(s card.Span) card.Span {
	s.Text = ""
	return s
}

// isText reports whether a span is nothing but text.
func isText(s card.Span) bool { return s.At.IsZero() && s.URL == "" && s.Room == "" }

// timestamp is a moment in each reader's own time, with its date where the room's has more than a time of day. A date alone
// is a date.
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

// splitAtMoment splits a line behind the part that holds its first moment. Parts are separated by " · ".
func splitAtMoment(line card.Line) (until, rest card.Line) {
	told := false
	for i, s := range line {
		if told = told || !s.At.IsZero(); !told || !s.At.IsZero() {
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

// distance is how far the one moment of a line is from now, as its reader's client counts. It is empty where the line has
// no moment, or several.
func distance(line card.Line) string {
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

// followable reports whether a link leads somewhere that Discord opens.
func followable(link string) bool {
	u, err := url.Parse(link)
	return err == nil && len(link) <= maxURL && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// masked is a link behind words. Discord shows no link behind words that look like another one.
func masked(text, link string) string {
	link = address(link)
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

// address is a link as it may stand between angle brackets.
func address(link string) string {
	return strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "\n", "", "\t", "%09", "\\", "%5C", "`", "%60", "|", "%7C", "*", "%2A").Replace(link)
}

// writer writes a line, and knows whether it stands at its start and what would run together.
type writer struct {
	b      strings.Builder
	starts bool
}

// raw writes Discord's Markdown as it stands.
func (w *writer) raw(text string) {
	if text == "" {
		return
	}
	if before := w.b.String(); before != "" && runsTogether(before[len(before)-1], text[0]) {
		w.b.WriteString(apart)
	}
	w.b.WriteString(text)
	w.starts = false
}

// runsTogether reports whether two characters make one mark.
func runsTogether(a, b byte) bool { return a == b && strings.IndexByte("*~`", a) >= 0 }

// text writes literal text with looks. Looks do not stand around white space, where they would be taken for letters.
func (w *writer) text(text string, strong, emphasis, strike bool) {
	body := strings.TrimSpace(text)
	if body == "" {
		w.b.WriteString(text)
		return
	}
	at := strings.Index(text, body)
	w.b.WriteString(text[:at])
	w.styled(escape(body, w.starts), strong, emphasis, strike)
	w.b.WriteString(text[at+len(body):])
}

// code writes code with looks, unless there is something in it that Discord would take for their end.
func (w *writer) code(text string, strong, emphasis, strike bool) {
	plain := !strings.ContainsAny(text, "*~")
	w.styled(inlineCode(text), strong && plain, emphasis && plain, strike && plain)
}

// styled writes Discord's Markdown with looks around it.
func (w *writer) styled(text string, strong, emphasis, strike bool) {
	var marks string
	for _, m := range []struct {
		mark string
		on   bool
	}{{"~~", strike}, {"**", strong}, {"*", emphasis}} {
		if m.on {
			marks += m.mark
		}
	}
	w.raw(marks + text + reversed(marks))
}

func reversed(text string) string {
	runes := []rune(text)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// spans are a line of Markdown; its line ends are kept, with what stands in front of each line but the first.
func spans(line markdown.Line, starts bool, margin string) string {
	w := writer{starts: starts}
	for _, s := range line {
		strong, emphasis, strike := s.Style&markdown.Strong != 0, s.Style&markdown.Emphasis != 0, s.Style&markdown.Strike != 0
		switch {
		case s.Break:
			w.b.WriteString("\n" + margin)
			w.starts = true
		case followable(s.URL):
			w.styled(masked(s.Text, s.URL), strong, emphasis, strike)
		case s.URL != "":
			w.text(s.TextWithAddress(), strong, emphasis, strike)
		case s.Style&markdown.Mono != 0:
			w.code(s.Text, strong, emphasis, strike)
		default:
			w.text(s.Text, strong, emphasis, strike)
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
