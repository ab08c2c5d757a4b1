package keypoints

// Words are what a text says, for a comparison with other texts: its words without endings, and
// pairs of neighbouring Chinese or Japanese characters.
type Words map[string]bool

// WordsOf returns the words of a text.
func WordsOf(text string) Words { return unitSet(replaceInvalid(text)) }

// Within returns the share of the words that other has, too. It is 0 without words.
func (w Words) Within(other Words) float64 {
	if len(w) == 0 {
		return 0
	}
	return float64(w.countShared(other)) / float64(len(w))
}

// Likeness returns twice the number of common words by the number of all words, from 0 to 1.
func (w Words) Likeness(other Words) float64 {
	if len(w)+len(other) == 0 {
		return 0
	}
	return 2 * float64(w.countShared(other)) / float64(len(w)+len(other))
}

func (w Words) countShared(other Words) (n int) {
	for word := range w {
		if other[word] {
			n++
		}
	}
	return n
}
