package console

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"quizbot/bot/card"
)

// clampWidth limits a width to the readable range.
func clampWidth(columns int) int { return min(max(columns, minWidth), maxWidth) }

// page is the printed output, line after line.
type page struct {
	out        io.Writer
	color      bool
	columns    func() int
	controls   []control
	posts      int
	listMarker string // marker of a list item, printed in the margin of the next line
}

// findControl returns the button with a number.
func (p *page) findControl(number string) (control, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(p.controls) {
		return control{}, false
	}
	return p.controls[n-1], true
}

// addControl gives a control the next number.
func (p *page) addControl(c control) int {
	p.controls = append(p.controls, c)
	return len(p.controls)
}

// drawQuestion prints a question's card and returns its controls, numbered from 1. Other controls
// keep their numbers as far as possible.
func (p *page) drawQuestion(card card.Card) []control {
	others := p.controls
	p.controls = nil
	p.drawCard("", card)
	own := slices.Clone(p.controls)
	if len(others) > len(own) {
		p.controls = append(p.controls, others[len(own):]...)
	}
	return own
}

// buttonNumber returns the number of a button, a new one if it has none.
func (p *page) buttonNumber(c control) int {
	if i := slices.IndexFunc(p.controls, func(o control) bool { return o.id == c.id }); i >= 0 {
		return i + 1
	}
	return p.addControl(c)
}

// drawShortened prints at most the given number of lines, then an ellipsis.
func (p *page) drawShortened(margin string, parts []card.Part, most int) {
	var all strings.Builder
	part := &page{out: &all, color: p.color, columns: p.columns}
	part.drawCard(margin, card.Card{Parts: parts})
	lines := strings.SplitAfter(all.String(), "\n")
	if len(lines) > most+1 {
		lines = append(lines[:most-1], margin+"…\n")
	}
	p.writeText(strings.Join(lines, ""))
}

// writeText prints text unchanged. A write error is ignored, since the console ends with its
// input.
func (p *page) writeText(text string) { _, _ = io.WriteString(p.out, text) }

// drawWrapped prints a row with a left margin, wrapped if necessary.
func (p *page) drawWrapped(margin string, r row) {
	for _, line := range wrapRow(stripControls(r), p.columns()-displayWidth(margin)) {
		p.drawLine(margin, line)
	}
}

// drawHanging prints a row. Continuation lines align with the text after the first wide gap, as in
// a table of two columns.
func (p *page) drawHanging(r row) {
	text := r.plainText()
	gap := strings.Index(text, "   ")
	rest := strings.TrimLeft(text[max(gap, 0):], " ")
	left := displayWidth(text) - displayWidth(rest)
	if gap <= 0 || left > p.columns()/2 {
		p.drawWrapped("", r)
		return
	}
	first, second := cutRuns(r, len(text)-len(rest))
	for i, line := range wrapRow(stripControls(second), p.columns()-left) {
		start := first
		if i > 0 {
			start = row{{strings.Repeat(" ", left), 0}}
		}
		p.drawLine("", append(slices.Clone(start), line...))
	}
}

// drawLine prints a row without wrapping.
func (p *page) drawLine(margin string, r row) {
	if p.listMarker != "" {
		margin = margin[:len(margin)-displayWidth(p.listMarker)] + p.listMarker
		p.listMarker = ""
	}
	text := r.plainText()
	if p.color {
		text = r.withEscapes()
	}
	p.writeText(strings.TrimRight(margin+text, " ") + "\n")
}

// stripControls removes control characters, which could move the cursor or change the window's
// title.
func stripControls(r row) row {
	out := make(row, len(r))
	for i, s := range r {
		out[i] = run{strings.Map(keepPrintable, strings.ReplaceAll(s.text, "\t", tabSpaces)), s.look}
	}
	return out
}

// tabSpaces replaces a tab.
const tabSpaces = "    "

func keepPrintable(c rune) rune {
	switch {
	case unicode.IsControl(c), c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
		return -1
	}
	return c
}
