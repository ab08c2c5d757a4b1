package text

import "strings"

// maxNesting is how many quotations and lists may lie in each other on one line, and how many
// brackets in a file. Parsers take time and memory for each.
const maxNesting = 32

// EscapeDeepNesting puts a backslash in front of Markdown that nests too deep. line is the first
// line with such a backslash, 0 where there is none.
func EscapeDeepNesting(text string) (tamed string, line int) {
	var b strings.Builder
	from, at, number := 0, 0, 0
	for l := range strings.Lines(text) {
		number++
		if cut := tooDeepAt(l); cut >= 0 {
			if line == 0 {
				line = number
			}
			b.WriteString(text[from : at+cut])
			b.WriteByte('\\')
			from = at + cut
		}
		at += len(l)
	}
	if line == 0 {
		return text, 0
	}
	b.WriteString(text[from:])
	return b.String(), line
}

// tooDeepAt returns the offset of the first mark that nests too deep, -1 if there is none.
func tooDeepAt(line string) int {
	at := 0
	for depth := 0; ; depth++ {
		for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
			at++
		}
		if at == len(line) {
			return -1
		}
		length := 0
		if line[at] == '>' {
			length = 1
		} else if strings.IndexByte("-+*0123456789", line[at]) >= 0 {
			length = len(ListMarker(line[at:]))
		}
		switch {
		case length == 0:
			return -1
		case depth >= maxNesting:
			return at
		}
		at += length
	}
}

// BracketsTooDeep reports whether brackets lie too deep in each other, and the line of the first.
func BracketsTooDeep(text string) (line int, ok bool) {
	depth := 0
	line = 1
	for i := range len(text) {
		switch text[i] {
		case '\n':
			line++
		case '[', '{':
			if depth++; depth > maxNesting {
				return line, true
			}
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	return 0, false
}
