package keypoints

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inline takes the marks of Markdown out of a range of a reference.
type inline struct {
	src      string // the range
	drop     []bool
	marks    []mark
	brackets []int
	runs     []run // emphasis that is open
	unclosed map[int]bool
}

// run is a run of marks of emphasis.
type run struct {
	at, length int
	mark       byte
}

// deepest is the highest number of brackets, or of runs of emphasis, that may be open at once.
const deepest = 32

// farthest is the length in bytes at which the search for the end of a tag or an address is given up.
const farthest = 2000

// readAll reads the range from its start to its end.
func (in *inline) readAll(quoted bool) {
	if quoted {
		in.dropQuoteMarks()
	}
	for i := 0; i < len(in.src); {
		i = in.read(i)
	}
	in.dropStrayRuns()
}

// dropQuoteMarks drops the marks in front of the lines of a quotation.
func (in *inline) dropQuoteMarks() {
	for i := strings.IndexByte(in.src, '\n'); i >= 0 && i < len(in.src); {
		for i++; i < len(in.src) && strings.IndexByte(" \t>", in.src[i]) >= 0; i++ {
			in.drop[i] = in.src[i] == '>'
		}
		next := strings.IndexByte(in.src[i:], '\n')
		if next < 0 {
			return
		}
		i += next
	}
}

// read reads the mark at an offset, and returns the offset behind it.
func (in *inline) read(i int) int {
	switch c := in.src[i]; c {
	case '\\':
		if i+1 < len(in.src) && in.src[i+1] < utf8.RuneSelf && unicode.IsPunct(rune(in.src[i+1])) {
			in.drop[i] = true
			return i + 2
		}
	case '`':
		return in.readCode(i)
	case '<':
		return in.readTag(i)
	case '[':
		if len(in.brackets) == deepest {
			in.brackets = in.brackets[1:]
		}
		in.brackets = append(in.brackets, i)
	case ']':
		return in.readBracket(i)
	case '*', '_', '~':
		return in.readEmphasis(i, c)
	case 'h':
		if strings.HasPrefix(in.src[i:], "http://") || strings.HasPrefix(in.src[i:], "https://") {
			return in.readAddress(i)
		}
	}
	return i + 1
}

// readCode reads a code span.
func (in *inline) readCode(i int) int {
	n := len(in.src[i:]) - len(strings.TrimLeft(in.src[i:], "`"))
	for j := i + n; j < len(in.src) && !in.unclosed[n]; {
		k := strings.IndexByte(in.src[j:], '`')
		if k < 0 {
			break
		}
		j += k
		m := len(in.src[j:]) - len(strings.TrimLeft(in.src[j:], "`"))
		if m == n {
			in.dropRange(i, i+n)
			in.dropRange(j, j+n)
			in.markRange(i+n, j, inCode)
			return j + n
		}
		j += m
	}
	in.unclosed[n] = true
	in.dropRange(i, i+n)
	return i + n
}

func (in *inline) dropRange(from, to int) {
	for i := from; i < to; i++ {
		in.drop[i] = true
	}
}

func (in *inline) markRange(from, to int, m mark) {
	for i := from; i < to; i++ {
		in.marks[i] |= m
	}
}

// indexNear returns the offset behind the next end, -1 if it is far away.
func (in *inline) indexNear(from int, end string) int {
	rest := in.src[from:]
	if len(rest) > farthest {
		rest = rest[:farthest]
	}
	i := strings.Index(rest, end)
	if i < 0 {
		return -1
	}
	return from + i + len(end)
}

// readTag reads a tag or a comment of HTML. What is no known tag, such as List<String>, is text.
func (in *inline) readTag(i int) int {
	if strings.HasPrefix(in.src[i:], "<!--") {
		if end := in.indexNear(i, "-->"); end > 0 {
			in.dropRange(i, end)
			return end
		}
		return i + 1
	}
	name := strings.TrimPrefix(in.src[i+1:min(len(in.src), i+12)], "/")
	n := strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if n >= 0 {
		name = name[:n]
	}
	name = strings.ToLower(name)
	end := in.indexNear(i, ">")
	if end < 0 || !strings.Contains(knownTags, " "+name+" ") || name == "" {
		return i + 1
	}
	in.dropRange(i, end)
	switch name {
	case "br", "p", "li", "tr", "div", "summary", "details", "h1", "h2", "h3", "h4", "h5", "h6":
		in.marks[i] |= hardEnd
	case "code", "kbd":
		if in.src[i+1] != '/' {
			if closing := in.indexNear(end, "</"+name+">"); closing > 0 {
				in.markRange(end, closing, inCode)
				in.dropRange(closing-len(name)-3, closing)
				return closing
			}
		}
	}
	return end
}

