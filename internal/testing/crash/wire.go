package main

import (
	"time"

	"quizbot/quiz"
)

// The JSON messages between the platform and the adapter.

// meta identifies a message of a posting: its key, and its number of how many, counted from 1.
type meta struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
	Of     int    `json:"of"`
}

// control is a button, or a form's field where it has options.
type control struct {
	ID      string   `json:"id"`
	Options []string `json:"options,omitempty"`
}

// message is a posted message.
type message struct {
	ID   string      `json:"id"`
	Room quiz.RoomID `json:"room"`
	// Thread is the parent message, empty for a message in the room itself.
	Thread   string    `json:"thread,omitempty"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Controls []control `json:"controls,omitempty"`
	Meta     meta      `json:"meta"`
	Edits    int       `json:"edits,omitempty"`
	// Drawing identifies the card of which the text is a page.
	Drawing string `json:"drawing"`
}

// post is a request to post a message. The platform answers a repeated nonce with the earlier
// message.
type post struct {
	Nonce    string    `json:"nonce"`
	Thread   string    `json:"thread,omitempty"`
	Text     string    `json:"text"`
	Controls []control `json:"controls,omitempty"`
	Meta     meta      `json:"meta"`
	Drawing  string    `json:"drawing"`
}

// The kinds of member events.
const (
	press      = "press"
	submission = "submission"
	saying     = "message"
	edit       = "edit"
	deletion   = "deletion"
)

// event is a member's action. Target is the button or form, Thread and Message identify a thread
// message.
type event struct {
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
}

// The kinds of answers.
const (
	private = "private"
	form    = "form"
	seen    = "seen"
	nothing = "nothing"
)

// answer is the bot's answer, visible to the author of the event.
type answer struct {
	Kind string `json:"kind"`
	// Text is the summary of a private card, or the content of a form.
	Text     string    `json:"text,omitempty"`
	Target   string    `json:"target,omitempty"`
	Controls []control `json:"controls,omitempty"`
}
