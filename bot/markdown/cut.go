package markdown

import (
	"sort"
	"strings"
	"unicode"
)

// Cut takes as much off the start of a document as fits: whole blocks where it can, or else a part of the first
// one, cut between items, rows, lines or words, or in the last resort within a word. Code is cut into two blocks of
// the same language, and a table's header is repeated. Both parts together say what the document did, and the first
// one is empty only where the document is. fits must hold for the start of whatever it holds for.
func Cut(doc Doc, fits func(Doc) bool) (head, tail Doc) {
	switch n := most(len(doc), func(n int) bool { return fits(doc[:n]) }); {
	case n == len(doc):
		return doc, nil
	case n > 0:
		return doc[:n:n], doc[n:]
	}
	head, tail = cutBlock(doc[0], fits)
	return head, append(tail, doc[1:]...)
}

// most is the greatest n up to limit for which ok holds, 0 where it holds for none.
func most(limit int, ok func(int) bool) int {
	return sort.Search(limit, func(n int) bool { return !ok(n + 1) })
}

// cutBlock cuts one block that does not fit as it is.
func cutBlock(block Block, fits func(Doc) bool) (head, tail Doc) {
	switch b := block.(type) {
	case Paragraph:
		first, rest := cutLine(b.Line, func(l Line) bool { return fits(Doc{Paragraph{l}}) })
		return Doc{Paragraph{first}}, paragraphs(rest)
	case Heading:
		first, rest := cutLine(b.Line, func(l Line) bool { return fits(Doc{Heading{b.Level, l}}) })
		return Doc{Heading{b.Level, first}}, paragraphs(rest)
	case Code:
		first, rest := cutText(b.Text, func(s string) bool { return fits(Doc{Code{b.Language, s}}) })
		if rest == "" {
			return Doc{b}, nil
		}
		return Doc{Code{b.Language, first}}, Doc{Code{b.Language, rest}}
	case Quote:
		first, rest := Cut(b.Blocks, func(d Doc) bool { return fits(Doc{Quote{d}}) })
		if len(rest) == 0 {
			return Doc{b}, nil
		}
		return Doc{Quote{first}}, Doc{Quote{rest}}
	case List:
		return cutList(b, fits)
	case Table:
		return cutTable(b, fits)
	}
	return Doc{block}, nil
}

func paragraphs(line Line) Doc {
	if len(line) == 0 {
		return nil
	}
	return Doc{Paragraph{line}}
}

// cutList cuts a list between its items. What is left of an item that is cut stands in front of the items after it.
func cutList(l List, fits func(Doc) bool) (head, tail Doc) {
	part := func(items []Item) Doc {
		of := l
		of.Items = items
		return Doc{of}
	}
	n := most(len(l.Items), func(n int) bool { return fits(part(l.Items[:n])) })
	if n == 0 && len(l.Items) > 0 {
		item := l.Items[0]
		first, rest := Cut(item.Blocks, func(d Doc) bool { return fits(part([]Item{{item.Task, d}})) })
		head, tail, n = part([]Item{{item.Task, first}}), rest, 1
	} else {
		head = part(l.Items[:n])
	}
	if n < len(l.Items) {
		after := l
		after.Start, after.Items = l.Start+n, l.Items[n:]
		tail = append(tail[:len(tail):len(tail)], after)
	}
	return head, tail
}

// cutTable cuts a table between its rows. Where not even one row fits, its rows are told one by one.
func cutTable(t Table, fits func(Doc) bool) (head, tail Doc) {
	part := func(rows [][]Line) Doc { return Doc{Table{t.Align, t.Header, rows}} }
	n := most(len(t.Rows), func(n int) bool { return fits(part(t.Rows[:n])) })
	if n == len(t.Rows) && n > 0 {
		return Doc{t}, nil
	}
	if n > 0 {
		return part(t.Rows[:n]), part(t.Rows[n:])
	}
	return Cut(t.Told(), fits)
}

