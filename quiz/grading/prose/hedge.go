package prose

import "strings"

// IsHedged reports whether the author of a text in small letters says not to know.
func IsHedged(folded string) bool {
	folded = strings.ReplaceAll(folded, "’", "'")
	return isCannot(folded) || tables().hedges.Kinds(folded) > 0
}

// isCannot reports whether a text is no more than the Chinese for "I can't". Within a sentence the word
// says that something won't happen.
func isCannot(text string) bool {
	return strings.Trim(text, " \n\t。.，,！!…~～啊呀哦") == "不会"
}
