package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is the kind of an effect in a text.
type Kind string

// The effects in a text.
const (
	Strong    Kind = "strong"
	Emphasis  Kind = "emphasis"
	Underline Kind = "underline"
	Strike    Kind = "strike"
	Spoiler   Kind = "spoiler"
	Code      Kind = "code"
	CodeBlock Kind = "code block"
	Quote     Kind = "quote"
	Heading   Kind = "heading"
	Subtext   Kind = "subtext"
	List      Kind = "list"
	Link      Kind = "link"
	Mention   Kind = "mention"  // of a member, role or channel
	Everyone  Kind = "everyone" // or whoever is here
	Emoji     Kind = "emoji"
	Time      Kind = "time"
	Slash     Kind = "command"
	Place     Kind = "place" // such as the page where somebody chooses their channels

	words  Kind = "" // take no effect
	ending Kind = "\n"
)

// Effect is a styled or active part of a text.
type Effect struct {
	Kind Kind
	// Text is its visible text.
	Text string
	// URL is the address of a link.
	URL string
}

// Effects returns all effects in a text in order, each before its nested ones.
func Effects(content string) []Effect {
	l := PlainRenderer()
	return l.collectEffects(Parse(content, position{line: true}))
}

func (l Renderer) collectEffects(nodes []Node) []Effect {
	var all []Effect
	for _, n := range nodes {
		if n.kind != words && n.kind != ending {
			all = append(all, Effect{n.kind, l.renderInline(n), n.url})
		}
		all = append(all, l.collectEffects(n.inner)...)
		for _, item := range n.items {
			all = append(all, l.collectEffects(item)...)
		}
	}
	return all
}

// Node is a part of a text.
type Node struct {
	kind  Kind
	text  string
	url   string
	inner []Node
	items [][]Node // of a list
	first int      // the number of a list's first item, 0 where it has bullets
	// moment and style are those of a time: seconds since 1970, and how it is told.
	moment, style string
}

// position is the context of a part of a text.
type position struct {
	line  bool // at the start of a line
	quote bool // in a quote, where no other begins
	lists int  // in how many lists
}

// Parse parses a text like the client. At each position the first matching rule consumes as much
// as it can; anything else is literal. Nested text is parsed the same way.
func Parse(src string, where position) []Node {
	var out []Node
	var letters strings.Builder // words whose end isn't reached
	flush := func() {
		if letters.Len() > 0 {
			out = append(out, Node{kind: words, text: letters.String()})
			letters.Reset()
		}
	}
	for src != "" {
		n, taken := parseFirst(src, where)
		if taken == 0 {
			_, taken = utf8.DecodeRuneInString(src)
			n = Node{kind: words, text: src[:taken]}
			if n.text == "\n" {
				n = Node{kind: ending}
			}
		}
		if n.kind == words {
			letters.WriteString(n.text)
		} else {
			flush()
			out = append(out, n)
		}
		where.line = src[taken-1] == '\n'
		src = src[taken:]
	}
	flush()
	return out
}

// parseFirst finds the rule that takes the start of a text, and how many bytes it takes; 0 is for
// none.
func parseFirst(src string, where position) (Node, int) {
	if where.line {
		for _, rule := range []func(string, position) (Node, int){parseHeading, parseQuote, parseList} {
			if n, taken := rule(src, where); taken > 0 {
				return n, taken
			}
		}
	}
	switch src[0] {
	case '\\':
		return parseEscape(src)
	case '`':
		if n, taken := parseFence(src); taken > 0 {
			return n, taken
		}
		return parseInlineCode(src)
	case '*', '_':
		return parseEmphasis(src, where)
	case '~':
		return parsePair(src, where, "~~", Strike)
	case '|':
		return parsePair(src, where, "||", Spoiler)
	case '[':
		return parseMaskedLink(src, where)
	case '<':
		return parseAngleBracket(src)
	case 'h', 's':
		return parseBareLink(src)
	case '@':
		return parseEveryone(src)
	case ':':
		return parseShortcode(src)
	}
	// The client's one exception for an emoticon with a backslash.
	const shrug = `¯\_(ツ)_/¯`
	if strings.HasPrefix(src, shrug) {
		return Node{kind: words, text: shrug}, len(shrug)
	}
	return Node{}, 0
}

