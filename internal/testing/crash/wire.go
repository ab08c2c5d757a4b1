package main

import (
	"time"

	"quizbot/quiz"
)

// What goes over the wire between the platform and the adapter, as JSON.

// meta is what a message says of the posting that it belongs to: of so many messages it is the one with that
// number, counted from 1.
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

// message is what stands in a room.
type message struct {
	ID   string      `json:"id"`
	Room quiz.RoomID `json:"room"`
	// Thread is the message under which it hangs, empty in the room itself.
	Thread   string    `json:"thread,omitempty"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Controls []control `json:"controls,omitempty"`
	Meta     meta      `json:"meta"`
	Edits    int       `json:"edits,omitempty"`
}

// post asks for a message. A platform that was sent the nonce in the last minutes returns the message that came
// of it.
type post struct {
	Nonce    string    `json:"nonce"`
	Thread   string    `json:"thread,omitempty"`
	Text     string    `json:"text"`
	Controls []control `json:"controls,omitempty"`
	Meta     meta      `json:"meta"`
}

// The kinds of what a member does.
const (
	press      = "press"
	submission = "submission"
	saying     = "message"
	edit       = "edit"
	deletion   = "deletion"
)

// event is what a member did. Target is the button or form, Thread and Message tell a message in a thread.
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

// The kinds of what the bot answers.
const (
	private = "private"
	form    = "form"
	seen    = "seen"
	nothing = "nothing"
)

// answer is what the author of an event sees.
type answer struct {
	Kind string `json:"kind"`
	// Text is a private card's summary, or what a form holds.
	Text     string    `json:"text,omitempty"`
	Target   string    `json:"target,omitempty"`
	Controls []control `json:"controls,omitempty"`
}
