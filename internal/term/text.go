package term

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// AlignColumns pads the columns of rows to equal widths, except the last column. Wide characters
// count as two.
func AlignColumns(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	var lines []string
	for _, r := range rows {
		var b strings.Builder
		for i, cell := range r[:len(r)-1] {
			b.WriteString(runewidth.FillRight(cell, widths[i]+2))
		}
		lines = append(lines, b.String()+r[len(r)-1])
	}
	return lines
}

// Truncate shortens a text to a number of columns. A shortened text ends with an ellipsis.
func Truncate(text string, columns int) string { return runewidth.Truncate(text, columns, "…") }

// Printable returns a text without control characters, which command a terminal, and without
// changes of direction. A stranger's bank may hold both.
func Printable(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n', c == '\t':
			return c
		case unicode.IsControl(c), c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
			return utf8.RuneError
		}
		return c
	}, text)
}
