package prose

import "strings"

const (
	// leastNeighbours is the number of judged neighbours below which a text is too short for a
	// measure of disorder.
	leastNeighbours = 4
	// weightOfHan is the weight of a pair of Chinese characters among the neighbours. Only a space
	// between them is odd, so that a pair tells less than an English function word.
	weightOfHan = 0.5
)

// Disorder returns the share of neighbours that no sentence has side by side, such as "the of", from
// 0 for prose to about 1 for shuffled words. Short texts have none.
func Disorder(source string, tokens []Token) float64 {
	odd, all := 0.0, 0.0
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.Kind == Han && i > 0 && tokens[i-1].Kind == Han:
			all += weightOfHan
			if gap := source[tokens[i-1].End:t.Start]; gap != "" && strings.TrimSpace(gap) == "" {
				odd++
			}
		case t.Kind == Word && (t.Function || t.Negation):
			all++
			if i+1 == len(tokens) || cannotPrecede(t, &tokens[i+1]) {
				odd++
			}
		}
	}
	if all < leastNeighbours {
		return 0
	}
	return min(1, odd/all)
}

// cannotPrecede reports whether a function word never stands before the next token.
func cannotPrecede(t, next *Token) bool {
	word, after := classOf(t.Surface), classOf(next.Surface)
	if next.IsPunctuation() {
		return word == determiner || word == conjunction
	}
	switch word {
	case determiner:
		return after != otherWord
	case preposition:
		return after == auxiliary || after == conjunction
	case conjunction:
		return after == conjunction
	}
	return false
}

// wordClass is the class of an English function word.
type wordClass uint8

const (
	otherWord wordClass = iota
	determiner
	preposition
	auxiliary
	conjunction
)

func classOf(word string) wordClass {
	switch word {
	case "a", "an", "the", "its", "their", "your", "my", "our", "every":
		return determiner
	case "of", "in", "on", "at", "to", "for", "by", "from", "with", "into", "onto":
		return preposition
	case "is", "are", "was", "were", "will", "would", "can", "could", "should", "must", "may",
		"has", "have", "had", "does", "do", "did":
		return auxiliary
	case "and", "or", "but":
		return conjunction
	}
	return otherWord
}
