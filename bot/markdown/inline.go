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

// line reads the text within a block.
func (r *reader) line(n ast.Node) Line {
	var line Line
	r.spans(n, Span{}, &line)
	return trim(join(unmarked(join(line))))
}

// trim takes away line ends that nothing stands before or behind.
func trim(line Line) Line {
	for len(line) > 0 && line[0].Break {
		line = line[1:]
	}
	for len(line) > 0 && line[len(line)-1].Break {
		line = line[:len(line)-1]
	}
	return line
}

func emphasis(level int) Style {
	if level == 2 {
		return Strong
	}
	return Emphasis
}

// unescape reads backslash escapes and HTML's names and numbers of characters.
func unescape(text string) string {
	b := util.UnescapePunctuations([]byte(text))
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(b)))
}

// spans adds the text of a node's children, which look as like does.
func (r *reader) spans(parent ast.Node, like Span, line *Line) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		s := like
		switch n := n.(type) {
		case *ast.Text:
			s.Text = string(n.Value(r.src))
			if !n.IsRaw() {
				s.Text = unescape(s.Text)
			}
			*line = append(*line, s)
			r.lineEnd(n, like, line)
		case *ast.String:
			s.Text = string(n.Value)
			*line = append(*line, s)
		case *ast.CodeSpan:
			s.Text, s.Style = r.code(n), s.Style|Mono
			*line = append(*line, s)
		case *ast.Emphasis:
			s.Style |= emphasis(n.Level)
			r.spans(n, s, line)
		case *east.Strikethrough:
			s.Style |= Strike
			r.spans(n, s, line)
		case *ast.Link:
			s.URL = string(n.Destination)
			r.spans(n, s, line)
		case *ast.AutoLink:
			s.Text, s.URL = string(n.Label(r.src)), string(n.URL(r.src))
			*line = append(*line, s)
		case *ast.Image:
			var alt Line
			r.spans(n, Span{}, &alt)
			*line = append(*line, Span{Text: alt.Plain(), URL: string(n.Destination), Image: true})
		case *ast.RawHTML:
			r.html(n, line)
		default:
			r.spans(n, s, line)
		}
	}
}

// lineEnd adds what a line's end in the source means: a new line, a space, or nothing between two
// characters of a script without spaces.
func (r *reader) lineEnd(n *ast.Text, like Span, line *Line) {
	switch {
	case n.HardLineBreak():
		*line = append(*line, Span{Break: true})
	case n.SoftLineBreak():
		before, _ := utf8.DecodeLastRune(n.Value(r.src))
		after := ' '
		if next, ok := n.NextSibling().(*ast.Text); ok {
			after, _ = utf8.DecodeRune(next.Value(r.src))
		}
		if !spaceless(before) || !spaceless(after) {
			like.Text = " "
			*line = append(*line, like)
		}
	}
}

// spaceless reports whether c belongs to a script that puts no spaces between words.
func spaceless(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana) || c >= 0x3000 && c <= 0x303f || c >= 0xff00 && c <= 0xffef
}

// code is the text of a code span; its line ends are spaces.
func (r *reader) code(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(r.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// html keeps tags that are not known as text, and drops those that only dress it.
func (r *reader) html(n *ast.RawHTML, line *Line) {
	var b strings.Builder
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		b.Write(segment.Value(r.src))
	}
	*line = append(*line, htmlText(b.String())...)
}

var (
	comments   = regexp.MustCompile(`(?s)<!--.*?-->`)
	lineBreaks = regexp.MustCompile(`(?i)<(?:br|/p|/summary)\s*/?>`)
	dressing   = regexp.MustCompile(`(?i)</?(?:b|i|u|s|em|strong|code|kbd|sub|sup|p|a|span|div|center|details|summary|font|small|big|pre)(?:\s[^<>]*)?/?>`)
)

// htmlText is HTML without comments and without the tags that only dress text. Other tags stay as they
// are written.
func htmlText(source string) Line {
	text := comments.ReplaceAllString(source, "")
	text = lineBreaks.ReplaceAllString(text, "\x00")
	text = dressing.ReplaceAllString(text, "")
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

// htmlPictures is HTML whose pictures are pictures, and all else literal.
func htmlPictures(source string) Line {
	var line Line
	literal := func(text string) {
		if strings.TrimSpace(text) != "" {
			line = append(line, Span{Text: unescape(text)})
		}
	}
	at := 0
	for _, found := range htmlPicture.FindAllStringIndex(source, -1) {
		picture := Span{Image: true}
		for _, m := range htmlAttribute.FindAllStringSubmatch(source[found[0]:found[1]], -1) {
			value := unescape(strings.TrimSpace(m[2] + m[3] + m[4]))
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

// strongMarks finds ** around text that CommonMark does not take for emphasis, because punctuation stands
// on the inner side and a letter on the outer: common in Chinese, which puts no spaces there.
var strongMarks = regexp.MustCompile(`\*\*([^*\s](?:[^*]*[^*\s])?)\*\*`)

// unmarked makes text between ** strong where a character of a script without spaces is next to the marks.
func unmarked(line Line) Line {
	var out Line
	for _, s := range line {
		if s.Style&Mono != 0 || !strings.Contains(s.Text, "**") {
			out = append(out, s)
			continue
		}
		rest := s.Text
		for _, m := range strongMarks.FindAllStringSubmatchIndex(s.Text, -1) {
			offset := len(s.Text) - len(rest)
			if m[0] < offset || !strings.ContainsFunc(s.Text[m[0]:m[1]], spaceless) {
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

// join puts neighbouring spans of one look together.
func join(line Line) Line {
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
