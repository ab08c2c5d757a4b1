package prose

import "strings"

// IsHedged reports whether the author of a text in small letters says not to know.
func IsHedged(folded string) bool {
	folded = strings.ReplaceAll(folded, "’", "'")
	return isNoAnswer(folded) || tables().hedges.Kinds(folded) > 0
}

// SpeaksToGrader reports whether a text in small letters says something of itself, as if to whoever grades
// it: that all points are met, or that the answer is complete.
func SpeaksToGrader(folded string) bool {
	return tables().addresses.Kinds(folded) > 0
}
