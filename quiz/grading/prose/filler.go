package prose

import (
	"strings"
	"unicode"
)

// isNoAnswer reports whether a text is no more than a word that stands instead of an answer, such as
// "pass" or the Chinese for "I can't". Within a sentence the same word says something else.
func isNoAnswer(folded string) bool {
	words := strings.TrimFunc(folded, isNoLetter)
	t := tables()
	if t.isNoAnswer(words) || strings.TrimSpace(folded) == "+1" {
		return true
	}
	return t.isNoAnswer(strings.TrimRight(words, "啊呀哦呢吧了"))
}

func (t *wordTables) isNoAnswer(words string) bool {
	return len(words) <= t.longest && t.noAnswers[words]
}

func isNoLetter(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.M, c)
}

// IsFiller reports whether a token belongs to the words that people put around an answer or a
// question: greetings, thanks, "question" and "answer".
func IsFiller(tokens []Token, i int) bool {
	if tokens[i].Kind != Han {
		return tokens[i].Kind == Word && tables().fillers[tokens[i].Surface]
	}
	for first := max(0, i-longestFiller+1); first <= i; first++ {
		var text [4 * longestFiller]byte
		joined := text[:0]
		for last := first; last < min(first+longestFiller, len(tokens)) && tokens[last].Kind == Han; last++ {
			joined = append(joined, tokens[last].Surface...)
			if last >= i && last > first && tables().fillers[string(joined)] {
				return true
			}
		}
	}
	return false
}

// longestFiller is the number of characters of the longest Chinese filler.
const longestFiller = 4

// IsMash reports whether a word is no word of any language: keys struck at random, one letter again and
// again, or a number alone.
func IsMash(t *Token) bool {
	word := t.Surface
	switch {
	case t.Kind == Number:
		return true
	case t.Kind != Word:
		return false
	case len(word) < 4:
		return len(word) == 1 || word == "abc" || word == "xyz" || word == "xxx" || len(word) == 3 && isOfKeyRow(word)
	case hasFewLetters(word), word == "blah":
		return true
	}
	return isOfKeyRow(word)
}

// hasFewLetters reports whether a word of more than four letters has no more than two different ones.
func hasFewLetters(word string) bool {
	letters := map[rune]bool{}
	for _, c := range word {
		letters[c] = true
	}
	return len(letters) == 1 || len(letters) == 2 && len(word) > 5
}

// keyRows are the letters of the keyboard in both directions.
const keyRows = "qwertyuiop asdfghjkl zxcvbnm mnbvcxz lkjhgfdsa poiuytrewq"

// isOfKeyRow reports whether most of a word's letters are struck one beside the other, or all in the
// middle row without a vowel.
func isOfKeyRow(word string) bool {
	run, longest := 0, 0
	for i := range len(word) {
		run++
		if !strings.Contains(keyRows, word[i+1-run:i+1]) {
			run = 1
		}
		longest = max(longest, run)
	}
	isMiddle := len(word) > 4 && strings.Trim(word, "sdfghjkl") == ""
	return isMiddle || longest == len(word) || longest > 3 && 3*longest > 2*len(word)
}
