// Package render shows messages as text, as a member of the guild sees them.
package render

import (
	"strconv"
	"strings"
)

// RenderMarkdown is a text as somebody sees it. The looks of words are left out. A link is its text
// and its address, a heading is marked by #, subtext by ·; quotes stand two and code four spaces
// in.
func (l Renderer) RenderMarkdown(content string) string {
	return strings.TrimRight(l.renderNodes(Parse(content, position{line: true})), "\n")
}

// renderNodes is parts of a text, one after the other; what takes lines of its own gets them.
func (l Renderer) renderNodes(nodes []Node) string {
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
		b.WriteString(l.renderInline(n))
		block = isBlock(n.kind)
	}
	return b.String()
}

func isBlock(k Kind) bool {
	return k == Heading || k == Subtext || k == Quote || k == CodeBlock || k == List
}

// renderInline is one part.
func (l Renderer) renderInline(n Node) string {
	switch n.kind {
	case ending:
		return "\n"
	case Heading:
		return "# " + strings.TrimSpace(l.renderNodes(n.inner))
	case Subtext:
		return "· " + strings.TrimSpace(l.renderNodes(n.inner))
	case Quote:
		return indentLines("  ", l.renderNodes(n.inner))
	case CodeBlock:
		return indentLines("    ", n.text)
	case List:
		return l.renderList(n)
	case Link:
		if text := l.renderNodes(n.inner); text != n.url {
			return text + " (" + n.url + ")"
		}
		return n.url
	case Time:
		return formatTimestamp(n.moment, n.style, l.Zone)
	case Mention:
		if n.url == "#" {
			return "#" + n.text
		}
		return "@" + l.Name(n.text)
	}
	return n.text + l.renderNodes(n.inner)
}

func indentLines(by, text string) string {
	return by + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+by)
}

// renderList has each item in lines of its own, what is in it two spaces further in.
func (l Renderer) renderList(n Node) string {
	var lines []string
	for i, item := range n.items {
		mark := "• "
		if n.first > 0 {
			mark = strconv.Itoa(n.first+i) + ". "
		}
		lines = append(lines, mark+strings.ReplaceAll(l.renderNodes(item), "\n", "\n  "))
	}
	return strings.Join(lines, "\n")
}
