package analysis

// numbering numbers words in the order of their appearance.
type numbering struct {
	numbers map[string]int32
	words   []string // by number
	// recent holds numbers of Chinese characters, plus 1, by the ends of these. Most characters of a
	// text are found here, which is faster.
	recent [1 << 10]int32
}

// number returns the number of a word, a new one if it has none.
func (w *numbering) number(word string) (n int32, isNew bool) {
	if len(word) != lengthOfHan {
		return w.look(word)
	}
	recent := &w.recent[int(word[1]&0xf)<<6|int(word[2]&0x3f)]
	if n := *recent - 1; n >= 0 && w.words[n] == word {
		return n, false
	}
	n, isNew = w.look(word)
	*recent = n + 1
	return n, isNew
}

// lengthOfHan is the length in bytes of a common Chinese character.
const lengthOfHan = 3

func (w *numbering) look(word string) (n int32, isNew bool) {
	n, ok := w.numbers[word]
	if !ok {
		n = int32(len(w.words))
		w.numbers[word] = n
		w.words = append(w.words, word)
	}
	return n, !ok
}
