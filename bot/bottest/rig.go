// Package bottest is the conformance suite of platforms: the whole conversation, driven from both
// ends.
package bottest

import (
	"quizbot/bot"
	"quizbot/quiz"
)

// Rig is a platform under test with both ends: the platform as the bot sees it, and its members'
// actions and views. An action returns when all its effects are visible. A rig fails the test if
// an action is impossible, such as pressing a button nobody sees. Members have any name, such as
// 小安, and join with their first action. Further interfaces of this file are for rigs that can do
// more: scenarios that need them are skipped for others.
type Rig interface {
	Platform() bot.Platform
	Room() quiz.RoomID
	// Ready waits until the running platform is connected.
	Ready()
	// Admin returns the name of the room's only admin.
	Admin() string

	// Command types a slash command.
	Command(who, text string)
	// Press presses the last button with the label shown to everyone or to the member.
	Press(who, label string)
	// Choose chooses options by letter in the member's open form, and submits it.
	Choose(who string, letters ...string)
	// Form returns the text in the member's open form, and whether there is one.
	Form(who string) (text string, open bool)
	// Submit replaces the text in the member's open form, and submits it.
	Submit(who, text string)
	// Say posts in the thread of the last question, whose posting has a key that ends in /ask, and
	// returns the message's id.
	Say(who, text string) (id string)
	// Edit and Delete change such a message.
	Edit(who, id, text string)
	Delete(who, id string)

	// Channel returns everything visible to everyone, threads included, as plain text.
	Channel() string
	// Private returns the last text shown to the member only.
	Private(who string) string
	// Marked reports whether a thread message has the reaction of a counted answer.
	Marked(id string) bool
}

// Completer is a Rig with completion of parameters.
type Completer interface {
	// Complete types a slash command and returns the completions of its last parameter, in order.
	// A trailing space begins the next parameter.
	Complete(who, text string) []string
}

// CommandSpeller is a Rig with its own spelling of commands.
type CommandSpeller interface {
	// Spelled returns a command as members of the platform type it.
	Spelled(command string) string
}

// ObstacleRig is a Rig with obstacles to the bot.
type ObstacleRig interface {
	// Kick removes the bot from the room's channel, or its right to see it. Invite undoes that.
	Kick()
	Invite()
	// Archive archives the room's channel, or takes the bot's right to write there. Unarchive
	// undoes that.
	Archive()
	Unarchive()
	LetterRig
}

// LetterRig is a Rig that shows direct messages apart from the other private texts.
type LetterRig interface {
	// Letters returns the bot's direct messages to a member, oldest first, as plain text.
	Letters(who string) []string
}

// RedeliveringRig is a Rig whose platform delivers an event again if its acknowledgement was lost.
type RedeliveringRig interface {
	// Redeliver delivers the last command again.
	Redeliver()
}

// ReconnectingRig is a Rig whose platform can lose its connection, and events with it.
type ReconnectingRig interface {
	// SayUnheard posts like Say while the bot has no connection. The platform never delivers the
	// event. It returns when the bot is connected again.
	SayUnheard(who, text string) (id string)
}

// ScrollingRig is a Rig whose platform can't change earlier output.
type ScrollingRig interface{ Scrolls() }
