package bot

import (
	"slices"
	"time"

	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Event is something that a person did.
type Event struct {
	// ID is the same for every delivery of the event, and no other has it.
	ID string
	// Room is empty on the bot's own page: a press or form there says by its id which room it is about.
	Room quiz.RoomID
	// Who did it. For a deletion whose platform does not tell who, ID is empty.
	Who quiz.Person
	// At is when it was done: by the platform's clock where PlatformTime is set, by the host's otherwise.
	At           time.Time
	PlatformTime bool
	Act          Act
	// Unverified reports that the platform could not be asked whether Who may run the room, so that Who.Admin is not known
	// to be false.
	Unverified bool
	// Zone is the IANA name of the time zone that Who is likely in, empty where the platform doesn't tell.
	Zone string
	// Obstacles are what the platform says is in the way of the quiz in the room; empty where nothing is, or where the
	// platform doesn't say.
	Obstacles []reason.Obstacle
}

// stamp is when the event happened, and by whose clock.
func (e *Event) stamp() quiz.Stamp { return quiz.Stamp{At: e.At, Platform: e.PlatformTime} }

// Act is what was done: a Command, Completing, Press, Submission, Message, Edit, Deletion or HomeOpened; or what
// happened to the bot itself: Returned, ChannelChanged or ChannelMoved.
type Act interface{ act() }

// Command is a slash command.
type Command struct {
	// Path is the command's name with its subcommand, such as "quiz me", without a slash.
	Path string
	// Args are the values of its parameters by name; one that was left out is absent.
	Args map[string]string
	// Wrong is what could not be understood of a command that came as text, empty where all was.
	Wrong string
	// guessed is all that was typed where the path is not in it, but the likeliest one.
	guessed string
}

// Completing asks how a value that is being typed may go on. It is answered by Completions.
type Completing struct {
	// Path is the command's, as in Command.
	Path string
	// Param is the name of the parameter that is being typed, Typed what stands there so far.
	Param, Typed string
	// Args are the values of the other parameters so far, by name.
	Args map[string]string
}

// Press is a button pressed, or options of a select chosen.
type Press struct {
	// ID is the button's or select's.
	ID string
	// Values are the values of the options that were chosen.
	Values []string
}

// Submission is a form sent.
type Submission struct {
	// ID is the form's.
	ID string
	// Values are the texts that were entered, by the field's id.
	Values map[string]string
	// Chosen are the values of the options that were chosen, by the field's id. A field of options of which none
	// was chosen has an empty list; a field that the platform didn't show is absent from both.
	Chosen map[string][]string
}

// Message is something written in a thread.
type Message struct {
	// Thread is the thread, or the message that it hangs from.
	Thread string
	ID     string
	Text   string
	// Attached reports that the message carries files.
	Attached bool
}

// Edit is a message of a thread with its new text. Sent is when it was first written.
type Edit struct {
	Thread string
	ID     string
	Sent   time.Time
	Text   string
	// Attached reports that the message carries files.
	Attached bool
}

// Deletion is a message taken out of a thread.
type Deletion struct {
	Thread string
	ID     string
}

func (Command) act()    {}
func (Completing) act() {}
func (Press) act()      {}
func (Submission) act() {}
func (Message) act()    {}
func (Edit) act()       {}
func (Deletion) act()   {}
func (HomeOpened) act() {}
func (Returned) act()   {}

func (ChannelChanged) act() {}
func (ChannelMoved) act()   {}

// HomeOpened is a look at the bot's own page. Rooms are those in which the person is.
type HomeOpened struct{ Rooms []HomeRoom }

// HomeRoom is a room with its name, such as #interview.
type HomeRoom struct {
	ID   quiz.RoomID
	Name string
}

// Returned says that a platform is connected again, so that what people did meanwhile may not have arrived. It is
// nobody's, in no room, and answered by Nothing.
type Returned struct{ Platform string }

// ChannelChanged says that something about the event's room may have changed that decides whether the quiz can run
// there: the bot was invited or removed, the channel was archived, unarchived or deleted, permissions changed. Who is
// the person who added the bot, where the platform says so. It is answered by Nothing.
type ChannelChanged struct {
	// Added reports that the bot came into the channel just now.
	Added bool
}

// ChannelMoved says that the event's room has another id from now on. It is answered by Nothing.
type ChannelMoved struct{ To quiz.RoomID }

// MessageOf returns the id of the message that an act wrote or edited, empty for any other act.
func MessageOf(act Act) string {
	switch act := act.(type) {
	case Message:
		return act.ID
	case Edit:
		return act.ID
	}
	return ""
}

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

// Private is words to the event's author alone.
type Private struct {
	Card card.Card
	// Refused says that what was asked for was not done.
	Refused bool
	// Field is the id of the form's field that a refusal is about, empty where it is about the first one or all of them.
	Field string
	// Typed is what stood in a form that was refused, so that a platform whose form is gone by then throws nothing away.
	Typed []card.Part
}

// Kept is the card with what was typed below it.
func (p Private) Kept() card.Card {
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
	Left     func(sections int) card.Line
}

// Update replaces the private message whose button was pressed.
type Update struct{ Card card.Card }

// Seen says that a message of a thread counts as an answer, which the platform shows by a mark on it. Hint, where it has
// parts, is for the message's author alone.
type Seen struct{ Hint card.Card }

// Completions are values that may be meant, the likeliest first.
type Completions struct {
	// Options are at most 25, none where nothing is known. Their values and labels are at most 100 characters.
	Options []card.Option
}

// Nothing is no answer at all.
type Nothing struct{}

func (Form) answer()        {}
func (Private) answer()     {}
func (Update) answer()      {}
func (Seen) answer()        {}
func (Completions) answer() {}
func (Nothing) answer()     {}
func (Home) answer()        {}
