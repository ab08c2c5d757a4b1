package bot

import (
	"time"

	"quizbot/bot/command"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Event is an act of a person, or a change for the bot itself.
type Event struct {
	// ID identifies the event. Every delivery of the event has the same id, and no other event has
	// it.
	ID string
	// Room is empty for the app home. Buttons and forms there name their round.
	Room quiz.RoomID
	// Who is the author. Its ID is empty for a deletion by somebody unknown.
	Who quiz.Person
	// At is the time of the act: by the platform's clock if PlatformTime is set, by the host's
	// otherwise.
	At           time.Time
	PlatformTime bool
	Act          Act
	// AdminUnknown reports a failed look-up of whether Who is an admin. Who.Admin is false then.
	AdminUnknown bool
	// TimeZone is the likely IANA time zone of Who. Empty: unknown.
	TimeZone string
	// Obstacles are the obstacles in the room that the platform reports with the event.
	Obstacles []reason.Obstacle
}

// stamp is the time of the event with its clock.
func (e *Event) stamp() quiz.Stamp { return quiz.Stamp{At: e.At, Platform: e.PlatformTime} }

// Act is an act of a person: a [Command], [Autocomplete], [Press], [Submission], [Message], [Edit],
// [Deletion] or [HomeOpened]. Or it is a change for the bot itself: [Reconnected], [ChannelChanged],
// [ChannelMoved], [WorkspaceChanged] or [WorkspacesListed].
//
//sumtype:decl
type Act interface{ act() }

// Command is a slash command.
type Command command.Call

// Autocomplete asks for completions of a value that is being typed. Its answer is [Completions].
type Autocomplete struct {
	// Path is the command's, as in Command.
	Path string
	// Param is the name of the parameter, Typed its value so far.
	Param, Typed string
	// Args are the values of the other parameters so far, by name.
	Args map[string]string
}

// Press is a press of a button, or a choice in a select.
type Press struct {
	// ID is the button's or select's.
	ID string
	// Values are the values of the options that were chosen.
	Values []string
}

// Submission is a form that was sent.
type Submission struct {
	// ID is the form's.
	ID string
	// Values are the texts by the field's id.
	Values map[string]string
	// Chosen are the values of the chosen options by the field's id. A field without a choice has
	// an empty list. A field that the platform didn't show is in neither map.
	Chosen map[string][]string
}

// Message is a message in a thread.
type Message struct {
	// Thread is the id of the thread, or of the message above it.
	Thread string
	ID     string
	Text   string
	// Attached reports that the message carries files.
	Attached bool
}

// Edit is a change of a message in a thread. Sent is the time of the message, Text its new text.
type Edit struct {
	Thread string
	ID     string
	Sent   time.Time
	Text   string
	// Attached reports that the message carries files.
	Attached bool
}

// Deletion is the deletion of a message in a thread, or of one of the bot's messages anywhere. Without
// an ID the whole thread was deleted.
type Deletion struct {
	Thread string
	ID     string
}

func (Command) act()          {}
func (Autocomplete) act()     {}
func (Press) act()            {}
func (Submission) act()       {}
func (Message) act()          {}
func (Edit) act()             {}
func (Deletion) act()         {}
func (HomeOpened) act()       {}
func (Reconnected) act()      {}
func (ChannelChanged) act()   {}
func (ChannelMoved) act()     {}
func (WorkspaceChanged) act() {}
func (WorkspacesListed) act() {}

// HomeOpened is a look at the app home. Rooms are those of its reader.
type HomeOpened struct{ Rooms []HomeRoom }

// HomeRoom is a room with its name, such as #interview.
type HomeRoom struct {
	ID   quiz.RoomID
	Name string
}

// Reconnected reports that a platform is connected again: events may have been missed. It has no
// author and no room, and its answer is [Nothing].
type Reconnected struct{ Platform string }

// ChannelChanged reports that the quiz may have become possible or impossible in the event's room.
// The bot was added or removed, the channel archived, unarchived or deleted, or permissions
// changed. Who is the person behind an addition, as far as the platform reports it. The answer is
// [Nothing].
type ChannelChanged struct {
	// Added reports that the bot was just added to the channel.
	Added bool
}

// ChannelMoved reports that the event's room has another id from now on. The answer is [Nothing].
type ChannelMoved struct{ To quiz.RoomID }

// WorkspaceChanged reports that a workspace or server removed the bot for good, or has it again. An
// outage is neither. It has no author and no room, and its answer is [Nothing].
type WorkspaceChanged struct {
	Workspace quiz.WorkspaceID
	Left      bool
}

// WorkspacesListed reports all workspaces or servers of a platform that have the bot, when it connects.
// It has no author and no room, and its answer is [Nothing].
type WorkspacesListed struct {
	Platform   string
	Workspaces []quiz.WorkspaceID
}

// MessageID returns the id of the message of a Message or Edit, empty for other acts.
func MessageID(act Act) string {
	switch act := act.(type) {
	case Message:
		return act.ID
	case Edit:
		return act.ID
	default:
		return ""
	}
}
