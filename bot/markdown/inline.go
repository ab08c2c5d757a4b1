package markdown

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inlineText reads the text of a block.
func (r *reader) inlineText(n ast.Node) Line {
	var line Line
	r.appendSpans(n, Span{}, &line)
	return trimOuterBreaks(mergeSpans(parseCJKStrong(mergeSpans(line))))
}

// trimOuterBreaks removes line breaks from both ends.
func trimOuterBreaks(line Line) Line {
	for len(line) > 0 && line[0].Break {
		line = line[1:]
	}
	for len(line) > 0 && line[len(line)-1].Break {
		line = line[:len(line)-1]
	}
	return line
}

func emphasisStyle(level int) Style {
	if level == 2 {
		return Strong
	}
	return Emphasis
}

// unescapeEntities resolves backslash escapes and HTML character references.
func unescapeEntities(text string) string {
	b := util.UnescapePunctuations([]byte(text))
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(b)))
}

// appendSpans adds the text of a node's children, styled like the given span.
func (r *reader) appendSpans(parent ast.Node, like Span, line *Line) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		s := like
		switch n := n.(type) {
		case *ast.Text:
			s.Text = string(n.Value(r.src))
			if !n.IsRaw() {
				s.Text = unescapeEntities(s.Text)
			}
			*line = append(*line, s)
			r.appendLineEnd(n, like, line)
		case *ast.String:
			s.Text = string(n.Value)
			*line = append(*line, s)
		case *ast.CodeSpan:
			s.Text, s.Style = r.codeSpanText(n), s.Style|Mono
			*line = append(*line, s)
		case *ast.Emphasis:
			s.Style |= emphasisStyle(n.Level)
			r.appendSpans(n, s, line)
		case *east.Strikethrough:
			s.Style |= Strike
			r.appendSpans(n, s, line)
		case *ast.Link:
			s.URL = string(n.Destination)
			r.appendSpans(n, s, line)
		case *ast.AutoLink:
			s.Text, s.URL = string(n.Label(r.src)), string(n.URL(r.src))
			*line = append(*line, s)
		case *ast.Image:
			var alt Line
			r.appendSpans(n, Span{}, &alt)
			*line = append(*line, Span{Text: alt.Plain(), URL: string(n.Destination), Image: true})
		case *ast.RawHTML:
			r.appendHTML(n, line)
		default:
			r.appendSpans(n, s, line)
		}
	}
}

// appendLineEnd adds the meaning of a source line's end: a break, a space, or nothing between two
// characters of a script without spaces.
func (r *reader) appendLineEnd(n *ast.Text, like Span, line *Line) {
	switch {
	case n.HardLineBreak():
		*line = append(*line, Span{Break: true})
	case n.SoftLineBreak():
		before, _ := utf8.DecodeLastRune(n.Value(r.src))
		after := ' '
		if next, ok := n.NextSibling().(*ast.Text); ok {
			after, _ = utf8.DecodeRune(next.Value(r.src))
		}
		if !isSpacelessScript(before) || !isSpacelessScript(after) {
			like.Text = " "
			*line = append(*line, like)
		}
	}
}

// isSpacelessScript reports whether c belongs to a script without spaces between words.
func isSpacelessScript(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana) || c >= 0x3000 && c <= 0x303f || c >= 0xff00 && c <= 0xffef
}

// codeSpanText returns the text of a code span. Line ends become spaces.
func (r *reader) codeSpanText(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(r.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// appendHTML keeps unknown tags as text and drops styling tags.
func (r *reader) appendHTML(n *ast.RawHTML, line *Line) {
	var b strings.Builder
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		b.Write(segment.Value(r.src))
	}
	*line = append(*line, htmlText(b.String())...)
}

var (
	comments    = regexp.MustCompile(`(?s)<!--.*?-->`)
	lineBreaks  = regexp.MustCompile(`(?i)<(?:br|/p|/summary)\s*/?>`)
	stylingTags = regexp.MustCompile(`(?i)</?(?:b|i|u|s|em|strong|code|kbd|sub|sup|p|a|span|div|center|details|summary|font|small|big|pre)(?:\s[^<>]*)?/?>`)
)

// htmlText returns HTML without comments and styling tags. Other tags stay as written.
func htmlText(source string) Line {
	text := comments.ReplaceAllString(source, "")
	text = lineBreaks.ReplaceAllString(text, "\x00")
	text = stylingTags.ReplaceAllString(text, "")
	var line Line
	for i, l := range strings.Split(text, "\x00") {
		if i > 0 {
			line = append(line, Span{Break: true})
		}
		line = append(line, htmlPictures(strings.ReplaceAll(l, "\n", " "))...)
	}
	return line
}

var (
	htmlPicture   = regexp.MustCompile(`(?i)<img\s(?:[^<>"']|"[^"]*"|'[^']*')*>`)
	htmlAttribute = regexp.MustCompile(`(?i)\s(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)
)

// htmlPictures reads img tags as pictures and keeps all else literal.
func htmlPictures(source string) Line {
	var line Line
	literal := func(text string) {
		if strings.TrimSpace(text) != "" {
			line = append(line, Span{Text: unescapeEntities(text)})
		}
	}
	at := 0
	for _, found := range htmlPicture.FindAllStringIndex(source, -1) {
		picture := Span{Image: true}
		for _, m := range htmlAttribute.FindAllStringSubmatch(source[found[0]:found[1]], -1) {
			value := unescapeEntities(strings.TrimSpace(m[2] + m[3] + m[4]))
			if strings.EqualFold(m[1], "src") {
				picture.URL = value
			} else {
				picture.Text = value
			}
		}
		if picture.URL == "" {
			continue
		}
		literal(source[at:found[0]])
		line, at = append(line, picture), found[1]
	}
	literal(source[at:])
	return line
}

// strongMarks matches ** around text that CommonMark doesn't take for emphasis, because
// punctuation is on the inner side and a letter on the outer. It is common in Chinese, without
// spaces there.
var strongMarks = regexp.MustCompile(`\*\*([^*\s](?:[^*]*[^*\s])?)\*\*`)

// parseCJKStrong makes text between ** strong next to a character of a script without spaces.
func parseCJKStrong(line Line) Line {
	var out Line
	for _, s := range line {
		if s.Style&Mono != 0 || !strings.Contains(s.Text, "**") {
			out = append(out, s)
			continue
		}
		rest := s.Text
		for _, m := range strongMarks.FindAllStringSubmatchIndex(s.Text, -1) {
			offset := len(s.Text) - len(rest)
			if m[0] < offset || !strings.ContainsFunc(s.Text[m[0]:m[1]], isSpacelessScript) {
				continue
			}
			out = appendSpan(out, s, rest[:m[0]-offset])
			bold := s
			bold.Style |= Strong
			out = appendSpan(out, bold, s.Text[m[2]:m[3]])
			rest = s.Text[m[1]:]
		}
		out = appendSpan(out, s, rest)
	}
	return out
}

func appendSpan(line Line, like Span, text string) Line {
	if text == "" {
		return line
	}
	like.Text = text
	return append(line, like)
}

// mergeSpans joins neighbouring spans of the same style and address.
func mergeSpans(line Line) Line {
	var out Line
	for _, s := range line {
		if n := len(out); n > 0 && !s.Break && !s.Image && !out[n-1].Break && !out[n-1].Image &&
			out[n-1].Style == s.Style && out[n-1].URL == s.URL {
			out[n-1].Text += s.Text
			continue
		}
		if s.Text != "" || s.Break || s.Image {
			out = append(out, s)
		}
	}
	return out
}
