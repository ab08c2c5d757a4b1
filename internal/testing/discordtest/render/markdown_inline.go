package render

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// parseInlineCode is text between as many backticks on either side, in which nothing takes effect.
// Where no such number stands on the other side, a smaller one will do.
func parseInlineCode(src string) (Node, int) {
	run := countBackticks(src)
	ends := map[int]int{} // where the first other run of a length begins
	for i := run; i < len(src); i++ {
		n := countBackticks(src[i:])
		if _, known := ends[n]; n > 0 && !known {
			ends[n] = i
		}
		i += n
	}
	for n := run; n > 0; n-- {
		if end, there := ends[n]; there {
			return Node{kind: Code, text: trimCodeSpace(src[n:end])}, end + n
		}
	}
	return Node{}, 0
}

// countBackticks is how many a text begins with.
func countBackticks(src string) int { return len(src) - len(strings.TrimLeft(src, "`")) }

// trimCodeSpace takes the space off that keeps backticks in code from those around it.
func trimCodeSpace(code string) string {
	if strings.HasPrefix(strings.TrimLeft(code, " "), "`") {
		code = strings.TrimPrefix(code, " ")
	}
	if strings.HasSuffix(strings.TrimRight(code, " "), "`") {
		code = strings.TrimSuffix(code, " ")
	}
	return code
}

// fenced is a block of code. It may begin anywhere in a line, and its language is told by what
// stands in the first line, if nothing else does.
var fenced = regexp.MustCompile("^```(?:([A-Za-z0-9_+\\-.#]+?)\n+)?\n*((?s:.+?))\n*```")

func parseFence(src string) (Node, int) {
	m := fenced.FindStringSubmatch(src)
	if m == nil || strings.Trim(m[2], "\n") == "" {
		return Node{}, 0
	}
	return Node{kind: CodeBlock, text: m[2]}, len(m[0])
}

// Mentions, timestamps and links in angle brackets. Ids may have any length, to be on the safe
// side.
//
// https://discord.com/developers/docs/reference#message-formatting
var (
	mention     = regexp.MustCompile(`^<(?:@[!&]?|#)([0-9]+)>`)
	customEmoji = regexp.MustCompile(`^<a?:(\w+):([0-9]+)>`)
	timestamp   = regexp.MustCompile(`^<t:(-?[0-9]{1,15})(?::([tTdDfFRsS]))?>`)
	slash       = regexp.MustCompile(`^</((?:[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32} ?){1,3}):([0-9]+)>`)
	place       = regexp.MustCompile(`^<(?:id|[0-9]{17,20}):(customize|browse|guide|home|linked-roles(?::[0-9]+)?)>`)
	sound       = regexp.MustCompile(`^<sound:[0-9]+:[0-9]+>`)
	autolink    = regexp.MustCompile(`^<([^: >]+:/[^ >]+)>`)
	address     = regexp.MustCompile(`^<((?:mailto:)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+|(?:tel:|sms:)?\+[0-9][-0-9 ]*)>`)
)

// parseAngleBracket parses the text between < and >.
func parseAngleBracket(src string) (Node, int) {
	if m := mention.FindStringSubmatch(src); m != nil {
		return Node{kind: Mention, text: m[1], url: src[1:2]}, len(m[0])
	}
	if m := customEmoji.FindStringSubmatch(src); m != nil {
		return Node{kind: Emoji, text: ":" + m[1] + ":"}, len(m[0])
	}
	if m := timestamp.FindStringSubmatch(src); m != nil {
		return Node{kind: Time, moment: m[1], style: m[2]}, len(m[0])
	}
	if m := slash.FindStringSubmatch(src); m != nil {
		return Node{kind: Slash, text: "/" + m[1]}, len(m[0])
	}
	for _, rule := range []*regexp.Regexp{place, sound} {
		if m := rule.FindString(src); m != "" {
			return Node{kind: Place, text: strings.Trim(m, "<>")}, len(m)
		}
	}
	// Whether the client follows a scheme that it does not know is not known here, so all of them
	// count.
	for _, rule := range []*regexp.Regexp{autolink, address} {
		if m := rule.FindStringSubmatch(src); m != nil {
			return Node{kind: Link, url: m[1], inner: []Node{{text: m[1]}}}, len(m[0])
		}
	}
	return Node{}, 0
}

// scheme is what the address of a masked link begins with; others the client leaves as they were
// typed.
var scheme = regexp.MustCompile(`^(?i:(?:https?|discord|steam)://[^\s]|(?:mailto|tel|sms):[^\s])`)

// Relative replaces the time from now.
const Relative = "in a while"

