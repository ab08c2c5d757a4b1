package bot

import (
	"quizbot/bot/card"
)

// Warning is a code for something that is wrong with a platform as a whole, not with one room. Catalogues say under
// "warning" what to do about it.
type Warning string

// What can be wrong with a platform.
const (
	WarnSharedToken Warning = "shared_token" // another program uses the app's token and gets a part of the answers
	WarnClock       Warning = "clock"        // this machine's clock is off from the platform's
)

// Warner is a Platform that notices what is wrong with it as a whole.
type Warner interface {
	// Warnings returns what is wrong now, nothing where all is well.
	Warnings() []Warning
}

// warnings are those of the platform that the event's room is on, for status.
func (t talk) warnings() []card.Part {
	warner, able := t.platforms[t.event.Room.Platform()].(Warner)
	if !able {
		return nil
	}
	var parts []card.Part
	for _, w := range warner.Warnings() {
		parts = append(parts, card.Text{Line: t.Line("warning."+string(w), nil)})
	}
	return parts
}
