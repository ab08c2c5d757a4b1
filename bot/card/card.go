package card

import "quizbot/bot/markdown"

// Card is a message in parts that every platform can draw in its own way.
type Card struct {
	// Summary is a line of plain text for notifications and screen readers.
	Summary string
	Parts   []Part
	// Accent is the kind of the card. A platform may show it as a colour.
	Accent Accent
}

// Accent is the kind of a card.
type Accent int

// A card has no accent, or that of an open question, a closed question, a reveal or a digest.
const (
	AccentNone Accent = iota
	AccentOpen
	AccentClosed
	AccentReveal
	AccentDigest
)

// SplitFooter takes the last notes and buttons off a card's parts. A platform leaves room for them
// when it splits cards. A growing count or missing buttons then move no text to another message.
func (c Card) SplitFooter() (body, footer []Part) {
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
	default:
		return false
	}
}

// Part is a part of a card: a [Heading], [Text], [Document], [Quote], [Table], [Note], [Buttons] or
// [Divider].
//
//sumtype:decl
type Part interface{ part() }

// Heading begins a card or a section of it.
type Heading struct{ Line Line }

// Text is a paragraph of the catalogue.
type Text struct{ Line Line }

// Document is Markdown of a bank.
type Document struct{ Doc markdown.Doc }

// Quote is literal text of a member, under a line about its author. A Button with a label stands
// beside it.
type Quote struct {
	By     Line
	Text   string
	Button Button
}

// Table is a table of short literal texts. Numbers marks the columns that align to the right.
type Table struct {
	Header  []string
	Rows    [][]string
	Numbers []bool
	// Ranked reports that the first column is each row's rank. A platform with little room may
	// leave out the last columns.
	Ranked bool
}

// Markdown returns the table as a Markdown table, for platforms that draw both alike.
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

// Buttons is a row of buttons. A platform may break it.
type Buttons struct{ Items []Button }

// Button carries out an action, or opens an address.
type Button struct {
	// ID comes back with the press: at most 100 bytes, unique in its card.
	ID string
	// URL is the address that the button opens instead. Empty: none.
	URL string
	// Label is at most 75 characters of plain text.
	Label string
	// Detail explains the label, such as the text of a choice behind its letter. A platform may
	// show a short one. It has any length.
	Detail  string
	Primary bool
	// Danger marks an action that can't be undone.
	Danger bool
}

// Option is a choice in a form or a completion: a value that comes back, and a label.
type Option struct{ Value, Label string }

// Divider separates sections.
type Divider struct{}

func (Heading) part()  {}
func (Text) part()     {}
func (Document) part() {}
func (Quote) part()    {}
func (Table) part()    {}
func (Note) part()     {}
func (Buttons) part()  {}
func (Divider) part()  {}
