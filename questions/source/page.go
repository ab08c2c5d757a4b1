// Package source holds the text of a bank's file, positions in it, and diagnostics about it.
package source

import (
	"strings"
)

// Page is the text of a file: UTF-8, with line feeds at the ends of its lines.
type Page struct {
	Name, Text string
	// Progress is called with the number of bytes that were read. It may be nil. Only a reader that
	// takes seconds for a large file has to call it.
	Progress func(done int)
}

// BeginsJSONObject reports whether a page begins like a JSON object and contains some words.
func BeginsJSONObject(p Page, words ...string) bool {
	if !strings.HasPrefix(strings.TrimSpace(p.Text), "{") {
		return false
	}
	for _, w := range words {
		if !strings.Contains(p.Text, w) {
			return false
		}
	}
	return true
}
