package text

import (
	"regexp"
	"strings"
)

// TableRuler is the second line of a table.
var TableRuler = regexp.MustCompile(`^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$`)

// SplitTableRow splits a row at its bars, but for those in code and behind a backslash.
func SplitTableRow(line string) []string {
	line = strings.TrimSpace(line)
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	var list []string
	code, start := false, 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '`':
			code = !code
		case '|':
			if !code {
				list = append(list, strings.TrimSpace(line[start:i]))
				start = i + 1
			}
		}
	}
	return append(list, strings.TrimSpace(line[min(start, len(line)):]))
}

var OnlyNumber = regexp.MustCompile(`^[\d.#*]+$`)
