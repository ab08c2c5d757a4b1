package text

import (
	"regexp"
	"strings"
)

// CleanOption returns an option without the soft hyphen with which some files begin options of
// code.
func CleanOption(text string) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "&shy;"))
}

// answerLetters are the letters at the start of an answer: "B", "A, C", "A和C", "2", "The correct
// answer is a)".
var answerLetters = regexp.MustCompile(`^(?:` + correctIsEnglish + `|` + correctIsChinese + `)?(?:\*\*)?[(（]?([A-Ha-h](?:\s*(?:[,，、&和]|and)?\s*[A-H])*|\d)(?:\*\*)?(?:\s*$|\s*\n|[.。:：,，;；)）]\s*|\s+-\s+)`)

// CutAnswerLetters returns the indexes of the options that an answer names, and the explanation
// behind them.
func CutAnswerLetters(said string) (named []int, explained string, ok bool) {
	m := answerLetters.FindStringSubmatchIndex(said)
	if m == nil {
		return nil, said, false
	}
	for _, c := range said[m[2]:m[3]] {
		switch {
		case c >= 'A' && c <= 'H':
			named = append(named, int(c-'A'))
		case c >= '1' && c <= '9':
			named = append(named, int(c-'1'))
		case c >= 'a' && c <= 'h' && m[3]-m[2] == 1:
			named = append(named, int(c-'a'))
		}
	}
	return named, strings.TrimSpace(said[m[1]:]), len(named) > 0
}

// optionLetter is a line or an item with the letter or the number of an option in front. The letter
// may be bold, or all of the option.
var optionLetter = regexp.MustCompile(`^\s*(\*\*)?[(（]?([A-Ha-h1-9])[)）]?(\*\*)?\s*(?:[.．、:：)）](\*\*(?:\s|$))?|\*\*\s)\s*(.*)`)

// CutOptionLetter cuts off the letter of an option.
func CutOptionLetter(line string) (letter byte, text string, ok bool) {
	m := optionLetter.FindStringSubmatch(line)
	if m == nil {
		return 0, "", false
	}
	text = m[5]
	if m[1] != "" && m[3] == "" && m[4] == "" && strings.HasSuffix(text, "**") {
		text = "**" + text
	}
	return m[2][0], text, true
}

// OptionIndex returns the index of the option that a letter or a digit names.
func OptionIndex(letter byte) int {
	switch {
	case letter >= 'a':
		return int(letter - 'a')
	case letter >= 'A':
		return int(letter - 'A')
	}
	return int(letter - '1')
}

// correctMark is the mark of a right option in front of it or behind it.
var correctMark = regexp.MustCompile(`^(?:[✅✔✓☑]\x{fe0f}?)\s*|\s*(?:[✅✔✓☑]\x{fe0f}?|[(（]` + correctWords + `[)）]|<-+\s*(?i:correct|answer)?|←)\s*$`)

// CutCorrectMark cuts off the mark of a right option. Bold from end to end is a mark, too.
func CutCorrectMark(text string) (bare string, marked bool) {
	if bold, ok := UnwrapBold(text); ok {
		return bold, true
	}
	if rest, ok := strings.CutPrefix(text, "!"); ok && rest != "" && !strings.ContainsAny(rest[:1], "[=!") {
		return rest, true
	}
	m := correctMark.FindStringIndex(text)
	if m == nil {
		return text, false
	}
	return strings.TrimSpace(text[:m[0]] + text[m[1]:]), true
}

// CheckBox is a check box in front of an item.
var CheckBox = regexp.MustCompile(`^\[([ xX✓✔])\][ \t]*`)

// correctOptionLine is a line that names the right options without a marker.
var correctOptionLine = regexp.MustCompile(`^(?i:the )?(?i:correct|right) (?i:answer|option|choice)s? (?i:is|are):?\s+[(（]?[A-Ha-h1-9][).:,\s]|^(?i:the )?(?i:correct|right) (?i:answer|option|choice) (?i:is):?\s+[A-Ha-h]\.?$`)

// NamesCorrectOption reports whether a line names the right options without a marker.
func NamesCorrectOption(line string) bool { return correctOptionLine.MatchString(line) }
