package bot

import (
	"slices"

	"quizbot/bot/card"
)

// Answer is what the author of an event sees, and nobody else: a Form, Private words, an Update of the
// message whose button was pressed, the mark that a message was Seen, Completions of what is being typed, the bot's
// Home page, or Nothing.
type Answer interface{ answer() }

// Form asks for text and choices.
type Form struct {
	// ID comes back with the Submission: at most 100 bytes.
	ID string
	// Title and Submit label the form and its button: at most 24 characters.
	Title, Submit string
	// Intro stands above the fields, such as the question that is to be answered. A platform may shorten it.
	Intro []card.Part
	// Fields are asked for in this order. A platform that can show only some of them shows the first ones.
	Fields []Field
	// Otherwise is said where the form cannot be shown.
	Otherwise card.Card
}

// FieldKind is how a field is filled in.
type FieldKind int

// A field holds a text of several lines, a text of one line, one of its options, or any number of them.
const (
	Paragraph FieldKind = iota
	ShortText
	OneOption
	ManyOptions
)

// Field is one thing to be entered or chosen.
type Field struct {
	ID   string
	Kind FieldKind
	// Label stands above the field: at most 45 characters.
	Label string
	// Placeholder stands in an empty text field: at most 100 characters.
	Placeholder string
	// Value is the text to start with.
	Value string
	// Max is how many characters may be entered; Optional says that it may be none, or that no option need be chosen.
	Max      int
	Optional bool
	// Options are those of OneOption and ManyOptions, of any number and length; Chosen are the values chosen to start
	// with. Values are at most 75 characters, and labels that don't fit may be shortened.
	Options []card.Option
	Chosen  []string
}

// Ephemeral is words to the event's author alone.
type Ephemeral struct {
	Card card.Card
	// Refused says that what was asked for was not done.
	Refused bool
	// Field is the id of the form's field that a refusal is about, empty where it is about the first one or all of them.
	Field string
	// Typed is what stood in a form that was refused, so that a platform whose form is gone by then throws nothing away.
	Typed []card.Part
}

// CardWithTyped is the card with what was typed below it.
func (p Ephemeral) CardWithTyped() card.Card {
	card := p.Card
	card.Parts = slices.Concat(card.Parts, p.Typed)
	return card
}

// Home is what somebody sees who opens the bot's own page.
type Home struct {
	Card card.Card
	// Sections follow the card, one for each room. A platform that can't show all of them shows the first ones and
	// then the line that Left returns, which says how many are left out.
	Sections [][]card.Part
	Omitted  func(sections int) card.Line
}

// Update replaces the private message whose button was pressed.
type Update struct{ Card card.Card }

// Counted says that a message of a thread counts as an answer, which the platform shows by a mark on it. Hint, where it has
// parts, is for the message's author alone.
type Counted struct{ Hint card.Card }

// Completions are values that may be meant, the likeliest first.
type Completions struct {
	// Options are at most 25, none where nothing is known. Their values and labels are at most 100 characters.
	Options []card.Option
}

// Nothing is no answer at all.
type Nothing struct{}

func (Form) answer()        {}
func (Ephemeral) answer()   {}
func (Update) answer()      {}
func (Counted) answer()     {}
func (Completions) answer() {}
func (Nothing) answer()     {}
func (Home) answer()        {}
