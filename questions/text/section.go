package text

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// CleanSection returns the heading of a section as plain text: without Markdown, tags, anchors, its
// number, and links within the page.
func CleanSection(heading string) string {
	clean := CleanTitle(strings.TrimLeft(heading, "# "))
	if strings.ContainsAny(clean, "*_`[]<>&\\{!~#") {
		if plain := renderPlainText(clean); plain != "" {
			clean = plain
		}
	}
	if rest, ok := CutNumber(clean); ok {
		clean = rest
	}
	if trimmed := strings.TrimSpace(strings.TrimRight(clean, ":： *")); trimmed != "" {
		clean = trimmed
	}
	return clean
}

// headingTag is a tag of HTML that headings have. Other angle brackets, as in List<T>, are text.
var headingTag = regexp.MustCompile(`(?i)</?(?:a|b|i|u|s|em|strong|code|kbd|sub|sup|p|br|hr|img|span|div|center|font|small|big|mark|h[1-6]|details|summary)(?:\s[^<>]*)?/?>`)

// renderPlainText returns the text of a line of Markdown. Links without a word in them, which lead
// back to the top, are left out.
func renderPlainText(line string) string {
	src := []byte(headingTag.ReplaceAllString(line, ""))
	var b strings.Builder
	_ = ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			if !hasLetterOrDigit(nodeText(n, src)) {
				return ast.WalkSkipChildren, nil
			}
		case *ast.Text:
			value := n.Value(src)
			if !n.IsRaw() {
				value = util.UnescapePunctuations(value)
			}
			b.Write(value)
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				b.Write(segment.Value(src))
			}
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				segment := n.Lines().At(i)
				b.Write(segment.Value(src))
			}
		}
		return ast.WalkContinue, nil
	})
	plain := strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(plain, "**"), "**"))
}

// nodeText returns the text below a syntax node.
func nodeText(n ast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(src))
		} else {
			b.WriteString(nodeText(c, src))
		}
	}
	return b.String()
}

func hasLetterOrDigit(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
}
