package source

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// LineIndex holds the offsets at which the lines of a text start.
type LineIndex []int

// IndexLines returns the line index of a text.
func IndexLines(text string) LineIndex {
	starts := make(LineIndex, 1, strings.Count(text, "\n")+1)
	for i, c := range []byte(text) {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// Number returns the line of an offset, counted from 1.
func (l LineIndex) Number(offset int) int { return sort.SearchInts(l, offset+1) }

// Start returns the offset at which the line of an offset starts.
func (l LineIndex) Start(offset int) int { return l[l.Number(offset)-1] }

// Cursor finds the lines and columns of offsets. For growing offsets within a long line it
// continues at the last column.
type Cursor struct {
	text  string
	lines LineIndex
	// at is the last offset, and column its column.
	at, column int
}

// NewCursor returns a cursor at the start of a text.
func NewCursor(text string) *Cursor { return &Cursor{text: text, lines: IndexLines(text), column: 1} }

// Position returns the line and column of an offset, both counted from 1. Columns count characters.
func (c *Cursor) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(c.text))
	from := c.lines.Start(offset)
	if from <= c.at && c.at <= offset {
		c.column += utf8.RuneCountInString(c.text[c.at:offset])
	} else {
		c.column = 1 + utf8.RuneCountInString(c.text[from:offset])
	}
	c.at = offset
	return c.lines.Number(offset), c.column
}
