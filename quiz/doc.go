// Package quiz is the game's model: questions, rounds, replies, rooms, members, grades and the
// ledger.
//
// It decides and never acts. Values and the time are passed in; decisions come out as values and
// codes. Package bot words them. The game declares its needs as interfaces: a [Store] that
// remembers, a [Bank] of questions and a [Grader]. Rules that need no room are in packages of
// their own: schedule, scoring, plan, reason.
package quiz
