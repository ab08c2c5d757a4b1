package markdown

import (
	"sort"
	"strings"
)

// Cut splits a document after the longest start that fits. It prefers to cut between blocks.
// Otherwise it cuts the first block between items, rows, paragraphs, lines, sentences or words.
// The last resort is a cut within a word, though never within a grapheme cluster that fits.
//
// Code is cut into two blocks of the same language. A table's header is repeated. A part that
// can't fit loses its frame: a link or picture its address, a heading, list or quotation its
// mark-up, code its language. All text stays. The head is empty only if the document is.
//
// fits must hold for every prefix of a document it holds for. The head fits wherever one styled
// letter does.
func Cut(doc Doc, fits func(Doc) bool) (head, tail Doc) {
	switch n := LeadingBlocks(doc, fits); {
	case n == len(doc):
		return doc, nil
	case n > 0:
		return doc[:n:n], doc[n:]
	}
	head, tail = cutBlock(doc[0], fits)
	return head, append(tail[:len(tail):len(tail)], doc[1:]...)
}

// LeadingBlocks returns the number of blocks at the start of a document that fit together.
func LeadingBlocks(doc Doc, fits func(Doc) bool) int {
	return greatestHolding(len(doc), func(n int) bool { return fits(doc[:n]) })
}

// greatestHolding returns the greatest n up to limit for which ok holds, 0 if there is none. It
// probes little beyond that n, however large limit is.
func greatestHolding(limit int, ok func(int) bool) int {
	low, high := 0, 1
	for high <= limit && ok(high) {
		low, high = high, 2*high
	}
	high = min(high, limit+1) // ok holds for low, and not for high
	return low + sort.Search(high-low-1, func(n int) bool { return !ok(low + n + 1) })
}

// minimalDoc is the least content a frame needs room for: one letter with every style.
func minimalDoc() Doc {
	return Doc{Paragraph{Line{{Text: "x", Style: Strong | Emphasis | Strike | Mono}}}}
}

// cutBlock cuts one block that does not fit as it is.
func cutBlock(block Block, fits func(Doc) bool) (head, tail Doc) {
	switch b := block.(type) {
	case Paragraph:
		return cutParagraph(b, fits)
	case Heading:
		return cutHeading(b, fits)
	case Code:
		return cutCode(b, fits)
	case Quote:
		return cutQuote(b, fits)
	case List:
		return cutList(b, fits)
	case Table:
		return cutTable(b, fits)
	case Image:
		return Cut(Doc{Paragraph{Line{{Text: b.Alt, URL: b.URL, Image: true}}}}, fits)
	case Rule:
	}
	return Doc{block}, nil
}

func cutParagraph(p Paragraph, fits func(Doc) bool) (head, tail Doc) {
	first, rest := cutLine(p.Line, func(l Line) bool { return fits(Doc{Paragraph{l}}) })
	return Doc{Paragraph{first}}, paragraphDoc(rest)
}

func paragraphDoc(line Line) Doc {
	if len(line) == 0 {
		return nil
	}
	return Doc{Paragraph{line}}
}

func cutHeading(h Heading, fits func(Doc) bool) (head, tail Doc) {
	if framed := (Doc{Heading{h.Level, Line{{Text: "x"}}}}); !fits(framed) {
		return Cut(Doc{Paragraph{h.Line}}, fits)
	}
	first, rest := cutLine(h.Line, func(l Line) bool { return fits(Doc{Heading{h.Level, l}}) })
	return Doc{Heading{h.Level, first}}, paragraphDoc(rest)
}

func cutCode(c Code, fits func(Doc) bool) (head, tail Doc) {
	switch framed := (Doc{Code{c.Language, "x"}}); {
	case fits(framed):
	case c.Language != "":
		return Cut(Doc{Code{"", c.Text}}, fits)
	default:
		return Cut(Doc{Paragraph{linesWithBreaks(c.Text)}}, fits)
	}
	first, rest := cutLines(c.Text, func(s string) bool { return fits(Doc{Code{c.Language, s}}) })
	if rest == "" {
		return Doc{Code{c.Language, first}}, nil
	}
	return Doc{Code{c.Language, first}}, Doc{Code{c.Language, rest}}
}

