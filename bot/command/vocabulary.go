package command

import (
	"slices"
	"strings"

	"quizbot/bot/words"
	"quizbot/quiz/input"
)

// Vocabulary is the words that a parameter takes, with their names in the languages of the
// catalogue. A call has the words themselves, in every language.
type Vocabulary struct {
	Words []string
	// Label returns a word as people choose it in a list, 1 to 100 characters; nil: the word
	// itself.
	Label func(p words.Printer, word string) string
	// Names returns the names that can be typed for a word; nil: its label.
	Names func(p words.Printer, word string) []string
	// Read reads a word in other spellings; nil: there are none.
	Read func(c *words.Catalogue, text string) (word string, ok bool)
}

// LabelOf returns a word as people choose it in a list.
func (v Vocabulary) LabelOf(p words.Printer, word string) string {
	if v.Label == nil {
		return word
	}
	return v.Label(p, word)
}

// namesOf returns the names of a word in one language, folded for comparison.
func (v Vocabulary) namesOf(p words.Printer, word string) []string {
	names := []string{v.LabelOf(p, word)}
	if v.Names != nil {
		names = v.Names(p, word)
	}
	for i := range names {
		names[i] = input.Fold(names[i])
	}
	return names
}

// contains reports whether a text is one of the words, whatever its case.
func (v Vocabulary) contains(text string) bool {
	return slices.ContainsFunc(v.Words, func(word string) bool { return strings.EqualFold(word, text) })
}

// FindWord returns the word that a text means in any language.
func (v Vocabulary) FindWord(c *words.Catalogue, text string) (string, bool) {
	if v.Read != nil {
		if word, ok := v.Read(c, text); ok {
			return word, true
		}
	}
	text = input.Fold(text)
	if slices.Contains(v.Words, text) {
		return text, true
	}
	for _, language := range words.Languages() {
		p := c.In(language, "UTC")
		for _, word := range v.Words {
			if slices.Contains(v.namesOf(p, word), text) {
				return word, true
			}
		}
	}
	return "", false
}
