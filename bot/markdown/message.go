package markdown

import (
	"slices"
	"strings"
)

// Message reads a person's text. Fenced blocks and text between backticks are code. Paragraphs,
// lines and indentation stay. Everything else is literal, without links, headings, lists or
// emphasis.
//
// Chats accept more fences than CommonMark. A fence may begin after text, and close at the end of
// the last line of code, as Slack writes it. An unclosed fence extends to the end of the text.
func Message(text string) Doc {
	var doc Doc
	var prose []string
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); {
		f, ok := parseFence(lines[i:])
		switch {
		case !ok:
			prose = append(prose, lines[i])
			i++
			continue
		case strings.TrimSpace(f.code.Text) == "":
			prose = append(prose, lines[i:i+f.lines]...)
		default:
			doc = append(doc, literalParagraphs(append(prose, f.before))...)
			doc = append(doc, f.code)
			prose = nil
			if f.behind != "" { // read as a line of its own; it may begin more code
				f.lines--
				lines[i+f.lines] = f.behind
			}
		}
		i += f.lines
	}
	return append(doc, literalParagraphs(prose)...)
}

// fencedBlock is a block of code, with the text before its first fence, the text after its last,
// and its number of lines.
type fencedBlock struct {
	before, behind string
	code           Code
	lines          int
}

// parseFence reads a block of code that begins in the first line.
func parseFence(lines []string) (f fencedBlock, ok bool) {
	if text, whole := oneLineBlock(lines[0]); whole {
		return fencedBlock{code: Code{Text: text}, lines: 1}, true
	}
	at, n := openingFence(lines[0])
	if n == 0 {
		return f, false
	}
	before, info := lines[0][:at], lines[0][at+n:]
	fence := lines[0][at : at+n]
	c := closingFence(lines, fence)
	alone := strings.TrimSpace(before) == ""
	if !c.found && !alone {
		return f, false
	}
	body := slices.Clone(lines[1:c.line])
	if c.attached {
		body = append(body, c.last)
	}
	language := strings.TrimSpace(info)
	if !isLanguage(language) || c.attached && !knownLanguage(language) {
		if language != "" {
			body = slices.Insert(body, 0, strings.TrimRight(info, " \t"))
		}
		language = ""
	}
	f = fencedBlock{code: Code{language, strings.Join(body, "\n")}, behind: c.behind, lines: c.line}
	if c.found {
		f.lines++
	}
	if alone {
		f.code.Text = removeIndent(body, len(before))
	} else {
		f.before = before
	}
	return f, true
}

// oneLineBlock returns the code of a line that is a complete fenced block.
func oneLineBlock(line string) (code string, ok bool) {
	line = strings.TrimSpace(line)
	n := runLength(line, '`')
	if n < 3 || len(line) <= 2*n || matchingRun(line[n:], n) != len(line)-2*n {
		return "", false
	}
	return strings.TrimSpace(line[n : len(line)-n]), true
}

// openingFence returns the position and length of a fence that begins in a line and doesn't end in
// it.
func openingFence(line string) (at, length int) {
	text := strings.TrimLeft(line, " \t")
	indent := len(line) - len(text)
	if n := runLength(text, '~'); n >= 3 && (isLanguage(strings.TrimSpace(text[n:])) || strings.TrimSpace(text[n:]) == "") {
		return indent, n
	}
	for i := indent; i < len(line); {
		n := runLength(line[i:], '`')
		if n == 0 {
			i++
			continue
		}
		end := matchingRun(line[i+n:], n)
		if end < 0 && n >= 3 {
			return i, n
		}
		i += n
		if end >= 0 {
			i += end + n
		}
	}
	return 0, 0
}

// fenceEnd is the end of a block of code.
type fenceEnd struct {
	found bool
	line  int // the line of the fence, or the number of lines without one
	// attached reports that the fence follows the last line of code, held in last.
	attached bool
	last     string
	behind   string // the text after the fence
}

