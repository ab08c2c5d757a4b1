package keypoints

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// blockKind is the kind of a block of Markdown.
type blockKind int

const (
	paragraphBlock blockKind = iota
	headingBlock
	labelBlock // a line of bold text alone
	itemBlock
	rowBlock
	codeBlock
	ruleBlock
)

// block is a piece of a reference between start and end, without its marker.
type block struct {
	kind       blockKind
	start, end int
	// level is the level of a heading, or the depth of an item or of a paragraph within one. Items
	// of the outermost list have depth 1.
	level   int
	ordered bool
	quoted  bool
	// mark is the offset of the marker.
	mark int
}

// scanner cuts Markdown into blocks, line by line.
type scanner struct {
	src    string
	blocks []block
	// lists holds the columns of the items around the current line, outermost first.
	lists []int
	// open says that the next line may continue the last block.
	open bool
	// until ends a block of code or a comment, empty outside of one.
	until string
	table bool
	blank bool // the line before is blank
}

// scanBlocks returns the blocks of a text in Markdown.
func scanBlocks(src string) []block {
	s := scanner{src: src, blank: true}
	for at := 0; at < len(src); {
		end, next := lineEnd(src, at)
		s.readLine(at, end)
		at = next
	}
	s.levelFirstItem()
	return s.blocks
}

// levelFirstItem moves the items of a list to the level of its first item, if that one has lost its
// indentation: readers of banks trim references.
func (s *scanner) levelFirstItem() {
	if len(s.blocks) == 0 || s.blocks[0].kind != itemBlock || endsInColon(s.src[s.blocks[0].start:s.blocks[0].end]) {
		return
	}
	for _, b := range s.blocks[1:] {
		if b.kind == itemBlock && b.level == 1 {
			return
		}
	}
	for i, b := range s.blocks {
		s.blocks[i].level = max(min(b.level, 1), b.level-1)
	}
}

// lineEnd returns the end of the line at an offset, and the start of the next one.
func lineEnd(src string, at int) (end, next int) {
	i := strings.IndexByte(src[at:], '\n')
	if i < 0 {
		return len(src), len(src)
	}
	return at + i, at + i + 1
}

// readLine adds a line to the blocks.
func (s *scanner) readLine(start, end int) {
	line := strings.TrimRight(s.src[start:end], " \t\r")
	if s.until != "" {
		s.readVerbatim(line, start)
		return
	}
	text := strings.TrimLeft(line, " \t")
	if text == "" {
		s.open, s.table, s.blank = false, false, true
		return
	}
	at := start + len(line) - len(text)
	column := columns(line[:len(line)-len(text)])
	quoted := false
	for strings.HasPrefix(text, ">") {
		quoted = true
		text = strings.TrimLeft(text[1:], " \t")
		at = start + len(line) - len(text)
	}
	s.readText(text, at, column, quoted)
	s.blank = text == ""
}

// readVerbatim reads a line of code or of a comment.
func (s *scanner) readVerbatim(line string, start int) {
	text := strings.TrimSpace(line)
	fence := strings.Trim(s.until, "`") == "" || strings.Trim(s.until, "~") == ""
	switch {
	case fence && strings.HasPrefix(text, s.until) && strings.Trim(text, s.until[:1]) == "":
		s.until = ""
	case !fence && strings.Contains(text, s.until):
		s.until = ""
	}
	if last := len(s.blocks) - 1; last >= 0 && s.blocks[last].kind == codeBlock {
		s.blocks[last].end = start + len(line)
	}
	s.open, s.blank = false, false
}

// readText reads a line outside of code, without its indentation and quote marks.
func (s *scanner) readText(text string, at, column int, quoted bool) {
	end := at + len(text)
	switch {
	case text == "":
		s.open = false
	case s.beginsVerbatim(text, at):
	case ruleLine.MatchString(text):
		s.add(block{kind: ruleBlock, start: at, end: end})
		s.open, s.lists = false, nil
	case setextLine.MatchString(text) && s.open && s.last().kind == paragraphBlock:
		s.last().kind, s.last().level = headingBlock, 1
		s.open, s.lists = false, nil
	case headingLine.MatchString(text):
		marker := len(text) - len(strings.TrimLeft(text, "#"))
		body := strings.TrimRight(strings.TrimSpace(text[marker:]), "# ")
		number := len(headingNumber.FindString(body))
		from := at + strings.Index(text, body)
		s.add(block{kind: headingBlock, start: from + number, end: from + len(body), level: marker})
		s.open, s.lists = false, nil
	case chapterLine.MatchString(text):
		n := len(chapterMark.FindString(text))
		s.add(block{kind: headingBlock, start: at + n, end: end, level: 1})
		s.open, s.lists = false, nil
	case s.readRow(text, at):
	default:
		s.readPlain(text, at, column, quoted)
	}
}

// beginsVerbatim reports whether a line begins code or a comment.
func (s *scanner) beginsVerbatim(text string, at int) bool {
	if m := fenceLine.FindStringSubmatch(text); m != nil {
		s.until = m[1]
		s.add(block{kind: codeBlock, start: at, end: at + len(text)})
		s.open = false
		return true
	}
	if strings.HasPrefix(text, "<!--") {
		if !strings.Contains(text, "-->") {
			s.until = "-->"
		}
		s.open = false
		return strings.HasSuffix(text, "-->") || s.until != ""
	}
	if strings.HasPrefix(text, "<pre") {
		if !strings.Contains(text, "</pre>") {
			s.until = "</pre>"
		}
		s.add(block{kind: codeBlock, start: at, end: at + len(text)})
		s.open = false
		return true
	}
	return false
}

