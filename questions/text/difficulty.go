package text

import (
	"strings"
	"unicode"
)

// CutDifficulty takes such pictures off a title.
func CutDifficulty(title string) (rest, difficulty string) {
	rest = StripTrailingPictographs(title)
	for _, c := range title[len(rest):] {
		if d, ok := faces[c]; ok {
			return rest, d
		}
	}
	return title, ""
}

// StripTrailingPictographs takes the pictures off that stand behind a title.
func StripTrailingPictographs(text string) string {
	return strings.TrimRightFunc(text, func(c rune) bool {
		return unicode.Is(unicode.So, c) || c == '\ufe0f' || c == '\u200d' || c == ' '
	})
}
