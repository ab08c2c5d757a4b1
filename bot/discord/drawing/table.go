package drawing

import (
	"strings"

	"github.com/mattn/go-runewidth"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Widths of a table of the bot's own, in columns of a code block, of which a phone shows some 35.
const (
	boardColumns = 35
	nameColumns  = 16
	pairColumns  = 2
)

// drawTable is a table of the bot's own as Markdown that a phone shows without breaking its lines.
// A ranked one gives up its last columns. One without titles, or that is still too wide, is told
// line by line.
func drawTable(t card.Table) markdown.Doc {
	if t.Ranked {
		t = narrowRanking(t)
	}
	drawn := t.Markdown()
	if _, columns := drawn.Aligned(); len(t.Header) > 0 && columns <= boardColumns {
		return markdown.Doc{drawn}
	}
	if len(t.Header) > pairColumns {
		return markdown.Doc{drawn}
	}
	var lines markdown.Line
	for _, row := range t.Rows {
		if len(lines) > 0 {
			lines = append(lines, markdown.Span{Break: true})
		}
		lines = append(lines, rowLine(row, len(t.Header) == pairColumns)...)
	}
	return markdown.Doc{markdown.Paragraph{Line: lines}}
}

// rowLine is a row as a line. The first cell of a pair says what the other is about.
func rowLine(row []string, pair bool) markdown.Line {
	if pair {
		return markdown.Line{{Text: row[0], Style: markdown.Strong}, {Text: ": " + row[1]}}
	}
	return markdown.Line{{Text: strings.Join(nonEmptyCells(row), " · ")}}
}

// nonEmptyCells are the cells that say something.
func nonEmptyCells(row []string) []string {
	var cells []string
	for _, cell := range row {
		if cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// narrowRanking is a ranking whose names are clipped and whose first three have a medal beside
// their rank. While it is too wide, its last column is left out, but never what the ranks are
// about.
func narrowRanking(t card.Table) card.Table {
	out := card.Table{Header: t.Header, Numbers: t.Numbers, Ranked: true}
	ranks := ranksWithMedal(t.Rows)
	for _, row := range t.Rows {
		cells := append([]string{rankWithMedal(row[0], ranks[row[0]])}, row[1:]...)
		for i, cell := range cells {
			if i > 0 && !t.Numbers[i] {
				cells[i] = markdown.Clip(cell, nameColumns, runewidth.StringWidth)
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	for last := len(out.Numbers) - 1; last > firstNumberColumn(t.Numbers); last-- {
		if _, columns := out.Markdown().Aligned(); columns <= boardColumns {
			break
		}
		out = withoutLastColumn(out)
	}
	return out
}

// firstNumberColumn is the first column of numbers behind the ranks: the points that the ranks
// follow from.
func firstNumberColumn(numbers []bool) int {
	for i := 1; i < len(numbers); i++ {
		if numbers[i] {
			return i
		}
	}
	return len(numbers)
}

func withoutLastColumn(t card.Table) card.Table {
	n := len(t.Numbers) - 1
	out := card.Table{Header: t.Header[:min(n, len(t.Header))], Numbers: t.Numbers[:n], Ranked: t.Ranked}
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, row[:min(n, len(row))])
	}
	return out
}

// ranksWithMedal are the ranks that earn a medal: those of the first three rows, unless others
// share them.
func ranksWithMedal(rows [][]string) map[string]bool {
	ranks := map[string]bool{}
	for i, row := range rows {
		ranks[row[0]] = i < medals
	}
	return ranks
}

const medals = 3

// rankWithMedal is a rank with the medal that it earns beside it.
func rankWithMedal(rank string, earned bool) string {
	switch {
	case earned && rank == "1":
		return "🥇 1"
	case earned && rank == "2":
		return "🥈 2"
	case earned && rank == "3":
		return "🥉 3"
	}
	return rank
}
