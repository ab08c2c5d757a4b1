package prose

import "strings"

// IsHedged reports whether the author of a text says not to know.
func IsHedged(source string) bool {
	folded := strings.ToLower(source)
	for _, phrase := range tables().hedges {
		if strings.Contains(folded, phrase) {
			return true
		}
	}
	return false
}
