package card

import (
	"quizbot/bot/markdown"
)

// Card is a message in parts that every platform can draw in its own way.
type Card struct {
	// Summary is the card in a line of plain text, for notifications and screen readers.
	Summary string
	Parts   []Part
	// Accent is the card's place in a round, which a platform may show as a colour.
	Accent Accent
}

// Accent is how a card is set off from others.
type Accent int

// A card has no accent of its own, or that of an open question, a closed one, a reveal or a digest.
const (
	AccentNone Accent = iota
	AccentOpen
	AccentClosed
	AccentReveal
	AccentDigest
)

// SplitFooter takes the last notes and controls off a card's parts. A platform that splits cards keeps room for them, so that a
// count that grows or buttons that go move nothing from one message to another.
func (c Card) SplitFooter() (body, end []Part) {
	n := len(c.Parts)
	for n > 0 && isFooter(c.Parts[n-1]) {
		n--
	}
	return c.Parts[:n], c.Parts[n:]
}

func isFooter(part Part) bool {
	switch part.(type) {
	case Note, Buttons:
		return true
	}
	return false
}

// Part is a Heading, Text, Document, Saying, Table, Note, Buttons or Divider.
type Part interface{ part() }

// Heading starts a card or a passage of it.
type Heading struct{ Line Line }

// Text is a paragraph of the catalogue's words.
type Text struct{ Line Line }

// Document is Markdown of a bank.
type Document struct{ Doc markdown.Doc }

// Quote is what a member wrote, literal, under a line that says who. Button, where it has a label, belongs to it and
// stands beside it.
type Quote struct {
	By     Line
	Text   string
	Button Button
}

// Table is columns of short literal texts. Numbers marks the columns that align to the right.
type Table struct {
	Header  []string
	Rows    [][]string
	Numbers []bool
	// Ranked says that the first column is each row's rank, and that the last columns matter least: a platform with
	// little room may leave them out.
	Ranked bool
}

// Markdown is the table as one of Markdown, for platforms that draw both alike.
func (t Table) Markdown() markdown.Table {
	m := markdown.Table{Header: literalCells(t.Header)}
	for _, row := range t.Rows {
		m.Rows = append(m.Rows, literalCells(row))
	}
	for _, number := range t.Numbers {
		align := markdown.Left
		if number {
			align = markdown.Right
		}
		m.Align = append(m.Align, align)
	}
	return m
}

func literalCells(texts []string) []markdown.Line {
	row := make([]markdown.Line, 0, len(texts))
	for _, text := range texts {
		row = append(row, markdown.Line{{Text: text}})
	}
	return row
}

// Note is small print.
type Note struct{ Line Line }

// Buttons is a row of buttons; a platform breaks long ones.
type Buttons struct{ Items []Button }

// Button does something when it is pressed.
type Button struct {
	// ID comes back with the Press: at most 100 bytes, unique in its card.
	ID string
	// URL, where it is not empty, is the address that the button opens; then nothing comes back.
	URL string
	// Label is at most 75 characters of plain text.
	Label string
	// Detail is what the label stands for, such as the text of the choice with that letter. A platform may show it behind
	// the label where it is short.
	Detail  string
	Primary bool
	// Danger marks what cannot be undone.
	Danger bool
}

// Option is one line of a field of options or of completions: a value that comes back, and a label.
type Option struct{ Value, Label string }

// Divider separates passages.
type Divider struct{}

func (Heading) part()  {}
func (Text) part()     {}
func (Document) part() {}
func (Quote) part()    {}
func (Table) part()    {}
func (Note) part()     {}
func (Buttons) part()  {}
func (Divider) part()  {}
