package prose

import (
	"unicode"
	"unicode/utf8"
)

// Language is the language of a text, as far as its characters and its most frequent words tell.
type Language string

// Languages with a name of their own. A text without words to tell by is English.
const (
	English  Language = "english"
	Chinese  Language = "chinese"
	Japanese Language = "japanese"
)

const (
	// leastKana is the share of kana in Japanese among its characters.
	leastKana = 0.2
	// leastOther is the share of words in other letters beside those in Latin ones, which names are in.
	leastOther = 0.5
	// leastForeign is the number of frequent words of a language that make it that of the text.
	leastForeign = 3
	// leastMixed is the number of Chinese characters in a note of English names that is Chinese.
	leastMixed = 4
)

// LanguageOf returns the language of a text. Chinese and Japanese texts about technology have many
// English names, and few of the words that make English sentences.
func LanguageOf(tokens []Token) Language {
	var han, kana, latin int
	var scripts map[string]int
	for i := range tokens {
		t := &tokens[i]
		switch t.Kind {
		case Han:
			if isHanText(t.Text) {
				han++
				continue
			}
			switch script := scriptOf(t.Text); script {
			case "":
				han++
			case "kana":
				kana++
			default:
				scripts = countOf(scripts, script)
			}
		case Word:
			if script := scriptOf(t.Surface); script != "" {
				scripts = countOf(scripts, script)
				continue
			}
			latin++
		}
	}
	for script, n := range scripts {
		if float64(n) >= leastOther*float64(latin) && n > han+kana {
			return Language(script)
		}
	}
	if han+kana > latin {
		return characterLanguage(han, kana)
	}
	foreign, glue := frequentWords(tokens)
	if han+kana >= leastMixed && 2*glue < han+kana {
		return characterLanguage(han, kana)
	}
	return latinLanguage(foreign, glue)
}

// isHanText reports whether a token is a common Chinese character.
func isHanText(text string) bool {
	c, _ := utf8.DecodeRuneInString(text)
	return isCommonHan(c)
}

// countOf counts a name in a map, which is made for the first one.
func countOf(counts map[string]int, name string) map[string]int {
	if counts == nil {
		counts = map[string]int{}
	}
	counts[name]++
	return counts
}

// frequentWords counts the words that tell other languages than English, and those that make English
// sentences, among words in Latin letters.
func frequentWords(tokens []Token) (foreign map[string]int, glue int) {
	languages := tables().languages
	for i := range tokens {
		t := &tokens[i]
		if t.Kind != Word || scriptOf(t.Surface) != "" {
			continue
		}
		if language := languages[t.Surface]; language != "" {
			foreign = countOf(foreign, language)
		} else if t.Function {
			glue++
		}
	}
	return foreign, glue
}

// characterLanguage returns the language of a text with Chinese characters and kana.
func characterLanguage(han, kana int) Language {
	if float64(kana) >= leastKana*float64(han+kana) {
		return Japanese
	}
	return Chinese
}

// latinLanguage returns the language whose frequent words are the most, or English.
func latinLanguage(foreign map[string]int, glue int) Language {
	language, most := English, max(leastForeign-1, glue)
	for name, n := range foreign {
		if n > most {
			language, most = Language(name), n
		}
	}
	return language
}

// scriptOf returns the script of a word's letters: nothing for Latin and Chinese.
func scriptOf(word string) string {
	for _, c := range word {
		if c < unicode.MaxLatin1 {
			continue
		}
		switch {
		case unicode.In(c, unicode.Hiragana, unicode.Katakana):
			return "kana"
		case unicode.Is(unicode.Hangul, c):
			return "korean"
		case unicode.Is(unicode.Cyrillic, c):
			return "cyrillic"
		case unicode.Is(unicode.Arabic, c):
			return "arabic"
		case unicode.Is(unicode.Thai, c):
			return "thai"
		case unicode.Is(unicode.Devanagari, c):
			return "devanagari"
		case unicode.Is(unicode.Hebrew, c):
			return "hebrew"
		case unicode.Is(unicode.Greek, c):
			return greekOf(word)
		}
	}
	return ""
}

// greekOf returns the script of a word with Greek letters. A single one is a symbol.
func greekOf(word string) string {
	if len(word) > 4 {
		return "greek"
	}
	return ""
}
