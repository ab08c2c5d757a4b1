// Package external grades open answers with a program of the operator's own, which speaks the lines
// of JSON of "quizbot grade".
package external
