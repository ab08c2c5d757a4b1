package bot

import (
	"time"

	"quizbot/quiz"
)

// Event is something that a person did.
type Event struct {
	// ID is the same for every delivery of the event, and no other has it.
	ID   string
	Room quiz.RoomID
	// Who did it. For a deletion whose platform does not tell who, ID is empty.
	Who quiz.Person
	// At is when it was done, by the platform's own clock.
	At  time.Time
	Act Act
}

// Act is what was done: a Command, Press, Submission, Message, Edit or Deletion.
type Act interface{ act() }

// Command is a slash command.
type Command struct {
	// Path is the command's name with its subcommand, such as "quiz me", without a slash.
	Path string
	// Args are the values of its parameters by name; one that was left out is absent.
	Args map[string]string
	// Wrong is what could not be understood of a command that came as text, empty where all was.
	Wrong string
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
	// Values are what was entered, by the field's id.
	Values map[string]string
}

// Message is something written in a thread.
type Message struct {
	// Thread is the thread, or the message that it hangs from.
	Thread string
	ID     string
	Text   string
}

// Edit is a message of a thread with its new text. Sent is when it was first written.
type Edit struct {
	Thread string
	ID     string
	Sent   time.Time
	Text   string
}

// Deletion is a message taken out of a thread.
type Deletion struct {
	Thread string
	ID     string
}

func (Command) act()    {}
func (Press) act()      {}
func (Submission) act() {}
func (Message) act()    {}
func (Edit) act()       {}
func (Deletion) act()   {}

// Answer is what the author of an event sees, and nobody else: a Form, Private words, an Update of the
// message whose button was pressed, the mark that a message was Seen, or Nothing.
type Answer interface{ answer() }

// Form asks for text.
type Form struct {
	// ID comes back with the Submission: at most 100 bytes.
	ID string
	// Title and Submit label the form and its button: at most 24 characters.
	Title, Submit string
	Fields        []Field
}

// Field is one text to be entered.
type Field struct {
	ID string
	// Label stands above the field: at most 45 characters.
	Label string
	// Value is the text to start with.
	Value string
	// Max is how many characters may be entered; Optional says that it may be none.
	Max      int
	Optional bool
}

// Private is words to the event's author alone.
type Private struct{ Card Card }

// Update replaces the private message whose button was pressed.
type Update struct{ Card Card }

// Seen says that a message of a thread counts as an answer, which the platform shows by a mark on it.
type Seen struct{}

// Nothing is no answer at all.
type Nothing struct{}

func (Form) answer()    {}
func (Private) answer() {}
func (Update) answer()  {}
func (Seen) answer()    {}
func (Nothing) answer() {}
