package text

import (
	"regexp"
	"strings"
)

// TableRuler is the second line of a table.
var TableRuler = regexp.MustCompile(`^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$`)

// SplitTableRow splits a row at its bars. Bars in code and behind a backslash do not count.
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

// OnlyNumber is a cell that only counts.
var OnlyNumber = regexp.MustCompile(`^[\d.#*]+$`)
