package lexicon

import (
	"slices"
	"strings"
	"testing"

	"quizbot/quiz/grading/prose"
)

// mostGroups is the number of groups above which a term means too much to tell anything. Groups of
// opposites aren't counted.
const mostGroups = 4

var tableNames = []string{"terms_programming.txt", "terms_systems.txt", "words.txt", "opposites.txt"}

// splitTerms returns the terms of a side of a line.
func splitTerms(side string) []string {
	terms := strings.Split(side, termSeparator)
	for i := range terms {
		terms[i] = strings.TrimSpace(terms[i])
	}
	return terms
}

func TestTablesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range tableNames {
		for _, line := range readLines(name) {
			if seen[line] {
				t.Errorf("%s: %q is there twice", name, line)
			}
			seen[line] = true
			if line != strings.ToLower(line) {
				t.Errorf("%s: %q is not lower case", name, line)
			}
			sides := strings.Split(line, sideSeparator)
			if wanted := map[bool]int{true: 2, false: 1}[name == "opposites.txt"]; len(sides) != wanted {
				t.Errorf("%s: %q has %d sides, want %d", name, line, len(sides), wanted)
			}
			for _, side := range sides {
				terms := splitTerms(side)
				if len(sides) == 1 && len(terms) < 2 {
					t.Errorf("%s: %q is alone", name, line)
				}
				for i, term := range terms {
					if len(wordsOf(prose.Tokenize(term))) == 0 || slices.Contains(terms[:i], term) {
						t.Errorf("%s: %q has an empty or repeated term %q", name, line, term)
					}
				}
			}
		}
	}
}

func TestTermsMeanLittleElse(t *testing.T) {
	groups := map[string]int{}
	for _, name := range tableNames[:3] {
		for _, line := range readLines(name) {
			for _, term := range splitTerms(line) {
				groups[term]++
			}
		}
	}
	for term, n := range groups {
		if n > mostGroups {
			t.Errorf("%q is in %d groups", term, n)
		}
	}
}

func TestOppositesShareNoGroup(t *testing.T) {
	l := Default()
	groupsOf := func(term string) []Group {
		tokens := prose.Tokenize(term)
		var groups []Group
		for _, h := range l.Find(tokens) {
			if h.Start == 0 && h.End == len(tokens) {
				groups = append(groups, h.Groups...)
			}
		}
		return groups
	}
	for _, line := range readLines("opposites.txt") {
		left, right, _ := strings.Cut(line, sideSeparator)
		for _, a := range splitTerms(left) {
			for _, b := range splitTerms(right) {
				for _, g := range groupsOf(a) {
					if slices.Contains(groupsOf(b), g) {
						t.Errorf("%q and %q are opposites, and share a group", a, b)
					}
				}
			}
		}
	}
}
