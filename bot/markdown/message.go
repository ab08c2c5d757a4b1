package markdown

import (
	"slices"
	"strings"
)

// Message reads the text of a person. Fenced blocks and text between backticks are code; its paragraphs, lines and
// indentation are kept; everything else is literal: there are no links, headings, lists or emphasis in it.
//
// It reads what chats take for code, which is more than CommonMark does: a fence may begin behind text, and close at
// the end of the last line of code, as Slack writes it. A fence that is not closed goes on to the end of the text.
func Message(text string) Doc {
	var doc Doc
	var prose []string
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); {
		f, ok := fenceAt(lines[i:])
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
			if f.behind != "" { // it is read as a line of its own, in which more code may begin
				f.lines--
				lines[i+f.lines] = f.behind
			}
		}
		i += f.lines
	}
	return append(doc, literalParagraphs(prose)...)
}

// fenced is a block of code that was found, with the text before it in its first line and behind it in its last one, and
// how many lines it takes.
type fenced struct {
	before, behind string
	code           Code
	lines          int
}

// fenceAt finds the block of code that begins in the first of the given lines.
func fenceAt(lines []string) (f fenced, ok bool) {
	if text, whole := oneLineBlock(lines[0]); whole {
		return fenced{code: Code{Text: text}, lines: 1}, true
	}
	at, n := opening(lines[0])
	if n == 0 {
		return f, false
	}
	before, info := lines[0][:at], lines[0][at+n:]
	fence := lines[0][at : at+n]
	c := closing(lines, fence)
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
	f = fenced{code: Code{language, strings.Join(body, "\n")}, behind: c.behind, lines: c.line}
	if c.found {
		f.lines++
	}
	if alone {
		f.code.Text = outdented(body, len(before))
	} else {
		f.before = before
	}
	return f, true
}

// oneLineBlock is the code of a line that consists of a block between fences.
func oneLineBlock(line string) (code string, ok bool) {
	line = strings.TrimSpace(line)
	n := run(line, '`')
	if n < 3 || len(line) <= 2*n || matching(line[n:], n) != len(line)-2*n {
		return "", false
	}
	return strings.TrimSpace(line[n : len(line)-n]), true
}

// opening is where in a line a fence begins that does not end in it, and how long it is.
func opening(line string) (at, length int) {
	text := strings.TrimLeft(line, " \t")
	indent := len(line) - len(text)
	if n := run(text, '~'); n >= 3 && (isLanguage(strings.TrimSpace(text[n:])) || strings.TrimSpace(text[n:]) == "") {
		return indent, n
	}
	for i := indent; i < len(line); {
		n := run(line[i:], '`')
		if n == 0 {
			i++
			continue
		}
		end := matching(line[i+n:], n)
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

// ending is where a block of code ends.
type ending struct {
	found bool
	line  int // with the fence, or behind the last one where there is none
	// attached says that the fence stands behind the last line of code, which is last.
	attached bool
	last     string
	behind   string // the text behind the fence
}

// closing is the line in which a fence ends that began in the first one: a line of its own, or one with the last code
// before it, or with text behind it.
func closing(lines []string, fence string) ending {
	for i, line := range lines[1:] {
		at, n := fenceIn(line, fence)
		if n == 0 {
			continue
		}
		code, behind := line[:at], strings.TrimSpace(line[at+n:])
		alone := strings.TrimSpace(code) == ""
		switch {
		case alone && behind == "":
			return ending{found: true, line: i + 1}
		case fence[0] != '`' || alone && isLanguage(behind):
			continue
		case behind == "" || alone || strings.HasSuffix(behind, fence) || !closesBelow(lines[i+2:], fence):
			return ending{found: true, line: i + 1, attached: !alone, last: code, behind: behind}
		}
	}
	return ending{line: len(lines)}
}

// closesBelow reports whether a fence ends in a line of its own, or at the end of one.
func closesBelow(lines []string, fence string) bool {
	return slices.ContainsFunc(lines, func(line string) bool { return strings.HasSuffix(strings.TrimRight(line, " \t"), fence) })
}

// fenceIn is where in a line the first run of a fence's marks stands that is long enough to end it, and how long that is.
func fenceIn(line, fence string) (at, length int) {
	for i := 0; i < len(line); i++ {
		n := run(line[i:], fence[0])
		if n >= len(fence) {
			return i, n
		}
		i += n
	}
	return 0, 0
}

// outdented are lines of code without as much of their indentation as their fence has.
func outdented(lines []string, indent int) string {
	for i, line := range lines {
		n := 0
		for n < indent && n < len(line) && (line[n] == ' ' || line[n] == '\t') {
			n++
		}
		lines[i] = line[n:]
	}
	return strings.Join(lines, "\n")
}

// run is how many times c stands at the start of text.
func run(text string, c byte) int {
	n := 0
	for n < len(text) && text[n] == c {
		n++
	}
	return n
}

// matching is where in text a run of exactly n backticks begins, -1 where there is none.
func matching(text string, n int) int {
	for i := 0; i < len(text); {
		switch found := run(text[i:], '`'); found {
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

// isLanguage reports whether a fence's first line may name the language of its code.
func isLanguage(word string) bool {
	if word == "" || len(word) > 20 {
		return false
	}
	return !strings.ContainsFunc(word, func(c rune) bool {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		return !letter && !strings.ContainsRune("+#._-", c)
	})
}

// knownLanguage reports whether a word is the name of a language. Slack begins code right behind the fence, so that any
// other word there is code.
func knownLanguage(word string) bool {
	return slices.Contains(strings.Fields(`
		bash c c# c++ clojure cpp cs csharp css dart diff dockerfile elixir erlang go golang graphql haskell hcl html ini
		java javascript js json jsx julia kotlin kt lua markdown md nginx objc ocaml perl php plaintext powershell proto
		ps1 py pycon python python3 r rb rs ruby rust scala sh shell sql swift text toml ts tsx txt typescript xml yaml
		yml zig zsh`), strings.ToLower(word))
}

// literalParagraphs are lines of text as paragraphs, apart where a line is blank.
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

// inlineCode is a line of literal text in which what stands between equal runs of backticks is code.
func inlineCode(text string) Line {
	var line Line
	start := 0
	for i := 0; i < len(text); {
		n := run(text[i:], '`')
		end := -1
		if n > 0 {
			end = matching(text[i+n:], n)
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
				line = appendSpan(line, Span{Style: Mono}, unpadded(code))
				start = i + n + end + n
			}
			i += n + end + n
		}
	}
	return appendSpan(line, Span{}, text[start:])
}

// unpadded is code without the space that may keep its own backticks from those around it.
func unpadded(code string) string {
	if len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' {
		return code[1 : len(code)-1]
	}
	return code
}
