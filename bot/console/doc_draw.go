package console

import (
	"strings"

	"quizbot/bot/markdown"
)

// drawDoc prints Markdown with a left margin, an empty line between blocks.
func (p *page) drawDoc(margin string, doc markdown.Doc) {
	for i, b := range doc {
		if i > 0 {
			p.drawLine(margin, nil)
		}
		p.drawBlock(margin, b)
	}
}

func (p *page) drawBlock(margin string, block markdown.Block) {
	switch b := block.(type) {
	case markdown.Paragraph:
		p.drawText(margin, b.Line, 0)
	case markdown.Heading:
		p.drawText(margin, b.Line, bold)
	case markdown.Code:
		for line := range strings.SplitSeq(b.Text, "\n") {
			p.drawLine(margin+"  ", row{{cleanCodeLine(line), code}})
		}
	case markdown.Quote:
		p.drawDoc(margin+"│ ", b.Blocks)
	case markdown.List:
		p.drawList(margin, b)
	case markdown.Table:
		p.drawMarkdownTable(margin, b)
	case markdown.Rule:
		p.drawLine(margin, row{{strings.Repeat("─", 8), faint}})
	case markdown.Image:
		p.drawWrapped(margin, row{{"[" + b.Alt + "] ", 0}, {copyableAddress(b.URL), faint}})
	}
}

// drawText prints a line of Markdown with its breaks.
func (p *page) drawText(margin string, line markdown.Line, base style) {
	var r row
	for _, s := range line {
		if s.Break {
			p.drawWrapped(margin, r)
			r = nil
			continue
		}
		r = append(r, p.spanRuns(s, base)...)
	}
	p.drawWrapped(margin, r)
}

// spanRuns returns a span. A link is followed by its address, since a terminal doesn't show it
// otherwise.
func (p *page) spanRuns(s markdown.Span, base style) row {
	k := base
	for style, l := range map[markdown.Style]style{
		markdown.Strong: bold, markdown.Emphasis: italic, markdown.Strike: struck, markdown.Mono: code,
	} {
		if s.Style&style != 0 {
			k |= l
		}
	}
	r := row{{p.markCode(s.Text, s.Style&markdown.Mono != 0), k}}
	if s.URL != "" && s.URL != s.Text {
		r = append(r, run{" (" + copyableAddress(s.URL) + ")", faint})
	}
	return r
}

// copyableAddress returns an address in full, except for a data URL.
func copyableAddress(address string) string {
	if markdown.IsDataURL(address) {
		return markdown.ShortAddress(address)
	}
	return address
}

func (p *page) drawList(margin string, l markdown.List) {
	for i, item := range l.Items {
		if i > 0 && !l.Tight {
			p.drawLine(margin, nil)
		}
		p.drawItem(margin, l.Marker(i)+" "+taskBox(item.Task), item.Blocks)
	}
}

func taskBox(task rune) string {
	if task == 0 {
		return ""
	}
	return "[" + string(task) + "] "
}

// drawItem prints a list item: the marker before its first line, its other lines aligned below.
func (p *page) drawItem(margin, marker string, blocks markdown.Doc) {
	p.listMarker += marker
	below := margin + strings.Repeat(" ", displayWidth(marker))
	if len(blocks) == 0 {
		p.drawLine(below, nil)
	}
	for i, b := range blocks {
		if _, nested := b.(markdown.List); i > 0 && !nested {
			p.drawLine(below, nil)
		}
		p.drawBlock(below, b)
	}
}

// drawMarkdownTable prints a table with aligned columns.
func (p *page) drawMarkdownTable(margin string, t markdown.Table) {
	rows := append([][]markdown.Line{t.Header}, t.Rows...)
	widths := make([]int, len(t.Align))
	cells := make([][]string, len(rows))
	for i, r := range rows {
		for j, c := range r {
			text := strings.ReplaceAll(c.Plain(), "\n", " ")
			cells[i] = append(cells[i], text)
			widths[j] = max(widths[j], displayWidth(text))
		}
	}
	numbers := make([]bool, len(t.Align))
	for j, a := range t.Align {
		numbers[j] = a == markdown.Right
	}
	for i, c := range cells {
		p.drawLine(margin, stripControls(row{{alignCells(c, widths, numbers), headerLook(i)}}))
	}
}

func headerLook(i int) style {
	if i == 0 {
		return bold
	}
	return 0
}

// cleanCodeLine removes control characters from a line of code. A tab becomes four columns.
func cleanCodeLine(line string) string {
	return stripControls(row{{strings.ReplaceAll(line, "\t", "    "), 0}}).plainText()
}
