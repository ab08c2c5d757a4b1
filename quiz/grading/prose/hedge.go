package prose

import "strings"

// IsHedged reports whether the author of a text in small letters says not to know.
func IsHedged(folded string) bool {
	isHedged, _ := ReadAuthor(folded)
	return isHedged
}

// SpeaksToGrader reports whether a text in small letters says something of itself, as if to whoever grades
// it: that all points are met, or that the answer is complete.
func SpeaksToGrader(folded string) bool {
	_, speaks := ReadAuthor(folded)
	return speaks
}

// Kinds of phrases about an answer itself.
const (
	hedge   = 0 // such as "don't know"
	address = 1 // such as "all points are met"
)

// ReadAuthor returns what [IsHedged] and [SpeaksToGrader] do, at once.
func ReadAuthor(folded string) (isHedged, speaksToGrader bool) {
	folded = strings.ReplaceAll(folded, "’", "'")
	kinds := tables().phrases.Kinds(folded)
	return kinds>>hedge&1 > 0 || isNoAnswer(folded), kinds>>address&1 > 0
}
