package discordtest

import (
	"strconv"
	"strings"
)

// markdown is a text as somebody sees it. The looks of words are left out. A link is its text and its address, a
// heading is marked by #, subtext by ·; quotes stand two and code four spaces in.
func (l looks) markdown(content string) string {
	return strings.TrimRight(l.text(parse(content, at{line: true})), "\n")
}

// text is parts of a text, one after the other; what takes lines of its own gets them.
func (l looks) text(nodes []node) string {
	var b strings.Builder
	block := false // the part before took lines of its own
	for _, n := range nodes {
		switch {
		case isBlock(n.kind):
			if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
				b.WriteString("\n")
			}
		case block && n.kind == ending:
			block = false // the line had ended already
			b.WriteString("\n")
			continue
		case block:
			b.WriteString("\n")
		}
		b.WriteString(l.inline(n))
		block = isBlock(n.kind)
	}
	return b.String()
}

func isBlock(k Kind) bool {
	return k == Heading || k == Subtext || k == Quote || k == CodeBlock || k == List
}

// inline is one part.
func (l looks) inline(n node) string {
	switch n.kind {
	case ending:
		return "\n"
	case Heading:
		return "# " + strings.TrimSpace(l.text(n.inner))
	case Subtext:
		return "· " + strings.TrimSpace(l.text(n.inner))
	case Quote:
		return indented("  ", l.text(n.inner))
	case CodeBlock:
		return indented("    ", n.text)
	case List:
		return l.list(n)
	case Link:
		if text := l.text(n.inner); text != n.url {
			return text + " (" + n.url + ")"
		}
		return n.url
	case Time:
		return timeText(n.moment, n.style, l.zone)
	case Mention:
		if n.url == "#" {
			return "#" + n.text
		}
		return "@" + l.name(n.text)
	}
	return n.text + l.text(n.inner)
}

func indented(by, text string) string {
	return by + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+by)
}

// list has each item in lines of its own, what is in it two spaces further in.
func (l looks) list(n node) string {
	var lines []string
	for i, item := range n.items {
		mark := "• "
		if n.first > 0 {
			mark = strconv.Itoa(n.first+i) + ". "
		}
		lines = append(lines, mark+strings.ReplaceAll(l.text(item), "\n", "\n  "))
	}
	return strings.Join(lines, "\n")
}
