package render

import (
	"regexp"
	"strconv"
	"strings"
)

// headingPattern matches a heading or subtext line. Leading space is ignored, and a quote or list
// may begin in it, to be on the safe side.
var headingPattern = regexp.MustCompile(`^ *(#{1,3}|-#) +([^\n]+)(?:\n|$)`)

func parseHeading(src string, where position) (Node, int) {
	m := headingPattern.FindStringSubmatch(src)
	if m == nil {
		return Node{}, 0
	}
	kind := Heading
	if m[1] == "-#" {
		kind = Subtext
	}
	return Node{kind: kind, inner: Parse(m[2], where)}, len(m[0])
}

// A quote is lines that begin with > and a space, or everything after >>> and a space.
var (
	quoteAll   = regexp.MustCompile(`^ *>>> (?s:.*)`)
	quoteLines = regexp.MustCompile(`^ *> [^\n]*(?:\n *> [^\n]*)*\n?`)
	quoteMark  = regexp.MustCompile(`(?m)^ *> ?`)
	quoteStart = regexp.MustCompile(`^ *>>> ?`)
)

func parseQuote(src string, where position) (Node, int) {
	if where.quote {
		return Node{}, 0
	}
	where.quote = true
	if all := quoteAll.FindString(src); all != "" {
		return Node{kind: Quote, inner: Parse(quoteStart.ReplaceAllString(all, ""), where)}, len(all)
	}
	all := quoteLines.FindString(src)
	if all == "" {
		return Node{}, 0
	}
	inner := quoteMark.ReplaceAllString(strings.TrimSuffix(all, "\n"), "")
	return Node{kind: Quote, inner: Parse(inner, where)}, len(all)
}

// item is the start of a list's item: a bullet or a number.
var item = regexp.MustCompile(`^( *)([*\-]|[0-9]{1,10}\.) +[^\s]`)

// maxLists is how many lists can be in each other; deeper ones are text.
const maxLists = 11

// parseList is a list. It goes on through lines that begin with an item or with space.
func parseList(src string, where position) (Node, int) {
	first := item.FindStringSubmatch(src)
	if first == nil || where.lists == maxLists {
		return Node{}, 0
	}
	where.lists++
	n := Node{kind: List}
	if number := strings.TrimSuffix(first[2], "."); number != first[2] {
		n.first, _ = strconv.Atoi(number)
		n.first = max(n.first, 1)
	}
	indent := first[1]
	var current []string
	add := func() {
		if current == nil {
			return
		}
		where.line = true
		n.items = append(n.items, Parse(strings.TrimRight(strings.Join(current, "\n"), " \n"), where))
	}
	taken, width := 0, 0
	for rest := src; rest != ""; rest = src[taken:] {
		line, _, _ := strings.Cut(rest, "\n")
		m := item.FindStringSubmatch(line)
		starts := m != nil && m[1] == indent
		switch {
		case starts:
			add()
			width = len(line) - len(strings.TrimLeft(line[len(m[1])+len(m[2]):], " "))
			current = []string{line[width:]}
		case strings.HasPrefix(line, " "):
			spaces := len(line) - len(strings.TrimLeft(line, " "))
			current = append(current, line[min(spaces, width):])
		case line == "" && continuesItem(strings.TrimLeft(rest, "\n"), indent):
			current = append(current, "")
		default:
			add()
			return n, taken
		}
		taken = min(taken+len(line)+1, len(src))
	}
	add()
	return n, taken
}

// continuesItem reports whether a list goes on with a line.
func continuesItem(rest, indent string) bool {
	m := item.FindStringSubmatch(rest)
	return strings.HasPrefix(rest, " ") || m != nil && m[1] == indent
}
