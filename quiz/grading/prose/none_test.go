package prose

import "testing"

// Python's None within a sentence is a value, and negates nothing there. Elsewhere the word still does.
func TestNoneIsAValue(t *testing.T) {
	negates := func(text string) bool {
		for _, token := range AppendTokens(nil, text) {
			if token.Negation {
				return true
			}
		}
		return false
	}
	for range 2 { // the words of one text are remembered for the next
		if negates("It returns None here") || !negates("None of them is kept") || !negates("none is kept") {
			t.Errorf("a value: %v, the others: %v, %v", negates("It returns None here"), negates("None of them is kept"), negates("none is kept"))
		}
	}
}
