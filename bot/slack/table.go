package slack

import (
	"strings"
	"unicode/utf8"

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
	text, columns := t.Aligned()
	if columns <= maxCodeColumns {
		r.code(markdown.Code{Text: text})
		return
	}
	for _, block := range t.RowParagraphs() {
		r.block(block)
	}
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
