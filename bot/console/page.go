package console

import (
	"io"
	"strconv"
	"strings"
	"unicode"

	"quizbot/bot"
)

// control is a button or select that can be pressed by its number.
type control struct {
	id string
	// options are a select's, in the order of their letters.
	options []bot.Option
	max     int
}

// choose returns the values of the options with the given letters; a button takes none.
func (c control) choose(letters string) ([]string, bool) {
	words := letterWords(letters)
	if (len(c.options) == 0) != (len(words) == 0) || len(words) > max(c.max, 0) {
		return nil, false
	}
	var values []string
	for _, w := range words {
		i := int(unicode.ToUpper(rune(w[0])) - 'A')
		if i < 0 || i >= len(c.options) {
			return nil, false
		}
		values = append(values, c.options[i].Value)
	}
	return values, true
}

// page is what people see, line after line.
type page struct {
	out      io.Writer
	color    bool
	width    int
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

// write shows text as it is. Errors of a terminal that went away end the console with its input.
func (p *page) write(text string) { _, _ = io.WriteString(p.out, text) }

// row shows a row, broken where it is too wide, behind a margin.
func (p *page) row(margin string, r row) {
	for _, line := range wrap(clean(r), p.width-columns(margin)) {
		p.line(margin, line)
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
		out[i] = run{strings.Map(printable, s.text), s.look}
	}
	return out
}

func printable(c rune) rune {
	switch {
	case c == '\t':
		return ' '
	case unicode.IsControl(c), c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
		return -1
	}
	return c
}
