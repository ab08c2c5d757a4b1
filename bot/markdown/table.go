package markdown

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// Aligned returns the table as lines with aligned columns for a monospaced font. East Asian wide
// characters count as two columns. Styles and empty rows are left out. columns is the greatest
// width of a line.
func (t Table) Aligned() (text string, columns int) {
	texts, widths := t.cellTexts()
	for i, w := range widths {
		if columns += w; i > 0 {
			columns += len(columnGap)
		}
	}
	lines := make([]string, 0, len(texts))
	for _, row := range texts {
		lines = append(lines, t.alignedRow(row, widths))
	}
	return strings.Join(lines, "\n"), columns
}

// columnGap separates two columns.
const columnGap = "  "

// cellTexts returns the cells of each row with text, in one line each, and the width of each
// column.
func (t Table) cellTexts() (texts [][]string, widths []int) {
	widths = make([]int, len(t.Align))
	for _, row := range append([][]Line{t.Header}, t.Rows...) {
		line, empty := make([]string, len(row)), true
		for j, cell := range row {
			line[j] = strings.Join(strings.Fields(cell.Plain()), " ")
			widths[j] = max(widths[j], displayWidth(line[j]))
			empty = empty && line[j] == ""
		}
		if !empty {
			texts = append(texts, line)
		}
	}
	return texts, widths
}

// alignedRow returns one row with each cell aligned in its column.
func (t Table) alignedRow(row []string, widths []int) string {
	padded := make([]string, len(row))
	for j, word := range row {
		space := strings.Repeat(" ", widths[j]-displayWidth(word))
		if t.Align[j] == Right {
			padded[j] = space + word
		} else {
			padded[j] = word + space
		}
	}
	return strings.TrimRight(strings.Join(padded, columnGap), " ")
}

// displayWidth returns the number of columns of a text, independent of the machine's locale.
func displayWidth(text string) int { return (&runewidth.Condition{}).StringWidth(text) }