// formatTimestamp is a moment in a style, in a reader's zone. How long it is from now changes while
// it is looked at, and is told as Relative.
func formatTimestamp(seconds, style string, zone *time.Location) string {
	n := int64(0)
	for _, d := range strings.TrimPrefix(seconds, "-") {
		n = n*10 + int64(d-'0')
	}
	if strings.HasPrefix(seconds, "-") {
		n = -n
	}
	format := "2006-01-02 15:04"
	switch style {
	case "R":
		return Relative
	case "t":
		format = "15:04"
	case "T":
		format = "15:04:05"
	case "d", "D":
		format = "2006-01-02"
	case "F":
		format = "Monday, 2006-01-02 15:04"
	case "S":
		format = "2006-01-02 15:04:05"
	}
	return time.Unix(n, 0).In(zone).Format(format)
}

// bare matches an address in a text. It may follow a letter.
var bare = regexp.MustCompile(`^(?:https?|steam)://[^\s\v\p{Z}\x{FEFF}<]+`)

func parseBareLink(src string) (Node, int) {
	url := bare.FindString(src)
	for url != "" {
		last := url[len(url)-1]
		// A bracket at the end belongs to the address where it closes one in it.
		if strings.ContainsRune(`.,:;"']`, rune(last)) || last == ')' && strings.Count(url, ")") > strings.Count(url, "(") {
			url = url[:len(url)-1]
			continue
		}
		break
	}
	if i := strings.Index(url, "://"); i < 0 || len(url) < i+len("://")+2 {
		return Node{}, 0
	}
	return Node{kind: Link, url: url, inner: []Node{{text: url}}}, len(url)
}

// parseEveryone parses a mention of all, whatever is around it.
func parseEveryone(src string) (Node, int) {
	for _, all := range []string{"@everyone", "@here"} {
		if strings.HasPrefix(src, all) {
			return Node{kind: Everyone, text: all}, len(all)
		}
	}
	return Node{}, 0
}

// shortcodePattern matches an emoji's short name between colons. The client knows some thousands;
// any name of that form counts here, to be on the safe side.
var shortcodePattern = regexp.MustCompile(`^:([a-z0-9_+\-]*[a-z_][a-z0-9_+\-]*|[+\-]1|100|1234)(?:::skin-tone-[1-5])?:`)

func parseShortcode(src string) (Node, int) {
	if m := shortcodePattern.FindString(src); m != "" {
		return Node{kind: Emoji, text: m}, len(m)
	}
	return Node{}, 0
}

// parseMaskedLink is [text](address). Backslashes in the text do not keep it from being one.
func parseMaskedLink(src string, where position) (Node, int) {
	var ends []int // where the text may end
	i := 1
walk:
	for i < len(src) {
		switch src[i] {
		case '[':
			closing := strings.IndexByte(src[i:], ']')
			if closing < 0 {
				break walk
			}
			i += closing + 1
		case ']':
			if strings.HasPrefix(src[i:], "](") {
				ends = append(ends, i)
			}
			another := strings.IndexAny(src[i+1:], "[]")
			if another < 0 || src[i+1+another] != ']' {
				break walk
			}
			i++
		default:
			i++
		}
	}
	for len(ends) > 0 {
		end := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		if url, n := parseTarget(src[end+2:]); n > 0 && scheme.MatchString(url) {
			return Node{kind: Link, url: url, inner: Parse(src[1:end], where)}, end + 2 + n
		}
	}
	return Node{}, 0
}

// closed is how the address of a link ends: perhaps with a title.
var closed = regexp.MustCompile(`^>?(?:[\s\v\p{Z}\x{FEFF}]+['"](?s:.*?)['"])?[\s\v\p{Z}\x{FEFF}]*\)`)

// unescaped matches the escaped marks of an address.
var unescaped = regexp.MustCompile(`\\([^0-9A-Za-z\s\v\p{Z}\x{FEFF}])`)

// parseTarget returns the address of a link and its length up to the closing bracket, 0 for an
// invalid one.
func parseTarget(src string) (string, int) {
	rest := strings.TrimLeftFunc(src, isSpace)
	rest = strings.TrimPrefix(rest, "<")
	from := len(src) - len(rest)
	if !scheme.MatchString(unescaped.ReplaceAllString(rest, "$1")) {
		return "", 0
	}
	for i := from; i < len(src); {
		if end := closed.FindString(src[i:]); end != "" {
			return unescaped.ReplaceAllString(src[from:i], "$1"), i + len(end)
		}
		r, _ := utf8.DecodeRuneInString(src[i:])
		switch {
		case src[i] == '(' && strings.IndexByte(src[i:], ')') > 0 && strings.Contains(src[i+strings.IndexByte(src[i:], ')')+1:], ")"):
			i += strings.IndexByte(src[i:], ')') + 1
		case isSpace(r):
			return "", 0
		default:
			i += plainLength(src[i:])
		}
	}
	return "", 0
}