// readRow reads a row of a table. The head of a table, known by the ruler below it, is left out.
func (s *scanner) readRow(text string, at int) bool {
	if strings.Contains(text, "|") && rulerLine.MatchString(text) {
		if n := len(s.blocks); n > 0 && !s.blank && s.blocks[n-1].kind == paragraphBlock {
			s.blocks = s.blocks[:n-1]
		}
		s.table, s.open = true, false
		return true
	}
	if !s.table || !strings.Contains(text, "|") {
		return false
	}
	s.add(block{kind: rowBlock, start: at, end: at + len(text)})
	s.open = false
	return true
}

// readPlain reads a line of a paragraph or an item.
func (s *scanner) readPlain(text string, at, column int, quoted bool) {
	end := at + len(text)
	n, ordered := itemMark(text)
	inSentence := ordered && !strings.HasPrefix(text, "1") && s.open && s.last().kind == paragraphBlock && !s.endsLine()
	if n > 0 && n < len(text) && !inSentence {
		s.enterList(column)
		if s.beginsVerbatim(text[n:], at+n) {
			return
		}
		s.add(block{kind: itemBlock, start: at + n, end: end, mark: at, level: len(s.lists), ordered: ordered, quoted: quoted})
		s.open = true
		return
	}
	if s.open && !s.endsList(text, column) {
		s.last().end = end
		return
	}
	level := s.leaveLists(column)
	if s.blank && level == 0 && column >= 4 {
		s.add(block{kind: codeBlock, start: at, end: end})
		s.blank = true
		return
	}
	kind := paragraphBlock
	if labelLine.MatchString(text) {
		kind = labelBlock
	}
	s.add(block{kind: kind, start: at, end: end, mark: at, level: level, quoted: quoted})
	s.open = kind == paragraphBlock
}

// endsList reports whether a line without indentation, such as "Disadvantages:", announces the next
// list instead of continuing an item.
func (s *scanner) endsList(text string, column int) bool {
	return s.last().kind == itemBlock && endsInColon(text) && len(s.lists) > 0 && column <= s.lists[len(s.lists)-1]
}

// endsLine reports whether the open paragraph seems complete, so that a number may begin an item.
func (s *scanner) endsLine() bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s.src[s.last().start:s.last().end], " \t\r\n"))
	return strings.ContainsRune(".:;!?。：；！？", r) || r >= 0x2e80
}

// enterList opens or closes lists for an item at a column.
func (s *scanner) enterList(column int) {
	for len(s.lists) > 0 && column < s.lists[len(s.lists)-1] {
		s.lists = s.lists[:len(s.lists)-1]
	}
	if len(s.lists) == 0 || column >= s.lists[len(s.lists)-1]+2 {
		s.lists = append(s.lists, column)
	}
}

// leaveLists closes lists for a paragraph at a column, and returns the depth of the item around it.
func (s *scanner) leaveLists(column int) int {
	for len(s.lists) > 0 && column <= s.lists[len(s.lists)-1] {
		s.lists = s.lists[:len(s.lists)-1]
	}
	return len(s.lists)
}

func (s *scanner) add(b block) { s.blocks = append(s.blocks, b) }

func (s *scanner) last() *block { return &s.blocks[len(s.blocks)-1] }

// columns returns the width of an indentation.
func columns(indent string) int {
	n := 0
	for _, c := range indent {
		if c == '\t' {
			n += 4 - n%4
		} else {
			n++
		}
	}
	return n
}

var (
	ruleLine      = regexp.MustCompile(`^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	setextLine    = regexp.MustCompile(`^=+$`)
	headingLine   = regexp.MustCompile(`^(?:#[ \t]+|#{2,6}[ \t]*)[^#\s]`)
	headingNumber = regexp.MustCompile(`^\d{1,2}(?:[.)][ \t]+|[、．][ \t]*)`)
	fenceLine     = regexp.MustCompile("^(`{3,}|~{3,})[^`]*$")
	chapterMark   = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、．.][ \t]*`)
	chapterLine   = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、．.][ \t]*[^。；;:：]{1,24}[:：]?$`)
	rulerLine     = regexp.MustCompile(`^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$`)
	labelLine     = regexp.MustCompile(`^(?:\*\*[^*]{1,80}\*\*|__[^_]{1,80}__)[ \t]*[:：]?$`)
	bulletMark    = regexp.MustCompile(`^(?:[-*+][ \t]+|[•·●○◦▪■‣][ \t]*)(?:\[[ xX]\][ \t]+)?`)
	numberMark    = regexp.MustCompile(`^(?:\*\*)?(?:\d{1,2}(?:\\?[.)][ \t]+|[)）]?[、．，][ \t]*|[)）][ \t]*)|[一二三四五六七八九十]{1,3}、[ \t]*|[(（]\d{1,2}[)）][ \t]*|[①-⑳][ \t]*|[A-H](?:[.)][ \t]+|[、．][ \t]*)|(?:i{1,3}|iv|vi{0,3})[.)][ \t]+)`)
	tightNumber   = regexp.MustCompile(`^(\d{1,2}[.,，])[^\d\s]`)
)

// itemMark returns the length of the marker in front of an item, 0 without one.
func itemMark(text string) (length int, ordered bool) {
	if n := len(bulletMark.FindString(text)); n > 0 {
		return n, false
	}
	if m := numberMark.FindString(text); m != "" {
		return len(m), true
	}
	if m := tightNumber.FindStringSubmatch(text); m != nil {
		return len(m[1]), true
	}
	return 0, false
}