// closingFence finds the end of a fence opened in the first line. The closing fence has a line of
// its own, follows the last code, or precedes more text.
func closingFence(lines []string, fence string) fenceEnd {
	for i, line := range lines[1:] {
		at, n := closingRun(line, fence)
		if n == 0 {
			continue
		}
		code, behind := line[:at], strings.TrimSpace(line[at+n:])
		alone := strings.TrimSpace(code) == ""
		switch {
		case alone && behind == "":
			return fenceEnd{found: true, line: i + 1}
		case fence[0] != '`' || alone && isLanguage(behind):
			continue
		case behind == "" || alone || strings.HasSuffix(behind, fence) || !closesBelow(lines[i+2:], fence):
			return fenceEnd{found: true, line: i + 1, attached: !alone, last: code, behind: behind}
		}
	}
	return fenceEnd{line: len(lines)}
}

// closesBelow reports whether a later line ends with the fence.
func closesBelow(lines []string, fence string) bool {
	return slices.ContainsFunc(lines, func(line string) bool { return strings.HasSuffix(strings.TrimRight(line, " \t"), fence) })
}

// closingRun returns the position and length of the first run of marks long enough to close the
// fence.
func closingRun(line, fence string) (at, length int) {
	for i := 0; i < len(line); i++ {
		n := runLength(line[i:], fence[0])
		if n >= len(fence) {
			return i, n
		}
		i += n
	}
	return 0, 0
}

// removeIndent removes the fence's indentation from lines of code.
func removeIndent(lines []string, indent int) string {
	for i, line := range lines {
		n := 0
		for n < indent && n < len(line) && (line[n] == ' ' || line[n] == '\t') {
			n++
		}
		lines[i] = line[n:]
	}
	return strings.Join(lines, "\n")
}

// runLength returns the number of times c is repeated at the start of text.
func runLength(text string, c byte) int {
	n := 0
	for n < len(text) && text[n] == c {
		n++
	}
	return n
}

// matchingRun returns the position of a run of exactly n backticks, -1 if there is none.
func matchingRun(text string, n int) int {
	for i := 0; i < len(text); {
		switch found := runLength(text[i:], '`'); found {
		case 0:
			i++
		case n:
			return i
		default:
			i += found
		}
	}
	return -1
}

// isLanguage reports whether a fence's info string may name a language.
func isLanguage(word string) bool {
	if word == "" || len(word) > 20 {
		return false
	}
	return !strings.ContainsFunc(word, func(c rune) bool {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		return !letter && !strings.ContainsRune("+#._-", c)
	})
}

// knownLanguage reports whether a word is the name of a language. Slack begins code right after
// the fence, so any other word there is code.
func knownLanguage(word string) bool {
	return slices.Contains(strings.Fields(`
		bash c c# c++ clojure cpp cs csharp css dart diff dockerfile elixir erlang go golang graphql haskell hcl html ini
		java javascript js json jsx julia kotlin kt lua markdown md nginx objc ocaml perl php plaintext powershell proto
		ps1 py pycon python python3 r rb rs ruby rust scala sh shell sql swift text toml ts tsx txt typescript xml yaml
		yml zig zsh`), strings.ToLower(word))
}

// literalParagraphs returns lines of text as paragraphs, separated at blank lines.
func literalParagraphs(lines []string) Doc {
	var doc Doc
	var line Line
	for _, l := range append(slices.Clip(lines), "") {
		if strings.TrimSpace(l) != "" {
			if line != nil {
				line = append(line, Span{Break: true})
			}
			line = append(line, inlineCode(l)...)
			continue
		}
		if line != nil {
			doc = append(doc, Paragraph{line})
		}
		line = nil
	}
	return doc
}

// inlineCode reads a line of literal text. Text between equal runs of backticks is code.
func inlineCode(text string) Line {
	var line Line
	start := 0
	for i := 0; i < len(text); {
		n := runLength(text[i:], '`')
		end := -1
		if n > 0 {
			end = matchingRun(text[i+n:], n)
		}
		switch {
		case n == 0:
			i++
		case end < 0:
			i += n
		default:
			code := text[i+n : i+n+end]
			if strings.TrimSpace(code) != "" {
				line = appendSpan(line, Span{}, text[start:i])
				line = appendSpan(line, Span{Style: Mono}, trimCodePadding(code))
				start = i + n + end + n
			}
			i += n + end + n
		}
	}
	return appendSpan(line, Span{}, text[start:])
}

// trimCodePadding removes the spaces that separate backticks in code from those around it.
func trimCodePadding(code string) string {
	if len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' {
		return code[1 : len(code)-1]
	}
	return code
}
