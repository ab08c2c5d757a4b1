package console

import (
	"strings"

	"quizbot/bot/markdown"
)

// doc shows Markdown behind a margin, an empty line between blocks.
func (p *page) doc(margin string, doc markdown.Doc) {
	for i, b := range doc {
		if i > 0 {
			p.line(margin, nil)
		}
		p.block(margin, b)
	}
}

func (p *page) block(margin string, block markdown.Block) {
	switch b := block.(type) {
	case markdown.Paragraph:
		p.text(margin, b.Line, 0)
	case markdown.Heading:
		p.text(margin, b.Line, bold)
	case markdown.Code:
		for line := range strings.SplitSeq(b.Text, "\n") {
			p.line(margin+"  ", row{{cleanCode(line), code}})
		}
	case markdown.Quote:
		p.doc(margin+"│ ", b.Blocks)
	case markdown.List:
		p.list(margin, b)
	case markdown.Table:
		p.grid(margin, b)
	case markdown.Rule:
		p.line(margin, row{{strings.Repeat("─", 8), faint}})
	case markdown.Image:
		p.row(margin, row{{"[" + b.Alt + "] ", 0}, {shownAddress(b.URL), faint}})
	}
}

// text shows a line of Markdown, which may have line ends of its own.
func (p *page) text(margin string, line markdown.Line, base look) {
	var r row
	for _, s := range line {
		if s.Break {
			p.row(margin, r)
			r = nil
			continue
		}
		r = append(r, p.spanRuns(s, base)...)
	}
	p.row(margin, r)
}

// spanRuns draws a span; where a link leads stands behind it, because a terminal does not tell otherwise.
func (p *page) spanRuns(s markdown.Span, base look) row {
	k := base
	for style, l := range map[markdown.Style]look{
		markdown.Strong: bold, markdown.Emphasis: italic, markdown.Strike: struck, markdown.Mono: code,
	} {
		if s.Style&style != 0 {
			k |= l
		}
	}
	r := row{{p.marked(s.Text, s.Style&markdown.Mono != 0), k}}
	if s.URL != "" && s.URL != s.Text {
		r = append(r, run{" (" + shownAddress(s.URL) + ")", faint})
	}
	return r
}

// shownAddress is an address to be copied from the terminal: all of it, but for data.
func shownAddress(address string) string {
	if markdown.IsDataURL(address) {
		return markdown.ShortAddress(address)
	}
	return address
}

func (p *page) list(margin string, l markdown.List) {
	for i, item := range l.Items {
		if i > 0 && !l.Tight {
			p.line(margin, nil)
		}
		p.item(margin, l.Marker(i)+" "+taskBox(item.Task), item.Blocks)
	}
}

func taskBox(task rune) string {
	if task == 0 {
		return ""
	}
	return "[" + string(task) + "] "
}

// item shows an entry: its marker in front of the first line, its other lines below the first one's text.
func (p *page) item(margin, marker string, blocks markdown.Doc) {
	p.hang += marker
	below := margin + strings.Repeat(" ", columns(marker))
	if len(blocks) == 0 {
		p.line(below, nil)
	}
	for i, b := range blocks {
		if _, nested := b.(markdown.List); i > 0 && !nested {
			p.line(below, nil)
		}
		p.block(below, b)
	}
}

// grid shows a table with columns that align.
func (p *page) grid(margin string, t markdown.Table) {
	rows := append([][]markdown.Line{t.Header}, t.Rows...)
	widths := make([]int, len(t.Align))
	cells := make([][]string, len(rows))
	for i, r := range rows {
		for j, c := range r {
			text := strings.ReplaceAll(c.Plain(), "\n", " ")
			cells[i] = append(cells[i], text)
			widths[j] = max(widths[j], columns(text))
		}
	}
	numbers := make([]bool, len(t.Align))
	for j, a := range t.Align {
		numbers[j] = a == markdown.Right
	}
	for i, c := range cells {
		p.line(margin, clean(row{{alignCells(c, widths, numbers), headLook(i)}}))
	}
}

func headLook(i int) look {
	if i == 0 {
		return bold
	}
	return 0
}

// cleanCode takes control characters out of a line of code; its tabs are four columns.
func cleanCode(line string) string {
	return clean(row{{strings.ReplaceAll(line, "\t", "    "), 0}}).plain()
}
