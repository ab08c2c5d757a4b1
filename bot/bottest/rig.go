// Package bottest is the suite that every platform passes: the whole conversation, played from both ends.
package bottest

import (
	"quizbot/bot"
	"quizbot/quiz"
)

// Rig is a platform with both ends in hand: the platform as the bot sees it, what people do there, and
// what people see. A deed returns when everything that comes of it can be seen. A rig fails its test where
// a deed cannot be done, such as pressing a button that nobody was shown.
type Rig interface {
	Platform() bot.Platform
	Room() quiz.RoomID
	// Ready waits until the platform, which was told to run, is connected.
	Ready()
	// Admin is the name of the one member whom the platform lets run the room.
	Admin() string

	// Command types a slash command.
	Command(who, text string)
	// Press presses the button with the given label that was shown last, to everybody or to who alone.
	Press(who, label string)
	// Choose chooses the options with the given letters in the form that stands open for who, and sends it.
	Choose(who string, letters ...string)
	// Form is the text in the form that stands open for who, and whether one does.
	Form(who string) (text string, open bool)
	// Submit replaces the text in the form that stands open for who, and sends it.
	Submit(who, text string)
	// Say writes into the thread of the question that was asked last, and returns the message's id.
	Say(who, text string) (id string)
	// Edit and Delete change such a message.
	Edit(who, id, text string)
	Delete(who, id string)

	// Channel is all that everybody was shown, in threads too, as plain text.
	Channel() string
	// Private is what was shown last to who alone, as plain text.
	Private(who string) string
	// Marked reports whether a message in the thread bears the mark that it counts.
	Marked(id string) bool
}

// Completer is a Rig of a platform that completes values while they are typed.
type Completer interface {
	// Complete types a slash command as far as text goes, and returns the values that are offered for its last
	// parameter, in their order. A space at the end begins the next parameter.
	Complete(who, text string) []string
}

// Speller is a Rig of a platform where commands are typed in a way of their own.
type Speller interface {
	// Spelled is a command as the platform's people are told to type it.
	Spelled(command string) string
}

// Obstructed is a Rig of a platform on which something can be in the way of the bot.
type Obstructed interface {
	// Kick takes the bot out of the room's channel, or the right to see it; Invite undoes that.
	Kick()
	Invite()
	// Archive archives the room's channel, or takes the right to write there from the bot; Unarchive undoes that.
	Archive()
	Unarchive()
	// Letters are the bot's direct messages to somebody, oldest first, as plain text.
	Letters(who string) []string
}

// Scroller is a Rig of a platform that can't change what it has shown.
type Scroller interface{ Scrolls() }
