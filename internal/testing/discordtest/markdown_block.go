package discordtest

import (
	"regexp"
	"strconv"
	"strings"
)

// heads is a heading or subtext: a line for itself. Space before it counts as if it did not matter, which is more than
// is known of the client, and so does a quote or a list that begins in it: nothing is left to chance.
var heads = regexp.MustCompile(`^ *(#{1,3}|-#) +([^\n]+)(?:\n|$)`)

func heading(src string, where at) (node, int) {
	m := heads.FindStringSubmatch(src)
	if m == nil {
		return node{}, 0
	}
	kind := Heading
	if m[1] == "-#" {
		kind = Subtext
	}
	return node{kind: kind, inner: parse(m[2], where)}, len(m[0])
}

// A quote is lines that begin with > and a space, or everything after >>> and a space.
var (
	quoteAll   = regexp.MustCompile(`^ *>>> (?s:.*)`)
	quoteLines = regexp.MustCompile(`^ *> [^\n]*(?:\n *> [^\n]*)*\n?`)
	quoteMark  = regexp.MustCompile(`(?m)^ *> ?`)
	quoteStart = regexp.MustCompile(`^ *>>> ?`)
)

func quote(src string, where at) (node, int) {
	if where.quote {
		return node{}, 0
	}
	where.quote = true
	if all := quoteAll.FindString(src); all != "" {
		return node{kind: Quote, inner: parse(quoteStart.ReplaceAllString(all, ""), where)}, len(all)
	}
	all := quoteLines.FindString(src)
	if all == "" {
		return node{}, 0
	}
	inner := quoteMark.ReplaceAllString(strings.TrimSuffix(all, "\n"), "")
	return node{kind: Quote, inner: parse(inner, where)}, len(all)
}

// item is the start of a list's item: a bullet or a number.
var item = regexp.MustCompile(`^( *)([*\-]|[0-9]{1,10}\.) +[^\s]`)

// maxLists is how many lists can be in each other; deeper ones are text.
const maxLists = 11

// bullets is a list. It goes on through lines that begin with an item or with space.
func bullets(src string, where at) (node, int) {
	first := item.FindStringSubmatch(src)
	if first == nil || where.lists == maxLists {
		return node{}, 0
	}
	where.lists++
	n := node{kind: List}
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
		n.items = append(n.items, parse(strings.TrimRight(strings.Join(current, "\n"), " \n"), where))
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
		case line == "" && goesOn(strings.TrimLeft(rest, "\n"), indent):
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

// goesOn reports whether a list goes on with a line.
func goesOn(rest, indent string) bool {
	m := item.FindStringSubmatch(rest)
	return strings.HasPrefix(rest, " ") || m != nil && m[1] == indent
}