// linesWithBreaks returns the lines of a text as one Line with breaks.
func linesWithBreaks(text string) Line {
	var line Line
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			line = append(line, Span{Break: true})
		}
		line = append(line, Span{Text: l})
	}
	return line
}

func cutQuote(q Quote, fits func(Doc) bool) (head, tail Doc) {
	if len(q.Blocks) == 0 {
		return Doc{q}, nil
	}
	if !fits(Doc{Quote{minimalDoc()}}) {
		return Cut(q.Blocks, fits)
	}
	first, rest := Cut(q.Blocks, func(d Doc) bool { return fits(Doc{Quote{d}}) })
	if len(rest) == 0 {
		return Doc{Quote{first}}, nil
	}
	return Doc{Quote{first}}, Doc{Quote{rest}}
}

// cutList cuts a list between its items. The rest of a cut item comes before the items after it.
func cutList(l List, fits func(Doc) bool) (head, tail Doc) {
	if len(l.Items) == 0 {
		return Doc{l}, nil
	}
	part := func(items ...Item) Doc {
		of := l
		of.Items = items
		return Doc{of}
	}
	n := greatestHolding(len(l.Items), func(n int) bool { return fits(part(l.Items[:n]...)) })
	if n == 0 {
		n = 1
		item := l.Items[0]
		if len(item.Blocks) == 0 {
			item.Blocks = Doc{Paragraph{Line{{Text: l.Marker(0)}}}}
		}
		if fits(part(Item{item.Task, minimalDoc()})) {
			var first Doc
			first, tail = Cut(item.Blocks, func(d Doc) bool { return fits(part(Item{item.Task, d})) })
			head = part(Item{item.Task, first})
		} else {
			head, tail = Cut(item.Blocks, fits)
		}
	} else {
		head = part(l.Items[:n]...)
	}
	if n < len(l.Items) {
		after := l
		after.Start, after.Items = l.Start+n, l.Items[n:]
		tail = append(tail[:len(tail):len(tail)], after)
	}
	return head, tail
}

// cutTable cuts a table between its rows. If not even one row fits, each becomes a paragraph.
func cutTable(t Table, fits func(Doc) bool) (head, tail Doc) {
	part := func(rows [][]Line) Doc { return Doc{Table{t.Align, t.Header, rows}} }
	n := greatestHolding(len(t.Rows), func(n int) bool { return fits(part(t.Rows[:n])) })
	if n > 0 {
		return part(t.Rows[:n]), part(t.Rows[n:])
	}
	return Cut(t.RowParagraphs(), fits)
}

// RowParagraphs returns the table as paragraphs, one for each row, with the column title before
// every cell.
func (t Table) RowParagraphs() Doc {
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
		doc = append(doc, Paragraph{t.rowParagraph(row)})
	}
	return doc
}

// rowParagraph returns one row. Each cell of a titled column has its own line; untitled cells
// stand side by side.
func (t Table) rowParagraph(row []Line) Line {
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

// cutLines cuts a text whose line breaks matter: between lines if possible, otherwise within the
// first.
func cutLines(text string, fits func(string) bool) (head, tail string) {
	if fits(text) {
		return text, ""
	}
	lines := strings.Split(text, "\n")
	n := greatestHolding(len(lines), func(n int) bool { return fits(strings.Join(lines[:n], "\n")) })
	if n > 0 {
		return strings.Join(lines[:n], "\n"), strings.Join(lines[n:], "\n")
	}
	head, tail = CutText(lines[0], fits)
	return head, strings.Join(append([]string{tail}, lines[1:]...), "\n")
}
