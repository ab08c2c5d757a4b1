package bot

import (
	"slices"

	"quizbot/bot/card"
)

// Answer is shown to the author of an event and to nobody else: a [Form], an [Ephemeral] message,
// an [Update], [Counted], [Completions], [Home] or [Nothing].
//
//sumtype:decl
type Answer interface{ answer() }

// Form asks for text and choices. Slack and Discord show it as a modal.
type Form struct {
	// ID comes back with the Submission: at most 100 bytes.
	ID string
	// Title and Submit label the form and its button: at most 24 characters.
	Title, Submit string
	// Intro is shown above the fields, such as the question to answer. A platform may shorten it.
	Intro []card.Part
	// Fields are shown in this order. A platform that can show only some of them shows the first
	// ones.
	Fields []Field
	// Confirms reports that the form has an effect even if it is sent as it is.
	Confirms bool
	// Otherwise is shown if the form can't be.
	Otherwise card.Card
}

// FieldKind is the kind of a form's field.
type FieldKind int

// A field holds a text of several lines, a text of one line, one of its options, or any number of
// them.
const (
	Paragraph FieldKind = iota
	ShortText
	OneOption
	ManyOptions
)

// Field is a text or choice in a form.
type Field struct {
	ID   string
	Kind FieldKind
	// Label is shown above the field: at most 45 characters.
	Label string
	// Placeholder is shown in an empty text field: at most 100 characters.
	Placeholder string
	// Value is the initial text.
	Value string
	// Max is the greatest number of characters. Optional allows no text and no choice.
	Max      int
	Optional bool
	// Options are those of OneOption and ManyOptions, of any number and length. Their values have
	// at most 75 characters. Long labels may be shortened. Chosen are the values of the initial
	// choice.
	Options []card.Option
	Chosen  []string
}

// Ephemeral is a message to the event's author alone.
type Ephemeral struct {
	Card card.Card
	// Refused reports that the request was not carried out.
	Refused bool
	// Field is the id of the form's field with the mistake. Empty: the first field, or all of them.
	Field string
	// Typed holds the texts of a refused form. A platform whose form is gone shows them, so that
	// nothing is lost.
	Typed []card.Part
}

// CardWithTyped is the card with the typed texts below it.
func (e Ephemeral) CardWithTyped() card.Card {
	c := e.Card
	c.Parts = slices.Concat(c.Parts, e.Typed)
	return c
}

// Home is the app home.
type Home struct {
	Card card.Card
	// Sections follow the card, one for each room. A platform with too little room shows the first
	// ones, and then the line of Omitted for the number of others.
	Sections [][]card.Part
	Omitted  func(sections int) card.Line
}

// Update replaces the ephemeral message whose button was pressed.
type Update struct{ Card card.Card }

// Counted marks a message of a thread as an answer: the platform adds a reaction. A Hint with parts
// is for the message's author alone.
type Counted struct{ Hint card.Card }

// Completions are the likely values of a parameter, the likeliest first.
type Completions struct {
	// Options are at most 25, with values and labels of at most 100 characters.
	Options []card.Option
}

// Nothing is the answer to an event that isn't answered.
type Nothing struct{}

func (Form) answer()        {}
func (Ephemeral) answer()   {}
func (Update) answer()      {}
func (Counted) answer()     {}
func (Completions) answer() {}
func (Nothing) answer()     {}
func (Home) answer()        {}
