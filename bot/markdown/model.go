package markdown

// Doc is a document: its blocks from top to bottom.
type Doc []Block

// Block is a [Paragraph], [Heading], [Code], [List], [Quote], [Table], [Rule] or [Image].
//
//sumtype:decl
type Block interface{ block() }

// Paragraph is lines of text; a Break among the spans ends a line.
type Paragraph struct{ Line Line }

// Heading is a heading of level 1 to 6.
type Heading struct {
	Level int
	Line  Line
}

// Code is preformatted text. Language is the first word of the fence's info string, empty without
// one.
type Code struct{ Language, Text string }

// List is a list. Start is the first number of an ordered one.
type List struct {
	Ordered bool
	Start   int
	// Tight reports that there are no empty lines between the items.
	Tight bool
	Items []Item
}

// Item is an entry of a list.
type Item struct {
	// Task is '\x00', or for an entry with a check box ' ' or 'x'.
	Task   rune
	Blocks Doc
}

// Quote is a quotation.
type Quote struct{ Blocks Doc }

// Table is a table. Every row has as many cells as Header.
type Table struct {
	Align  []Align
	Header []Line
	Rows   [][]Line
}

// Align is the alignment of a column.
type Align int

// The alignments of a column. Left is the default.
const (
	Left Align = iota
	Center
	Right
)

// Rule is a thematic break.
type Rule struct{}

// Image is a picture on its own. Alt describes it.
type Image struct{ Alt, URL string }

func (Paragraph) block() {}
func (Heading) block()   {}
func (Code) block()      {}
func (List) block()      {}
func (Quote) block()     {}
func (Table) block()     {}
func (Rule) block()      {}
func (Image) block()     {}

// Line is text in spans of one style each.
type Line []Span

// Span is a run of text. A Break has no text.
type Span struct {
	Text  string
	Style Style
	// URL is the address of a link, empty for plain text. For a picture within text it is the
	// picture's address, and Text describes it.
	URL   string
	Image bool
	Break bool
}

// Style is a set of text styles.
type Style uint8

// The styles of a span.
const (
	Strong Style = 1 << iota
	Emphasis
	Strike
	Mono
)
