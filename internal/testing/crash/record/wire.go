// Package record holds what a crash run leaves: the messages and events of the platform, the content of
// the store, and the virtual time.
package record

import (
	"time"

	"quizbot/quiz"
)

// The JSON messages between the platform and the adapter.

// Meta identifies a message of a posting: its key, and its number of how many, counted from 1.
type Meta struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
	Of     int    `json:"of"`
}

// Control is a button, or a form's field where it has options.
type Control struct {
	ID      string   `json:"id"`
	Options []string `json:"options,omitempty"`
}

// Message is a posted message.
type Message struct {
	ID   string      `json:"id"`
	Room quiz.RoomID `json:"room"`
	// Thread is the parent message, empty for a message in the room itself.
	Thread   string    `json:"thread,omitempty"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Controls []Control `json:"controls,omitempty"`
	Meta     Meta      `json:"meta"`
	Edits    int       `json:"edits,omitempty"`
	// Drawing identifies the card of which the text is a page.
	Drawing string `json:"drawing"`
}

// Post is a request to post a message. The platform answers a repeated nonce with the earlier
// message.
type Post struct {
	Nonce    string    `json:"nonce"`
	Thread   string    `json:"thread,omitempty"`
	Text     string    `json:"text"`
	Controls []Control `json:"controls,omitempty"`
	Meta     Meta      `json:"meta"`
	Drawing  string    `json:"drawing"`
}

// The kinds of member events.
const (
	Press      = "press"
	Submission = "submission"
	Saying     = "message"
	Edit       = "edit"
	Deletion   = "deletion"
	Command    = "command"
)

// Event is a member's action. Target is the button or form, Thread and Message identify a thread
// message.
type Event struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind"`
	Room    quiz.RoomID   `json:"room"`
	Member  quiz.MemberID `json:"member"`
	Name    string        `json:"name"`
	At      time.Time     `json:"at"`
	Target  string        `json:"target,omitempty"`
	Values  []string      `json:"values,omitempty"`
	Thread  string        `json:"thread,omitempty"`
	Message string        `json:"message,omitempty"`
	Sent    time.Time     `json:"sent,omitzero"`
	Text    string        `json:"text,omitempty"`
	// Path and Args are a command, and Admin says that its author may manage the room.
	Path  string            `json:"path,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
	Admin bool              `json:"admin,omitempty"`
}

// The kinds of answers.
const (
	Private = "private"
	Form    = "form"
	Seen    = "seen"
	Nothing = "nothing"
)

// Answer is the bot's answer, visible to the author of the event.
type Answer struct {
	Kind string `json:"kind"`
	// Text is the summary of a private card, or the content of a form.
	Text     string    `json:"text,omitempty"`
	Target   string    `json:"target,omitempty"`
	Controls []Control `json:"controls,omitempty"`
}
