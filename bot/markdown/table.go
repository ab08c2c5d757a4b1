package markdown

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// Aligned is the table as lines whose columns align where every letter is as wide as every other, and wide ones, such
// as Chinese, as two. Looks are left out, and rows without text, too. columns is how wide the widest line can be.
func (t Table) Aligned() (text string, columns int) {
	texts, widths := t.words()
	for i, w := range widths {
		if columns += w; i > 0 {
			columns += len(columnGap)
		}
	}
	lines := make([]string, 0, len(texts))
	for _, row := range texts {
		lines = append(lines, t.aligned(row, widths))
	}
	return strings.Join(lines, "\n"), columns
}

// columnGap stands between two columns.
const columnGap = "  "

// words are the cells of each row that has text, in one line each, and how wide the widest of each column is.
func (t Table) words() (texts [][]string, widths []int) {
	widths = make([]int, len(t.Align))
	for _, row := range append([][]Line{t.Header}, t.Rows...) {
		line, empty := make([]string, len(row)), true
		for j, cell := range row {
			line[j] = strings.Join(strings.Fields(cell.Plain()), " ")
			widths[j] = max(widths[j], width(line[j]))
			empty = empty && line[j] == ""
		}
		if !empty {
			texts = append(texts, line)
		}
	}
	return texts, widths
}

// aligned is one row, each word at the side of its column where it belongs.
func (t Table) aligned(row []string, widths []int) string {
	padded := make([]string, len(row))
	for j, word := range row {
		space := strings.Repeat(" ", widths[j]-width(word))
		if t.Align[j] == Right {
			padded[j] = space + word
		} else {
			padded[j] = word + space
		}
	}
	return strings.TrimRight(strings.Join(padded, columnGap), " ")
}

// width is how many columns a text takes, whatever the machine's locale says of letters that some count as two.
func width(text string) int { return (&runewidth.Condition{}).StringWidth(text) }
