package markdown

// Doc is a document: its blocks from top to bottom.
type Doc []Block

// Block is a Paragraph, Heading, Code, List, Quote, Table, Rule or Image.
type Block interface{ block() }

// Paragraph is lines of text; a Break among the spans ends a line.
type Paragraph struct{ Line Line }

// Heading is a heading of level 1 to 6.
type Heading struct {
	Level int
	Line  Line
}

// Code is text whose white space counts. Language is the fence's first word, empty where it has none.
type Code struct{ Language, Text string }

// List is a list. Start is the first number of an ordered one.
type List struct {
	Ordered bool
	Start   int
	// Tight says that no empty lines stand between the items.
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

// Align is how a column of a table lies.
type Align int

// Columns lie to the left unless they say otherwise.
const (
	Left Align = iota
	Center
	Right
)

// Rule separates what stands above from what stands below.
type Rule struct{}

// Image is a picture that stands alone. Alt says what it shows.
type Image struct{ Alt, URL string }

func (Paragraph) block() {}
func (Heading) block()   {}
func (Code) block()      {}
func (List) block()      {}
func (Quote) block()     {}
func (Table) block()     {}
func (Rule) block()      {}
func (Image) block()     {}

// Line is text in spans of one look each.
type Line []Span

// Span is a run of text. A Break has no text.
type Span struct {
	Text  string
	Style Style
	// URL is where the text leads, empty where it leads nowhere. For a picture within text it is the
	// picture's address, and Text says what it shows.
	URL   string
	Image bool
	Break bool
}

// Style is a set of looks.
type Style uint8

// The looks of a span.
const (
	Strong Style = 1 << iota
	Emphasis
	Strike
	Mono
)
