// Package bot is the conversation: it turns what people do into use cases of package quiz and what comes
// of them into cards, in the room's language.
//
// A [Platform] brings events in and takes cards out; it translates and decides nothing. Everything that a
// platform must be able to draw is a [Part] of a [Card], and everything that a person can do is an [Act].
package bot
