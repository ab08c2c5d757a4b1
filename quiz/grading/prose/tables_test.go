package prose

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestFunctionWords(t *testing.T) {
	sections := readSections(functionWordsFile)
	if names := slices.Sorted(maps.Keys(sections)); !slices.Equal(names, []string{"chinese", "english", "negation"}) {
		t.Fatalf("sections are %v", names)
	}
	for name, lines := range sections {
		seen := map[string]bool{}
		for word := range strings.FieldsSeq(strings.Join(lines, " ")) {
			if seen[word] {
				t.Errorf("%s: %q is listed twice", name, word)
			}
			seen[word] = true
			if tokens := Tokenize(word); len(tokens) != 1 || tokens[0].Surface != word {
				t.Errorf("%s: no token equals %q", name, word)
			}
		}
	}
}

func TestHedges(t *testing.T) {
	hedges := readPhrases(hedgesFile)
	for i, phrase := range hedges {
		if phrase != strings.ToLower(phrase) {
			t.Errorf("%q is not lower case", phrase)
		}
		for j, other := range hedges {
			if i != j && strings.Contains(phrase, other) {
				t.Errorf("%q has no effect beside %q", phrase, other)
			}
		}
	}
}

func TestIrregularForms(t *testing.T) {
	base := map[string]string{}
	for _, lines := range readSections(irregularFile) {
		for _, line := range lines {
			forms := strings.Fields(line)
			if len(forms) < 2 || line != strings.ToLower(line) {
				t.Errorf("%q is no list of a base and its forms in lower case", line)
			}
			for _, form := range forms[1:] {
				if other, ok := base[form]; ok {
					t.Errorf("%q belongs to %q and to %q", form, other, forms[0])
				}
				base[form] = forms[0]
			}
		}
	}
}
