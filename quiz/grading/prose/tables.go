package prose

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed functionwords.txt
var functionWordsFile string

//go:embed hedges.txt
var hedgesFile string

//go:embed fillers.txt
var fillersFile string

//go:embed languages.txt
var languagesFile string

//go:embed addresses.txt
var addressesFile string

//go:embed irregular.txt
var irregularFile string

// wordTables holds the words that get a treatment of their own.
type wordTables struct {
	roles      map[string]role
	characters map[rune]role     // the roles of words of one character
	han        [CommonHan]role   // those of the common Chinese characters, from the first
	irregular  map[string]string // form to base form
	phrases    *PhraseSet        // about an answer itself, of the kinds hedge and address
	noAnswers  map[string]bool   // whole answers such as "pass"
	longest    int               // length of those, in bytes
	fillers    map[string]bool   // words around an answer
	languages  map[string]string // words that one language has, by their language
}

// roleOf returns the role of a character.
func (t *wordTables) roleOf(c rune) role {
	if isCommonHan(c) {
		return t.han[c-firstHan]
	}
	return t.characters[c]
}

//nolint:gochecknoglobals // a function that nothing changes
var tables = sync.OnceValue(func() *wordTables {
	sections := readSections(functionWordsFile)
	t := &wordTables{roles: map[string]role{}, characters: map[rune]role{}, irregular: map[string]string{}}
	t.addRoles(role{function: true}, sections["english"], sections["chinese"])
	t.addRoles(role{negation: true}, sections["negation"])
	for c, r := range t.characters {
		if isCommonHan(c) {
			t.han[c-firstHan] = r
		}
	}
	t.phrases = NewPhraseSet(readPhrases(hedgesFile), readPhrases(addressesFile))
	t.addFillers()
	for _, lines := range readSections(irregularFile) {
		for _, line := range lines {
			forms := strings.Fields(line)
			for _, form := range forms[1:] {
				t.irregular[form] = forms[0]
			}
		}
	}
	return t
})

// addFillers reads the words around answers, and those that tell languages apart.
func (t *wordTables) addFillers() {
	t.noAnswers, t.fillers, t.languages = map[string]bool{}, map[string]bool{}, map[string]string{}
	for heading, lines := range readSections(fillersFile) {
		for _, line := range lines {
			if heading == "instead of an answer" {
				t.noAnswers[line], t.longest = true, max(t.longest, len(line))
				continue
			}
			for word := range strings.FieldsSeq(line) {
				t.fillers[word] = true
			}
		}
	}
	for language, lines := range readSections(languagesFile) {
		for word := range strings.FieldsSeq(strings.Join(lines, " ")) {
			t.languages[word] = language
		}
	}
}

// role says whether a word carries no content of its own, and whether it negates the words after it.
type role struct{ function, negation bool }

func readPhrases(file string) []string {
	return slices.Concat(slices.Collect(maps.Values(readSections(file)))...)
}

// readSections returns the lines of a table by the heading above them.
func readSections(file string) map[string][]string {
	sections, heading := map[string][]string{}, ""
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "# "); ok {
			heading = name
		} else if line != "" {
			sections[heading] = append(sections[heading], line)
		}
	}
	return sections
}

// addRoles gives the words of lists a role, beside those that they have.
func (t *wordTables) addRoles(r role, lists ...[]string) {
	for _, line := range slices.Concat(lists...) {
		for word := range strings.FieldsSeq(line) {
			has := t.roles[word]
			t.roles[word] = role{has.function || r.function, has.negation || r.negation}
			if c, size := utf8.DecodeRuneInString(word); size == len(word) {
				t.characters[c] = t.roles[word]
			}
		}
	}
}
