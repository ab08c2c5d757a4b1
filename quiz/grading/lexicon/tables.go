package lexicon

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS

const (
	termSeparator = "|"
	sideSeparator = "<>"
)

// Default returns the built-in lexicon.
//
//nolint:gochecknoglobals // a function that nothing changes
var Default = sync.OnceValue(func() *Lexicon {
	l := New()
	for _, table := range []struct {
		name     string
		strength Strength
	}{{"terms_programming.txt", Same}, {"terms_systems.txt", Same}, {"words.txt", Related}} {
		for _, line := range readLines(table.name) {
			l.Add(strings.Split(line, termSeparator), table.strength)
		}
	}
	for _, line := range readLines("opposites.txt") {
		left, right, _ := strings.Cut(line, sideSeparator)
		l.AddOpposites(strings.Split(left, termSeparator), strings.Split(right, termSeparator))
	}
	l.terms.pack()
	return l
})

// readLines returns the lines of an embedded file without comments.
func readLines(name string) []string {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("lexicon: %v", err)) // the file is part of the program
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}