// parseEscape parses a backslash escape. It stays literal before an ASCII letter, a digit or
// space. Other letters lose it.
func parseEscape(src string) (Node, int) {
	r, size := utf8.DecodeRuneInString(src[1:])
	if size == 0 || isSpace(r) || r < utf8.RuneSelf && isWord(src[1]) && r != '_' {
		return Node{}, 0
	}
	return Node{kind: words, text: src[1 : 1+size]}, 1 + size
}

// isSpace reports whether the client's rules take a character to be space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

// isWord reports whether a byte is an ASCII letter, a digit or an underline.
func isWord(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '_'
}

// plainLength is the text after one character, or after an escaped one.
func plainLength(src string) int {
	if src[0] == '\\' && len(src) > 1 {
		_, size := utf8.DecodeRuneInString(src[1:])
		return 1 + size
	}
	_, size := utf8.DecodeRuneInString(src)
	return size
}

// parseEmphasis parses strong, underlined or emphasised text. The longest match wins, then
// emphasis before strong before underlined.
func parseEmphasis(src string, where position) (Node, int) {
	var kind Kind
	content, taken := "", 0
	try := func(k Kind, inner string, n int) {
		if n > taken {
			kind, content, taken = k, inner, n
		}
	}
	if src[0] == '_' {
		inner, n := matchUnderlines(src)
		try(Emphasis, inner, n)
		inner, n = matchDoubled(src, "__")
		try(Underline, inner, n)
	} else {
		inner, n := matchStars(src)
		try(Emphasis, inner, n)
		inner, n = matchDoubled(src, "**")
		try(Strong, inner, n)
	}
	if taken == 0 {
		return Node{}, 0
	}
	return Node{kind: kind, inner: Parse(content, where)}, taken
}

// matchUnderlines is _text_, with no letter or digit after it. One before it does not matter, so
// that snake_case_ ends in emphasis, while snake_case has none.
func matchUnderlines(src string) (string, int) {
	for i := 1; i < len(src); {
		if src[i] != '_' {
			if src[i] == '\\' && i+1 == len(src) {
				return "", 0
			}
			i += plainLength(src[i:])
			continue
		}
		if ends := i+1 == len(src) || !isWord(src[i+1]); ends && i > 1 {
			return src[1:i], i + 1
		}
		if !strings.HasPrefix(src[i:], "__") {
			return "", 0
		}
		i += 2
	}
	return "", 0
}

// matchStars is *text*, with no space at its start, and none before its end.
func matchStars(src string) (string, int) {
	if r, _ := utf8.DecodeRuneInString(src[1:]); isSpace(r) {
		return "", 0
	}
	for i := 1; i < len(src); {
		space := len(src[i:]) - len(strings.TrimLeftFunc(src[i:], isSpace))
		i += space
		switch {
		case i == len(src):
			return "", 0
		case strings.HasPrefix(src[i:], "**"):
			i += 2
		case src[i] == '*' && (space > 0 || i == 1):
			return "", 0
		case src[i] == '*':
			return src[1:i], i + 1
		case src[i] == '\\' && i+1 == len(src):
			return "", 0
		default:
			i += plainLength(src[i:])
		}
	}
	return "", 0
}

// matchDoubled is text between two pairs of marks, the latter not followed by a third mark.
func matchDoubled(src, mark string) (string, int) {
	if !strings.HasPrefix(src, mark) {
		return "", 0
	}
	for i := 2; i < len(src); i += plainLength(src[i:]) {
		after := i + 2
		if i > 2 && strings.HasPrefix(src[i:], mark) && (after == len(src) || src[after] != mark[0]) {
			return src[2:i], after
		}
		if src[i] == '\\' && i+1 == len(src) {
			break
		}
	}
	return "", 0
}

// parsePair is text between two pairs of marks that no backslash inside protects.
func parsePair(src string, where position, mark string, kind Kind) (Node, int) {
	if len(src) < 5 || !strings.HasPrefix(src, mark) {
		return Node{}, 0
	}
	_, least := utf8.DecodeRuneInString(src[2:])
	for from := 2 + least; from < len(src); from++ {
		i := strings.Index(src[from:], mark)
		if i < 0 {
			break
		}
		from += i
		if after := from + 2; kind == Spoiler || after == len(src) || src[after] != '_' {
			return Node{kind: kind, inner: Parse(src[2:from], where)}, after
		}
	}
	return Node{}, 0
}
