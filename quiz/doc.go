// Package quiz is the game: questions are asked in rooms at planned times, replies are taken until the
// close, graded, revealed and counted.
//
// It decides and never acts. Values and the time are handed in, decisions come out as values and codes;
// the words that people read are package bot's. What the game needs from outside it declares here: a
// [Store] that remembers, a [Bank] of questions, a [Grader] and an [Announcer].
package quiz
