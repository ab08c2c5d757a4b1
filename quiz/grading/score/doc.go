// Package score grades an answer as a whole against a reference answer, by the share of the
// reference that the answer says.
package score
