package prose

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed functionwords.txt
var functionWordsFile string

//go:embed hedges.txt
var hedgesFile string

//go:embed irregular.txt
var irregularFile string

// wordTables holds the words that get a treatment of their own.
type wordTables struct {
	function, negation map[string]bool
	irregular          map[string]string // form to base form
	hedges             []string          // phrases such as "don't know"
}

//nolint:gochecknoglobals // a function that nothing changes
var tables = sync.OnceValue(func() *wordTables {
	sections := readSections(functionWordsFile)
	t := &wordTables{function: map[string]bool{}, negation: map[string]bool{}, irregular: map[string]string{}}
	addWords(t.function, sections["english"])
	addWords(t.function, sections["chinese"])
	addWords(t.negation, sections["negation"])
	for _, lines := range readSections(hedgesFile) {
		t.hedges = append(t.hedges, lines...)
	}
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

func addWords(set map[string]bool, lines []string) {
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			set[word] = true
		}
	}
}

func isFunctionWord(word string) bool { return tables().function[word] }

func isNegation(word string) bool { return tables().negation[word] }
