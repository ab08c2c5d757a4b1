package console

import (
	"strconv"
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// rule begins a post: when it is, and where it stands.
func (p *page) rule(when, where string, accent card.Accent) {
	head := "── " + when + " · " + where + " "
	p.write("\n")
	p.line("", row{{head + strings.Repeat("─", max(0, p.columns()-columns(head))), accentLook(accent)}})
}

// accentLook is the colour of a card's first line.
func accentLook(accent card.Accent) look {
	switch accent {
	case card.AccentOpen:
		return green
	case card.AccentReveal:
		return blue
	case card.AccentDigest:
		return yellow
	default:
		return faint
	}
}

// card shows a card behind a margin.
func (p *page) card(margin string, card card.Card) {
	for i, part := range card.Parts {
		if i > 0 && apart(card.Parts[i-1], part) {
			p.line(margin, nil)
		}
		p.part(margin, part)
	}
}

// apart reports whether an empty line stands between two parts.
func apart(before, part card.Part) bool {
	_, text := part.(card.Text)
	_, after := before.(card.Text)
	_, note := before.(card.Note)
	paragraphs := text && after
	controls := (note || pressable(before)) && pressable(part)
	return !paragraphs && !controls
}

func pressable(part card.Part) bool {
	switch part.(type) {
	case card.Buttons:
		return true
	}
	return false
}

func (p *page) part(margin string, part card.Part) {
	switch part := part.(type) {
	case card.Heading:
		p.row(margin, p.styled(part.Line, bold))
	case card.Text:
		p.row(margin, p.styled(part.Line, 0))
	case card.Note:
		p.row(margin, p.styled(part.Line, faint))
	case card.Document:
		p.doc(margin, part.Doc)
	case card.Quote:
		p.row(margin, append(p.styled(part.By, 0), p.beside(part.Button)...))
		p.doc(margin+"  ", markdown.Message(part.Text))
	case card.Table:
		p.table(margin, part)
	case card.Buttons:
		p.buttons(margin, part)
	case card.Divider:
		p.line(margin, row{{strings.Repeat("─", min(8, p.columns())), faint}})
	}
}

// styled is a line of words in a look of its own on top.
func (p *page) styled(l card.Line, base look) row {
	var r row
	for _, s := range l {
		k := base
		if s.Strong {
			k |= bold
		}
		if s.Code {
			k |= code
		}
		r = append(r, run{s.Text, k})
	}
	r = join(r)
	for i := range r {
		r[i].text = p.marked(r[i].text, r[i].look&code != 0)
	}
	return r
}

// marked is text with the marks of code around it where no colour tells it from other text.
func (p *page) marked(text string, isCode bool) string {
	if !isCode || p.color || strings.TrimSpace(text) == "" {
		return text
	}
	return "`" + text + "`"
}

// buttons shows buttons behind the numbers that press them, and those that lead somewhere with the address.
func (p *page) buttons(margin string, b card.Buttons) {
	var r row
	for _, button := range b.Items {
		r = append(r, p.button(button)...)
	}
	p.buttonRow(margin, r)
}

// buttonRow shows buttons, of which none is broken in two.
func (p *page) buttonRow(margin string, r row) {
	for i := range r {
		r[i].text = glued(r[i].text)
	}
	for _, line := range wrap(clean(r), p.columns()-columns(margin)) {
		for i := range line {
			line[i].text = strings.ReplaceAll(line[i].text, glue, " ")
		}
		p.line(margin, line)
	}
}

// glue is a space at which no row is broken.
const glue = "\u2007"

// glued is the text of a button, of which the spaces between its words hold it together.
func glued(text string) string {
	label := strings.TrimRight(text, " ")
	return strings.ReplaceAll(label, " ", glue) + text[len(label):]
}

func (p *page) button(b card.Button) row {
	if b.URL != "" {
		return row{{b.Label + ": ", 0}, {b.URL + "  ", faint}}
	}
	return p.numbered(p.add(controlOf(b)), b.Label)
}

func controlOf(b card.Button) control { return control{id: b.ID, label: b.Label, primary: b.Primary} }

// numbered is a button behind its number.
func (p *page) numbered(n int, label string) row {
	return row{{"[" + strconv.Itoa(n) + "]", bold}, {"\u00a0" + label + "  ", 0}}
}

// beside is the button that belongs to an answer, behind the line that says whose it is.
func (p *page) beside(b card.Button) row {
	if b.Label == "" {
		return nil
	}
	return append(row{{"   ", 0}}, p.button(b)...)
}

// table shows columns that align, whatever the width of their characters.
func (p *page) table(margin string, t card.Table) {
	rows := t.Rows
	if len(t.Header) > 0 {
		rows = append([][]string{t.Header}, rows...)
	}
	widths := make([]int, len(t.Numbers))
	for _, cells := range rows {
		for i, cell := range cells {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for i, cells := range rows {
		k := look(0)
		if i == 0 && len(t.Header) > 0 {
			k = faint
		}
		p.line(margin, clean(row{{alignCells(cells, widths, t.Numbers), k}}))
	}
}

func alignCells(cells []string, widths []int, numbers []bool) string {
	var out []string
	for i, cell := range cells {
		if widths[i] == 0 {
			continue
		}
		pad := strings.Repeat(" ", widths[i]-columns(cell))
		if numbers[i] {
			out = append(out, pad+cell)
		} else {
			out = append(out, cell+pad)
		}
	}
	return strings.Join(out, "  ")
}
