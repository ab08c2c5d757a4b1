package main

import (
	"fmt"
	"strings"
)

// question is a question with its key points.
type question struct {
	id, lang, text, reference string
	points                    []string
	written                   bool // for this program
}

// answer is an answer with one label for each key point: 1 met, 0 missed, x contradicted, ? too
// close to call.
type answer struct {
	question             *question
	id, kind, trap, text string
	met                  string
	quotes               []string // verbatim, and empty for points that aren't met
	band                 string
}

// Traps. Of each question one answer tempts a grader of words to grade it too high, and one too low.
const (
	trapNone  = "plain"
	trapOver  = "over"
	trapUnder = "under"
)

// check returns an error for labels that don't fit the points.
func (a *answer) check() error {
	n := len(a.question.points)
	switch {
	case a.text == "":
		return fmt.Errorf("the answer is empty: write one, or delete the line")
	case len(a.met) != n:
		return fmt.Errorf("%d labels for %d points: write one of 1, 0, x and ? for each point", len(a.met), n)
	case strings.Trim(a.met, "10x?") != "":
		return fmt.Errorf("labels %q: write one of 1, 0, x and ? for each point", a.met)
	case len(a.quotes) != n:
		return fmt.Errorf("%d quotes for %d points: write an empty one for each point that isn't met", len(a.quotes), n)
	}
	return nil
}
