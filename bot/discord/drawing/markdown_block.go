package drawing

import (
	"slices"
	"strings"

	"quizbot/bot/markdown"
)

// renderDocument is a document as Discord's Markdown.
func renderDocument(doc markdown.Doc) string {
	var b strings.Builder
	var above markdown.Block
	for _, block := range doc {
		text := renderBlock(block)
		if text == "" {
			continue
		}
		if above != nil {
			b.WriteString(blockSeparator(above, block))
		}
		b.WriteString(text)
		above = block
	}
	return b.String()
}

// blockSeparator separates two blocks: an empty line, unless one of them has room of
// its own. Small headings, which are no more than strong letters, have none above them.
func blockSeparator(above, below markdown.Block) string {
	_, under := above.(markdown.Heading)
	if h, ok := below.(markdown.Heading); ok && h.Level > levelWithin && !under {
		return "\n\n"
	}
	if hasOwnMargin(above) || hasOwnMargin(below) {
		return "\n"
	}
	return "\n\n"
}

// hasOwnMargin reports whether Discord leaves room around a block.
func hasOwnMargin(block markdown.Block) bool {
	switch b := block.(type) {
	case markdown.Heading, markdown.Code, markdown.List, markdown.Quote:
		return true
	case markdown.Table:
		_, columns := b.Aligned()
		return columns <= maxColumns
	case markdown.Image, markdown.Paragraph, markdown.Rule:
	}
	return false
}

func renderBlock(block markdown.Block) string {
	switch b := block.(type) {
	case markdown.Paragraph:
		return renderLine(b.Line, "")
	case markdown.Heading:
		return renderHeading(b)
	case markdown.Code:
		if strings.TrimSpace(b.Text) == "" {
			return ""
		}
		return codeBlock(b.Language, b.Text)
	case markdown.Quote:
		return quoteText(renderDocument(b.Blocks))
	case markdown.List:
		return renderList(b, "")
	case markdown.Table:
		return renderTable(b)
	case markdown.Image:
		return renderLine(markdown.Line{{Text: b.Alt, URL: b.URL, Image: true}}, "")
	case markdown.Rule:
		return "———"
	}
	return ""
}

// normalizeHeadings adjusts the levels of headings. A heading that is the whole document is a
// card's title, and headings within a text are below it, whatever levels the bank uses.
func normalizeHeadings(doc markdown.Doc) markdown.Doc {
	highest := levelWithin
	for _, block := range doc {
		if h, ok := block.(markdown.Heading); ok {
			highest = min(highest, h.Level)
		}
	}
	out := slices.Clone(doc)
	for i, block := range out {
		if h, ok := block.(markdown.Heading); ok {
			h.Level += levelWithin - highest
			if len(out) == 1 {
				h.Level = levelOfCard
			}
			out[i] = h
		}
	}
	return out
}

// Levels of headings as they are drawn: those of cards, and those within the text of one.
const (
	levelOfCard = 2
	levelWithin = 3
)

// renderHeading is a heading of the levels that Discord has; the smaller ones are strong.
func renderHeading(h markdown.Heading) string {
	text := strings.Join(strings.Fields(renderLine(withoutBreaks(h.Line), "")), " ")
	if text == "" {
		return ""
	}
	switch {
	case h.Level <= levelOfCard:
		return "## " + text
	case h.Level == levelWithin:
		return "### " + text
	}
	return renderLine(strongLine(withoutBreaks(h.Line)), "")
}

// withoutBreaks is a line without ends in it.
func withoutBreaks(line markdown.Line) markdown.Line {
	one := make(markdown.Line, len(line))
	for i, s := range line {
		if s.Break {
			s = markdown.Span{Text: " "}
		}
		one[i] = s
	}
	return one
}

func strongLine(line markdown.Line) markdown.Line {
	for i := range line {
		line[i].Style |= markdown.Strong
	}
	return line
}

// quoteText is text as a quotation.
func quoteText(text string) string {
	if text == "" {
		return ""
	}
	return "> " + strings.ReplaceAll(text, "\n", "\n> ")
}

// renderList is a list. Code and other blocks in an item stand below its text; Discord goes on
// counting behind them.
func renderList(l markdown.List, margin string) string {
	var lines []string
	for i, item := range l.Items {
		marker := l.Marker(i) + " "
		below := margin + "  "
		if l.Ordered {
			below = margin + strings.Repeat(" ", len(marker))
		}
		lines = append(lines, margin+marker+taskBox(item.Task)+renderItem(item.Blocks, below))
	}
	return strings.Join(lines, "\n")
}

// renderItem renders a list item, its first line after the marker.
func renderItem(doc markdown.Doc, margin string) string {
	var lines []string
	for i, block := range doc {
		switch b := block.(type) {
		case markdown.Paragraph:
			text := renderLine(b.Line, margin)
			if i > 0 {
				text = margin + text
			}
			lines = append(lines, text)
			continue
		case markdown.List:
			lines = append(lines, renderList(b, margin))
		default:
			if text := renderBlock(b); text != "" {
				lines = append(lines, text)
			}
		}
		if i == 0 {
			lines = append([]string{zeroWidthSpace}, lines...)
		}
	}
	if len(lines) == 0 {
		return zeroWidthSpace
	}
	return strings.Join(lines, "\n")
}

func taskBox(task rune) string {
	switch task {
	case 0:
		return ""
	case ' ':
		return "☐ "
	}
	return "☑ "
}

// renderTable returns a table with aligned columns, or row by row if it is too wide.
func renderTable(t markdown.Table) string {
	if text, columns := t.Aligned(); columns <= maxColumns {
		if strings.TrimSpace(text) == "" {
			return ""
		}
		return codeBlock("", text)
	}
	return renderRows(t)
}

// renderRows is a table row by row. A row is a line where it has two cells, or no titles above it,
// and otherwise a line for each cell behind its title.
func renderRows(t markdown.Table) string {
	rows, between := t.Rows, "\n"
	switch {
	case len(t.Header) == 2:
		rows = append([][]markdown.Line{t.Header}, rows...)
	case len(t.Header) > 0 && len(rows) > 0:
		between = "\n\n"
	default:
		var lines []string
		for _, row := range t.RowParagraphs() {
			lines = append(lines, renderBlock(row))
		}
		return strings.Join(lines, between)
	}
	var lines []string
	for _, row := range rows {
		if text := renderRow(t.Header, row); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, between)
}

// renderRow is one row.
func renderRow(titles, row []markdown.Line) string {
	if len(row) == 2 {
		return renderPair(row[0], row[1])
	}
	var lines []string
	for i, cell := range row {
		if text := renderPair(titles[i], cell); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// renderPair returns two cells in one line, the first as a strong label.
func renderPair(first, second markdown.Line) string {
	line := strongLine(withoutBreaks(first))
	if len(first) > 0 && len(second) > 0 {
		line = append(line, markdown.Span{Text: ": "})
	}
	return renderLine(append(line, withoutBreaks(second)...), "")
}
