package keypoints

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// contentUnits returns what a text says, without the words that every text has: words and numbers in
// lower case without their endings, and pairs of neighbouring Chinese or Japanese characters.
func contentUnits(text string) []string {
	var units []string
	var word, run []rune
	flush := func() {
		if w := stem(string(word)); w != "" {
			units = append(units, w)
		}
		if len(run) == 1 {
			units = append(units, string(run))
		}
		word, run = word[:0], run[:0]
	}
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			if len(word) > 0 || strings.ContainsRune(functionRunes, r) {
				flush()
			}
			if strings.ContainsRune(functionRunes, r) {
				continue
			}
			if run = append(run, r); len(run) > 1 {
				units = append(units, string(run[len(run)-2:]))
			}
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if len(run) > 0 {
				flush()
			}
			word = append(word, unicode.ToLower(r))
		case (r == '\'' || r == '’') && len(word) > 0:
			word = append(word, '\'')
		default:
			flush()
		}
	}
	flush()
	return units
}

// functionRunes are Chinese characters that say little.
const functionRunes = "的了是在和与或而就都也很被把让对从到以及其这那个们之等着吗呢吧且则即该若则为会可能有于"

// stem returns a word without its ending, empty for a word that says little.
func stem(word string) string {
	word, _, _ = strings.Cut(strings.Trim(word, "'"), "'")
	if len(word) == 0 || strings.Contains(functionWords, " "+word+" ") {
		return ""
	}
	for _, ending := range []string{"ing", "ies", "ed", "es", "s"} {
		if base, ok := strings.CutSuffix(word, ending); ok && len(base) > 3 {
			return strings.TrimSuffix(base, "e")
		}
	}
	if len(word) > 4 {
		word = strings.TrimSuffix(word, "e")
	}
	return word
}

const functionWords = " a an and any are as at be because been being but by can could did do does done each either for from had has have he her here his how i if in into is it its just may me might more most must my no nor not of on one only or other our out over own same she should so some such than that the their them then there these they this those thus to too under up us very was we were what when where which while who whom whose why will with within without would yes yet you your also both used use uses using don't и в не на с по что это как для или из к а от то же у о при его их она он они "

// unitSet returns the different units of a text.
func unitSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, u := range contentUnits(text) {
		set[u] = true
	}
	return set
}

// share returns the share of units that a set holds, 0 without units.
func share(units []string, set map[string]bool) float64 {
	if len(units) == 0 {
		return 0
	}
	n := 0
	for _, u := range units {
		if set[u] {
			n++
		}
	}
	return float64(n) / float64(len(units))
}

// size returns how much units say: a pair of Chinese characters counts half.
func size(units []string) float64 {
	n := float64(len(units))
	for _, u := range units {
		if r, _ := utf8.DecodeRuneInString(u); r >= 0x2e80 {
			n -= 0.5
		}
	}
	return n
}
