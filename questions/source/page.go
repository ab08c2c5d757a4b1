package source

import (
	"strings"
)

// Page is a file's text on its way to questions: UTF-8, with \n at the ends of its lines.
type Page struct {
	Name, Text string
	// Progress hears how many bytes were read, where somebody waits for a long file.
	Progress func(done int)
}

// BeginsJSONObject reports whether a page begins like a JSON object and holds some words.
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
