package console

import (
	"strconv"
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// startPost prints the line above a post with its time and place.
func (p *page) startPost(when, where string, accent card.Accent) {
	head := "── " + when + " · " + where + " "
	p.writeText("\n")
	p.drawLine("", row{{head + strings.Repeat("─", max(0, p.columns()-displayWidth(head))), accentStyle(accent)}})
}

// accentStyle returns the colour of a card's first line.
func accentStyle(accent card.Accent) style {
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

// drawCard prints a card with a left margin.
func (p *page) drawCard(margin string, card card.Card) {
	for i, part := range card.Parts {
		if i > 0 && needsGap(card.Parts[i-1], part) {
			p.drawLine(margin, nil)
		}
		p.drawPart(margin, part)
	}
}

// needsGap reports whether an empty line separates two parts.
func needsGap(before, part card.Part) bool {
	_, text := part.(card.Text)
	_, after := before.(card.Text)
	_, note := before.(card.Note)
	paragraphs := text && after
	controls := (note || hasButtons(before)) && hasButtons(part)
	return !paragraphs && !controls
}

func hasButtons(part card.Part) bool {
	_, ok := part.(card.Buttons)
	return ok
}

func (p *page) drawPart(margin string, part card.Part) {
	switch part := part.(type) {
	case card.Heading:
		p.drawWrapped(margin, p.styledLine(part.Line, bold))
	case card.Text:
		p.drawWrapped(margin, p.styledLine(part.Line, 0))
	case card.Note:
		p.drawWrapped(margin, p.styledLine(part.Line, faint))
	case card.Document:
		p.drawDoc(margin, part.Doc)
	case card.Quote:
		p.drawKept(margin, append(p.styledLine(part.By, 0), p.quoteButton(part.Button)...))
		p.drawDoc(margin+"  ", markdown.Message(part.Text))
	case card.Table:
		p.drawTable(margin, part)
	case card.Buttons:
		p.drawButtons(margin, part)
	case card.Divider:
		p.drawLine(margin, row{{strings.Repeat("─", min(8, p.columns())), faint}})
	}
}

// styledLine returns a line of words, with base added to each style.
func (p *page) styledLine(l card.Line, base style) row {
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
	r = mergeRuns(r)
	for i := range r {
		r[i].text = p.markCode(r[i].text, r[i].look&code != 0)
	}
	return r
}

// markCode puts backticks around code on a terminal without colour.
func (p *page) markCode(text string, isCode bool) string {
	if !isCode || p.color || strings.TrimSpace(text) == "" {
		return text
	}
	return "`" + text + "`"
}

// drawButtons prints buttons with their numbers, and link buttons with their address.
func (p *page) drawButtons(margin string, b card.Buttons) {
	var r row
	for _, button := range b.Items {
		r = append(r, p.buttonRuns(button)...)
	}
	p.drawButtonRow(margin, r)
}

// drawButtonRow prints buttons without breaking one across lines.
func (p *page) drawButtonRow(margin string, r row) {
	p.drawKept(margin, keptTogether(r))
}

// keptTogether returns buttons that wrapping doesn't break.
func keptTogether(r row) row {
	for i := range r {
		r[i].text = withoutBreaks(r[i].text)
	}
	return r
}

// drawKept prints a row with parts that are kept together.
func (p *page) drawKept(margin string, r row) {
	for _, line := range wrapRow(stripControls(r), p.columns()-displayWidth(margin)) {
		for i := range line {
			line[i].text = strings.NewReplacer(nonBreakingSpace, " ", wordJoiner, "").Replace(line[i].text)
		}
		p.drawLine(margin, line)
	}
}

// Characters that wrapping doesn't break at: a space, and one without a width.
const (
	nonBreakingSpace = "\u2007"
	wordJoiner       = "\u2060"
)

// withoutBreaks keeps the words of a button together, and the characters of a script without spaces.
func withoutBreaks(text string) string {
	label := strings.TrimRight(text, " ")
	var kept strings.Builder
	for cluster := range markdown.Clusters(label) {
		if kept.Len() > 0 {
			kept.WriteString(wordJoiner)
		}
		kept.WriteString(cluster)
	}
	return strings.ReplaceAll(kept.String(), " ", nonBreakingSpace) + text[len(label):]
}

func (p *page) buttonRuns(b card.Button) row {
	if b.URL != "" {
		return row{{b.Label + ": ", 0}, {b.URL + "  ", faint}}
	}
	return p.numberedButton(p.addControl(controlOf(b)), b.Label)
}

func controlOf(b card.Button) control { return control{id: b.ID, label: b.Label, primary: b.Primary} }

// numberedButton returns a button with its number.
func (p *page) numberedButton(n int, label string) row {
	return row{{"[" + strconv.Itoa(n) + "]", bold}, {"\u00a0" + label + "  ", 0}}
}

// quoteButton returns the button of an answer, placed after the author's line.
func (p *page) quoteButton(b card.Button) row {
	if b.Label == "" {
		return nil
	}
	return append(row{{"   ", 0}}, keptTogether(p.buttonRuns(b))...)
}

// drawTable prints aligned columns, also with wide characters.
func (p *page) drawTable(margin string, t card.Table) {
	rows := t.Rows
	if len(t.Header) > 0 {
		rows = append([][]string{t.Header}, rows...)
	}
	widths := make([]int, len(t.Numbers))
	for _, cells := range rows {
		for i, cell := range cells {
			widths[i] = max(widths[i], displayWidth(cell))
		}
	}
	for i, cells := range rows {
		k := style(0)
		if i == 0 && len(t.Header) > 0 {
			k = faint
		}
		p.drawLine(margin, stripControls(row{{alignCells(cells, widths, t.Numbers), k}}))
	}
}

func alignCells(cells []string, widths []int, numbers []bool) string {
	var out []string
	for i, cell := range cells {
		if widths[i] == 0 {
			continue
		}
		pad := strings.Repeat(" ", widths[i]-displayWidth(cell))
		if numbers[i] {
			out = append(out, pad+cell)
		} else {
			out = append(out, cell+pad)
		}
	}
	return strings.Join(out, "  ")
}
