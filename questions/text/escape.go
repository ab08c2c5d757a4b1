package text

import (
	"strings"
)

// EscapeMarkdown returns plain text as Markdown that reads the same.
func EscapeMarkdown(text string) string {
	if !strings.ContainsAny(text, "\\*_`<[~") {
		return text
	}
	var b strings.Builder
	for i, c := range text {
		switch {
		case strings.ContainsRune("\\*`[~", c), c == '_' && !betweenWordCharacters(text, i), c == '<' && opensTag(text[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// betweenWordCharacters reports whether the byte at i is between two letters or digits, where
// an underscore is plain text.
func betweenWordCharacters(text string, i int) bool {
	word := func(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
	return i > 0 && i+1 < len(text) && word(text[i-1]) && word(text[i+1])
}

func opensTag(rest string) bool {
	return rest != "" && (rest[0] == '/' || rest[0] == '!' || rest[0] == '?' || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z')
}
