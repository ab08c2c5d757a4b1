package prose

import "strings"

// IsHedged reports whether the author of a text in small letters says not to know.
func IsHedged(folded string) bool {
	folded = strings.ReplaceAll(folded, "’", "'")
	return isNoAnswer(folded) || tables().hedges.Kinds(folded) > 0
}