// knownTags are the tags of HTML in banks.
const knownTags = " a abbr b big blockquote br center cite code dd del details div dl dt em font figure figcaption h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q s samp small source span strike strong sub summary sup table tbody td th thead tr tt u ul var video "

// readBracket reads the end of a link, an image or a footnote.
func (in *inline) readBracket(i int) int {
	if len(in.brackets) == 0 {
		return i + 1
	}
	open := in.brackets[len(in.brackets)-1]
	in.brackets = in.brackets[:len(in.brackets)-1]
	image := open > 0 && in.src[open-1] == '!'
	end := -1
	switch rest := in.src[i+1:]; {
	case strings.HasPrefix(rest, "("):
		end = in.addressEnd(i + 1)
	case strings.HasPrefix(rest, "["):
		end = in.indexNear(i+1, "]")
	case strings.HasPrefix(in.src[open:], "[^"):
		in.dropRange(open, i+1)
		return i + 1
	}
	switch {
	case end < 0:
		return i + 1
	case image:
		in.dropRange(open-1, end)
	default:
		in.drop[open] = true
		in.markRange(open+1, i, inLink)
		in.dropRange(i, end)
	}
	return end
}

// addressEnd returns the offset behind the address of a link that opens at an offset.
func (in *inline) addressEnd(open int) int {
	depth := 0
	for i := open; i < len(in.src) && i < open+farthest; i++ {
		switch in.src[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// readAddress reads a bare address.
func (in *inline) readAddress(i int) int {
	j := i
	for j < len(in.src) {
		r, n := utf8.DecodeRuneInString(in.src[j:])
		if unicode.IsSpace(r) || r >= 0x2e80 || strings.ContainsRune("<>)]|`\"", r) {
			break
		}
		j += n
	}
	for j > i && strings.IndexByte(".,;:!?*_", in.src[j-1]) >= 0 {
		j--
	}
	in.markRange(i, j, inCode|inLink)
	return j
}

// readEmphasis reads a run of marks, and pairs it with an earlier one.
func (in *inline) readEmphasis(i int, c byte) int {
	end := i
	for end < len(in.src) && in.src[end] == c {
		end++
	}
	before, _ := utf8.DecodeLastRuneInString(in.src[:i])
	after, _ := utf8.DecodeRuneInString(in.src[end:])
	opens := end < len(in.src) && !unicode.IsSpace(after)
	closes := i > 0 && !unicode.IsSpace(before)
	if c == '_' {
		opens = opens && !isWordRune(before)
		closes = closes && !isWordRune(after)
	}
	length := end - i
	if c == '~' && length < 2 {
		return end
	}
	for k := len(in.runs) - 1; closes && length > 0 && k >= 0; k-- {
		r := &in.runs[k]
		if r.mark != c {
			continue
		}
		n := min(length, r.length)
		in.dropRange(r.at+r.length-n, r.at+r.length)
		in.dropRange(end-length, end-length+n)
		r.length -= n
		length -= n
		if r.length == 0 {
			in.runs = in.runs[:k]
		}
	}
	if length > 0 && (opens || length > 1) {
		if len(in.runs) == deepest {
			in.runs = in.runs[1:]
		}
		in.runs = append(in.runs, run{end - length, length, c})
	}
	return end
}

// isWordRune reports whether _ beside a rune belongs to a name such as snake_case.
func isWordRune(r rune) bool {
	return r < 0x2e80 && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// dropStrayRuns drops double marks that a cut through bold text left open.
func (in *inline) dropStrayRuns() {
	for _, r := range in.runs {
		before, _ := utf8.DecodeLastRuneInString(in.src[:r.at])
		after, _ := utf8.DecodeRuneInString(in.src[r.at+r.length:])
		if r.length == 2 && (!isWordRune(before) || !isWordRune(after)) {
			in.dropRange(r.at, r.at+r.length)
		}
	}
}
