package questions

import (
	"encoding/json"
	"regexp"
	"strings"
)

// A bank in our own format says "format: quizbot" in its front matter. It is read to the letter: headings of the
// second level ask and those of the first are sections, titles keep their numbers, nothing is guessed. Text
// that would read as something else stands between two comments, where it means nothing:
//
//	<!-- text -->
//	## This is no question
//	<!-- end of text -->
//
// Where the text holds the second comment, both carry a number that makes them differ from it.
const exactFormat = "quizbot"

// openQuote begins quoted text.
var openQuote = regexp.MustCompile(`(?m)^<!-- text((?: \d+)?) -->\n`)

// parseExact reads the blocks of a bank in our own format: what is quoted is a block of its own, and each
// stretch between is parsed for itself.
func (d *document) parseExact() []block {
	var blocks []block
	from := 0
	for from < len(d.src) {
		m := openQuote.FindStringSubmatchIndex(d.src[from:])
		if m == nil {
			break
		}
		start := from + m[1]
		closing := "\n<!-- end of text" + d.src[from+m[2]:from+m[3]] + " -->"
		length := strings.Index(d.src[start:], closing)
		if length < 0 {
			d.report(from+m[0], "quote", "this text has no end: put  "+strings.TrimSpace(closing)+"  below it")
			break
		}
		blocks = append(blocks, d.parseBlocks(from, from+m[0], stretchSize)...)
		blocks = append(blocks, block{start: start, end: start + length, quoted: true})
		from = start + length + len(closing)
	}
	return append(blocks, d.parseBlocks(from, len(d.src), stretchSize)...)
}

// quote puts text between two comments that do not occur in it.
func quote(text string) string {
	mark := ""
	for n := 2; strings.Contains(text, "<!-- end of text"+mark+" -->"); n++ {
		mark = " " + strings.Repeat("1", n)
	}
	return "<!-- text" + mark + " -->\n" + text + "\n<!-- end of text" + mark + " -->"
}

// ParseComment splits a comment into its fields, which stand apart by semicolons or line ends. A value may be
// written in JSON, and may then hold anything.
func ParseComment(text string) (list []CommentField) {
	for {
		text = strings.TrimLeft(text, " \t\n;；")
		if text == "" {
			return list
		}
		name, rest, ok := cutFieldName(text)
		if !ok {
			_, text = cutFieldValue(text)
			continue
		}
		f := CommentField{Name: strings.ToLower(name)}
		text = rest
		if text != "" && strings.IndexByte(`"[{`, text[0]) >= 0 {
			var raw json.RawMessage
			decoder := json.NewDecoder(strings.NewReader(text))
			if rest := func() string { return text[decoder.InputOffset():] }; decoder.Decode(&raw) == nil && endsField(rest()) {
				f.JSON, text = raw, rest()
				list = append(list, f)
				continue
			}
		}
		var value string
		value, text = cutFieldValue(text)
		f.Value = strings.TrimSpace(value)
		list = append(list, f)
	}
}

// CommentField is a field of a comment: its value as text, or in JSON.
type CommentField struct {
	Name, Value string
	JSON        json.RawMessage
}

// cutFieldName cuts off a field's name and its colon.
func cutFieldName(text string) (name, rest string, ok bool) {
	n := 0
	for n < len(text) && (text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] == '_' || text[n] == '-') {
		n++
	}
	rest = strings.TrimLeft(text[n:], " \t")
	for _, colon := range []string{":", "："} {
		if after, found := strings.CutPrefix(rest, colon); found && n > 0 {
			return text[:n], strings.TrimLeft(after, " \t"), true
		}
	}
	return "", text, false
}

// cutFieldValue cuts text at the end of its first field.
func cutFieldValue(text string) (field, rest string) {
	i := strings.IndexAny(text, ";\n；")
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i:]
}

// endsField reports whether a field has ended in front of text.
func endsField(text string) bool {
	text = strings.TrimLeft(text, " \t")
	return text == "" || strings.ContainsAny(text[:1], ";\n") || strings.HasPrefix(text, "；")
}
