package text

import (
	"strings"
)

// GuessLanguage returns the language of a question's texts by their script, without the code in
// them. Among the languages with Latin letters it is English.
func GuessLanguage(texts ...string) string {
	return DetectLanguage(WithoutCode(strings.Join(texts, " ")))
}

// DetectLanguage returns the language of a text by its script: ja, zh-CN, ru or en.
func DetectLanguage(text string) string {
	han, kana, cyrillic, latin := 0, 0, 0, 0
	for _, c := range text {
		switch {
		case c >= 0x3040 && c <= 0x30ff:
			kana++
		case c >= 0x4e00 && c <= 0x9fff || c >= 0x3400 && c <= 0x4dbf:
			han++
		case c >= 0x0400 && c <= 0x04ff:
			cyrillic++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			latin++
		}
	}
	switch {
	case kana > 0 && kana*4 > han:
		return "ja"
	case han*3 > latin: // a character is worth several letters
		return "zh-CN"
	case cyrillic > latin:
		return "ru"
	}
	return "en"
}

// WithoutCode returns text without its code, which is English in every language.
func WithoutCode(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "```") {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}
