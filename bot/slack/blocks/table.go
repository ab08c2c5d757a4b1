package blocks

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot/markdown"
)

// Limits of tables, from docs.slack.dev/reference/block-kit/blocks/table-block.
const (
	maxTableRows   = 100
	maxTableCols   = 20
	maxTableText   = 9000 // characters of all cells; Slack takes 10,000
	maxCodeColumns = 90   // of a table drawn as code; wider lines break
)

// addTable adds a table as code with aligned columns, or row by row if it is too wide for that.
func (r *richText) addTable(t markdown.Table) {
	text, columns := t.Aligned()
	if columns <= maxCodeColumns {
		r.addPreformatted(markdown.Code{Text: text}, 0)
		return
	}
	for _, block := range t.RowParagraphs() {
		r.addBlock(block)
	}
}

// tableBlock draws a table as Slack's own block. It returns nil for a table that exceeds its
// limits.
func tableBlock(t markdown.Table) slack.Block {
	rows, size := t.Rows, 0
	if !isBlankRow(t.Header) {
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
			cells = append(cells, tableCell(line))
		}
		table.AddRow(cells...)
	}
	if size > maxTableText {
		return nil
	}
	for _, a := range t.Align {
		align := slack.ColumnAlignmentLeft
		switch a {
		case markdown.Center:
			align = slack.ColumnAlignmentCenter
		case markdown.Right:
			align = slack.ColumnAlignmentRight
		}
		table.ColumnSettings = append(table.ColumnSettings, slack.ColumnSetting{Align: align, IsWrapped: true})
	}
	return table
}

func isBlankRow(row []markdown.Line) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell.Plain()) != "" {
			return false
		}
	}
	return true
}

// tableCell draws a cell. Slack refuses empty cells.
func tableCell(line markdown.Line) slack.TableCell {
	if strings.TrimSpace(line.Plain()) == "" {
		return slack.NewTableRawTextCell(" ")
	}
	if isUnstyled(line) {
		return slack.NewTableRawTextCell(line.Plain())
	}
	return slack.NewTableRichTextCell(slack.NewRichTextSection(markdownElements(line, false, isOpenableURL)...))
}
