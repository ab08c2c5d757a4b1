package slack

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"github.com/slack-go/slack"

	"quizbot/bot/markdown"
)

// Limits of tables, and what is readable.
const (
	maxTableRows   = 100
	maxTableCols   = 20
	maxTableText   = 9000 // characters of all cells; Slack takes 10,000
	maxCodeColumns = 90   // of a table drawn as code, before lines break
)

// table adds a table as code whose columns align, or where that is too wide row by row.
func (r *rich) table(t markdown.Table) {
	text, columns := aligned(t)
	if columns <= maxCodeColumns {
		r.code(markdown.Code{Text: text})
		return
	}
	for _, block := range t.Told() {
		r.block(block)
	}
}

// aligned is a table as lines of equal width, wide characters counted as two columns.
func aligned(t markdown.Table) (text string, columns int) {
	rows := append([][]markdown.Line{t.Header}, t.Rows...)
	widths := make([]int, len(t.Align))
	texts := make([][]string, 0, len(rows))
	for _, row := range rows {
		var line []string
		empty := true
		for j, cell := range row {
			word := strings.Join(strings.Fields(cell.Plain()), " ")
			empty = empty && word == ""
			widths[j] = max(widths[j], runewidth.StringWidth(word))
			line = append(line, word)
		}
		if !empty {
			texts = append(texts, line)
		}
	}
	for _, w := range widths {
		columns += w + 2
	}
	var b strings.Builder
	for i, line := range texts {
		if i > 0 {
			b.WriteByte('\n')
		}
		var padded []string
		for j, word := range line {
			if t.Align[j] == markdown.Right {
				word = runewidth.FillLeft(word, widths[j])
			} else {
				word = runewidth.FillRight(word, widths[j])
			}
			padded = append(padded, word)
		}
		b.WriteString(strings.TrimRight(strings.Join(padded, "  "), " "))
	}
	return b.String(), columns
}

// nativeTable is a table as Slack's own, nil where it is larger than that.
func nativeTable(t markdown.Table) slack.Block {
	rows, size := t.Rows, 0
	if !blank(t.Header) {
		rows = append([][]markdown.Line{t.Header}, t.Rows...)
	}
	if len(rows) == 0 || len(rows) > maxTableRows || len(t.Align) > maxTableCols {
		return nil
	}
	table := slack.NewTableBlock("")
	for _, row := range rows {
		var cells []slack.TableCell
		for _, line := range row {
			size += utf8.RuneCountInString(line.Plain())
			cells = append(cells, cell(line))
		}
		table.AddRow(cells...)
	}
	if size > maxTableText {
		return nil
	}
	for _, a := range t.Align {
		align := map[markdown.Align]slack.ColumnAlignment{markdown.Center: slack.ColumnAlignmentCenter, markdown.Right: slack.ColumnAlignmentRight}[a]
		if align == "" {
			align = slack.ColumnAlignmentLeft
		}
		table.ColumnSettings = append(table.ColumnSettings, slack.ColumnSetting{Align: align, IsWrapped: true})
	}
	return table
}

func blank(row []markdown.Line) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell.Plain()) != "" {
			return false
		}
	}
	return true
}

// cell is a cell of a table; Slack refuses empty ones.
func cell(line markdown.Line) slack.TableCell {
	if strings.TrimSpace(line.Plain()) == "" {
		return slack.NewTableRawTextCell(" ")
	}
	if unstyled(line) {
		return slack.NewTableRawTextCell(line.Plain())
	}
	return slack.NewTableRichTextCell(slack.NewRichTextSection(spans(line, false)...))
}