// Told is the table as paragraphs, one for each row, every cell behind the title of its column.
func (t Table) Told() Doc {
	if len(t.Rows) == 0 {
		var line Line
		for i, title := range t.Header {
			if i > 0 {
				line = append(line, Span{Break: true})
			}
			line = append(line, title...)
		}
		return Doc{Paragraph{line}}
	}
	var doc Doc
	for _, row := range t.Rows {
		doc = append(doc, Paragraph{t.told(row)})
	}
	return doc
}

// told is one row. Cells of columns with a title have a line each; without any they stand side by side.
func (t Table) told(row []Line) Line {
	var line Line
	for i, cell := range row {
		titled := i < len(t.Header) && len(t.Header[i]) > 0
		switch {
		case i > 0 && len(t.Header) == 0:
			line = append(line, Span{Text: " · "})
		case i > 0:
			line = append(line, Span{Break: true})
		}
		if titled {
			line = append(append(line, t.Header[i]...), Span{Text: ": "})
		}
		line = append(line, cell...)
	}
	return line
}

// cutLine cuts a line of spans where it fits.
func cutLine(line Line, fits func(Line) bool) (head, tail Line) {
	n := most(len(line), func(n int) bool { return fits(line[:n]) })
	if n == len(line) {
		return line, nil
	}
	before, span := line[:n:n], line[n]
	first, rest := "", span.Text
	if !span.Break && !span.Image {
		first, rest = cutAt(span.Text, func(s string) bool { return fits(append(before, with(span, s))) })
	}
	switch {
	case first == "" && n == 0 && span.Text != "":
		first, rest = firstRune(span.Text)
	case first == "" && n == 0:
		return line[:1], line[1:]
	case first == "":
		return before, trimBreaks(line[n:])
	}
	head = append(before, with(span, first))
	if rest != "" {
		tail = append(tail, with(span, rest))
	}
	return head, append(tail, line[n+1:]...)
}

func with(s Span, text string) Span {
	s.Text = text
	return s
}

// trimBreaks takes line ends off the start.
func trimBreaks(line Line) Line {
	for len(line) > 0 && line[0].Break {
		line = line[1:]
	}
	return line
}

// cutText cuts text whose lines count: between lines where it can, or else within the first one.
func cutText(text string, fits func(string) bool) (head, tail string) {
	if fits(text) {
		return text, ""
	}
	lines := strings.Split(text, "\n")
	n := most(len(lines), func(n int) bool { return fits(strings.Join(lines[:n], "\n")) })
	if n > 0 {
		return strings.Join(lines[:n], "\n"), strings.Join(lines[n:], "\n")
	}
	head, tail = cutAt(lines[0], fits)
	if head == "" {
		head, tail = firstRune(lines[0])
	}
	return head, strings.Join(append([]string{tail}, lines[1:]...), "\n")
}

// near is how far back from where a text must be cut a better place is looked for, as a share of what fits.
const near = 3

// cutAt cuts a text where it must be at the latest, or at the last end of a sentence or space not far before. It
// does not cut a character from its accents. The first part is empty where nothing fits.
func cutAt(text string, fits func(string) bool) (head, tail string) {
	runes := []rune(text)
	n := most(len(runes), func(n int) bool { return fits(string(runes[:n])) })
	if n == len(runes) {
		return text, ""
	}
	for n > 0 && joins(runes[n]) {
		n--
	}
	best := n
	for i := n; i > n-n/near; i-- {
		if unicode.IsSpace(runes[i-1]) || strings.ContainsRune("。！？；，、", runes[i-1]) {
			best = i
			break
		}
	}
	return string(runes[:best]), string(runes[best:])
}

// joins reports whether a character belongs to the one before it: accents, parts of emoji.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == '\u200d' || r >= 0x1f3fb && r <= 0x1f3ff
}

// firstRune cuts the first character off, whatever its size, so that cutting always ends.
func firstRune(text string) (first, rest string) {
	for i := range text {
		if i > 0 {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// Leading is how many blocks at the start of a document fit together.
func Leading(doc Doc, fits func(Doc) bool) int {
	return most(len(doc), func(n int) bool { return fits(doc[:n]) })
}
