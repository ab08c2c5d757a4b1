package text

import "strings"

// maxNesting is how many quotations, lists and brackets may lie in each other. Parsers take time and
// memory for each.
const maxNesting = 32

// leastIndent is the least number of columns by which a list in a list is indented.
const leastIndent = 2

// EscapeDeepNesting puts a backslash in front of Markdown that nests too deep. line is the first
// line with such a backslash, 0 where there is none.
func EscapeDeepNesting(text string) (tamed string, line int) {
	var b strings.Builder
	from, at, number := 0, 0, 0
	inFence := false
	for l := range strings.Lines(text) {
		number++
		if IsCodeFence(l) {
			inFence = !inFence
		}
		if cut := tooDeepAt(l); cut >= 0 && !inFence {
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

// tooDeepAt returns the offset of the first mark that nests too deep, -1 if there is none. A line that
// begins with many blanks may be in as many lists as its indentation has room for.
func tooDeepAt(line string) int {
	at := 0
	for depth := min(indentation(line)/leastIndent, maxNesting); ; depth++ {
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

// indentation returns the number of columns before a line's text. A tab leads to the next multiple of
// four.
func indentation(line string) (columns int) {
	for i := range len(line) {
		switch line[i] {
		case ' ':
			columns++
		case '\t':
			columns += 4 - columns%4
		default:
			return columns
		}
	}
	return columns
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
