package bot

import (
	"time"

	"quizbot/bot/command"
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
	// AdminUnknown reports that the platform could not be asked whether Who may run the room, so that Who.Admin is not known
	// to be false.
	AdminUnknown bool
	// TimeZone is the IANA name of the time zone that Who is likely in, empty where the platform doesn't tell.
	TimeZone string
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
type Command command.Call

// Autocomplete asks how a value that is being typed may go on. It is answered by Completions.
type Autocomplete struct {
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

func (Command) act()      {}
func (Autocomplete) act() {}
func (Press) act()        {}
func (Submission) act()   {}
func (Message) act()      {}
func (Edit) act()         {}
func (Deletion) act()     {}
func (HomeOpened) act()   {}
func (Reconnected) act()  {}

func (ChannelChanged) act() {}
func (ChannelMoved) act()   {}

// HomeOpened is a look at the bot's own page. Rooms are those in which the person is.
type HomeOpened struct{ Rooms []HomeRoom }

// HomeRoom is a room with its name, such as #interview.
type HomeRoom struct {
	ID   quiz.RoomID
	Name string
}

// Reconnected says that a platform is connected again, so that what people did meanwhile may not have arrived. It is
// nobody's, in no room, and answered by Nothing.
type Reconnected struct{ Platform string }

// ChannelChanged says that something about the event's room may have changed that decides whether the quiz can run
// there: the bot was invited or removed, the channel was archived, unarchived or deleted, permissions changed. Who is
// the person who added the bot, where the platform says so. It is answered by Nothing.
type ChannelChanged struct {
	// Added reports that the bot came into the channel just now.
	Added bool
}

// ChannelMoved says that the event's room has another id from now on. It is answered by Nothing.
type ChannelMoved struct{ To quiz.RoomID }

// MessageID returns the id of the message that an act wrote or edited, empty for any other act.
func MessageID(act Act) string {
	switch act := act.(type) {
	case Message:
		return act.ID
	case Edit:
		return act.ID
	}
	return ""
}
