package console

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"quizbot/bot/card"
)

// widthWithin keeps a width between what is readable in the narrowest window and in the widest.
func widthWithin(columns int) int { return min(max(columns, minWidth), maxWidth) }

// page is what people see, line after line.
type page struct {
	out      io.Writer
	color    bool
	columns  func() int
	controls []control
	posts    int
	hang     string // the marker of a list's item, which the next line bears within its margin
}

// control finds a button by its number.
func (p *page) control(number string) (control, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(p.controls) {
		return control{}, false
	}
	return p.controls[n-1], true
}

// add gives a control the next number.
func (p *page) add(c control) int {
	p.controls = append(p.controls, c)
	return len(p.controls)
}

// first shows the card of a question, whose buttons get the numbers from 1 on, and returns them. All other buttons keep
// the numbers that they have, as far as the question doesn't take them.
func (p *page) first(card card.Card) []control {
	others := p.controls
	p.controls = nil
	p.card("", card)
	own := slices.Clone(p.controls)
	if len(others) > len(own) {
		p.controls = append(p.controls, others[len(own):]...)
	}
	return own
}

// number returns the number of a button, and gives it one where it has none any more.
func (p *page) number(c control) int {
	if i := slices.IndexFunc(p.controls, func(o control) bool { return o.id == c.id }); i >= 0 {
		return i + 1
	}
	return p.add(c)
}

// shortened shows parts as far as they take at most so many lines, and then that there was more.
func (p *page) shortened(margin string, parts []card.Part, most int) {
	var all strings.Builder
	part := &page{out: &all, color: p.color, columns: p.columns}
	part.card(margin, card.Card{Parts: parts})
	lines := strings.SplitAfter(all.String(), "\n")
	if len(lines) > most+1 {
		lines = append(lines[:most-1], margin+"…\n")
	}
	p.write(strings.Join(lines, ""))
}

// write shows text as it is. Errors of a terminal that went away end the console with its input.
func (p *page) write(text string) { _, _ = io.WriteString(p.out, text) }

// row shows a row, broken where it is too wide, behind a margin.
func (p *page) row(margin string, r row) {
	for _, line := range wrap(clean(r), p.columns()-columns(margin)) {
		p.line(margin, line)
	}
}

// hanging shows a row of which what is broken off stands below what follows the first wide gap, as in a table of two
// columns.
func (p *page) hanging(r row) {
	text := r.plain()
	gap := strings.Index(text, "   ")
	rest := strings.TrimLeft(text[max(gap, 0):], " ")
	left := columns(text) - columns(rest)
	if gap <= 0 || left > p.columns()/2 {
		p.row("", r)
		return
	}
	first, second := cutRuns(r, len(text)-len(rest))
	for i, line := range wrap(clean(second), p.columns()-left) {
		start := first
		if i > 0 {
			start = row{{strings.Repeat(" ", left), 0}}
		}
		p.line("", append(slices.Clone(start), line...))
	}
}

// line shows a row that is not broken.
func (p *page) line(margin string, r row) {
	if p.hang != "" {
		margin = margin[:len(margin)-columns(p.hang)] + p.hang
		p.hang = ""
	}
	text := r.plain()
	if p.color {
		text = r.paint()
	}
	p.write(strings.TrimRight(margin+text, " ") + "\n")
}

// clean takes control characters out, which could move the cursor or change the window's title.
func clean(r row) row {
	out := make(row, len(r))
	for i, s := range r {
		out[i] = run{strings.Map(printable, strings.ReplaceAll(s.text, "\t", tab)), s.look}
	}
	return out
}

// tab is what stands for one in text.
const tab = "    "

func printable(c rune) rune {
	switch {
	case unicode.IsControl(c), c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
		return -1
	}
	return c
}
