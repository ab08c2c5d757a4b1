package text

import (
	"regexp"
	"strings"
	"unicode"
)

// Part is a part of a question below its title.
type Part int

// The parts of a question. The lead is the body, or the answer of a question without markers.
const (
	LeadPart Part = iota
	AnswerPart
	KeyPointsPart
	HintPart
	AcceptPart
	LinksPart
	SamplesPart
)

// longestMarker is the length of the longest marker, in letters.
const longestMarker = 24

// ReadMarker reads a line as a marker: the part that begins, and the text behind the marker.
// Without a colon it is a marker only in bold or in a heading.
func ReadMarker(line string, heading bool) (p Part, rest string, ok bool) {
	if strings.HasPrefix(line, "    ") {
		return 0, "", false
	}
	text := strings.TrimLeft(line, " \t")
	if strings.HasPrefix(text, "#") {
		text = strings.TrimLeft(strings.TrimLeft(text, "#"), " \t")
	}
	front, text := cutEmphasis(text)
	word, text := cutMarkerWord(text)
	if p, ok = partOfWord(strings.ToLower(strings.TrimSpace(word))); !ok {
		return 0, "", false
	}
	behind, text := cutEmphasis(strings.TrimLeft(text, " "))
	text = strings.TrimLeft(text, " ")
	colon := strings.HasPrefix(text, ":") || strings.HasPrefix(text, "：")
	if colon {
		text = strings.TrimPrefix(strings.TrimPrefix(text, ":"), "：")
	}
	closing := ""
	if front != "" && behind == "" { // **Answer:** …
		closing, text = cutEmphasis(strings.TrimLeft(text, " "))
	}
	if front == "" && behind != "" {
		return 0, "", false
	}
	rest = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(text), "#"))
	bold := front != "" && behind+closing != ""
	if colon || rest == "" && (bold || heading) {
		return p, rest, true
	}
	return 0, "", false
}

// cutEmphasis cuts off the one or two marks of emphasis at the start of text.
func cutEmphasis(text string) (marks, rest string) {
	n := 0
	for n < 2 && n < len(text) && (text[n] == '*' || text[n] == '_') {
		n++
	}
	return text[:n], text[n:]
}

// cutMarkerWord cuts off the letters and spaces at the start of text. Too long a word is not cut
// off.
func cutMarkerWord(text string) (word, rest string) {
	n := 0
	for i, c := range text {
		if c != ' ' && !unicode.IsLetter(c) && !unicode.IsMark(c) {
			return text[:i], text[i:]
		}
		if n++; n > longestMarker {
			return "", text
		}
	}
	return text, ""
}

// HeadingRole is the role of a heading in a file that holds one question: "# Question (EN)", "##
// Ответ (RU)".
type HeadingRole int

// The roles of headings.
const (
	NoRole HeadingRole = iota
	QuestionRole
	AnswerRole
	AfterAnswerRole // of references, related questions and the like
)

// ReadHeadingRole returns the role of a heading, the language in its brackets in lower case, and
// the text behind its colon.
func ReadHeadingRole(text string) (r HeadingRole, language, rest string) {
	text = strings.TrimSpace(strings.NewReplacer("*", "", "`", "").Replace(text))
	m := roleHeading.FindStringSubmatch(text)
	switch {
	case m != nil && m[1] != "":
		return QuestionRole, strings.ToLower(m[3]), m[4]
	case m != nil:
		return AnswerRole, strings.ToLower(m[3]), m[4]
	case afterAnswerHeading.MatchString(text):
		return AfterAnswerRole, "", ""
	}
	return NoRole, "", ""
}

// roleHeading is the word of a role, the language in brackets, and the text behind a colon.
var roleHeading = regexp.MustCompile(`^(?i)(?:(` + questionHeadingWords + `)|(` + answerHeadingWords + `))\s*(?:[(（]([a-z]{2})[)）])?\s*(?:[:：]\s*(.*))?$`)

// afterAnswerHeading is a heading of text behind an answer.
var afterAnswerHeading = regexp.MustCompile(`^(?i)(?:` + afterAnswerHeadingWords + `)`)

// questionLine is a line that a Q begins: "Q: …", "Question 3: …", "问：…".
var questionLine = regexp.MustCompile(`^(?i)\s{0,3}(?:\d{1,4}[.)]\s*)?(?:\*\*)?(?:` + questionLineWords + `)\s*[:：](?:\*\*)?\s*(\S.*)$`)

// CutQuestionLineMark returns the question of a line such as "Q: …", empty where the line is none.
func CutQuestionLineMark(line string) string {
	m := questionLine.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1])
}

// answerLine is a line that answers such a question: "A: …", "4. Ans : …", "答：…".
var answerLine = regexp.MustCompile(`^(?i)\s{0,3}(?:\d{1,4}[.)]\s*)?(?:\*\*)?(?:` + answerLineWords + `)\s*[:：](?:\*\*)?[ \t]*`)

// AnswerLineMark returns the length of the mark of a line such as "A: …", 0 where the line has
// none.
func AnswerLineMark(line string) int { return len(answerLine.FindString(line)) }

// anyAnswerLine finds an answer line in text of several lines.
var anyAnswerLine = regexp.MustCompile(`(?m)` + answerLine.String())

// HasAnswerLine reports whether some line of a text is an answer line.
func HasAnswerLine(text string) bool { return anyAnswerLine.MatchString(text) }

// numberedItem is a line with a number in front.
var numberedItem = regexp.MustCompile(`^\s{0,3}\d{1,4}[.)]\s+(\S.*)$`)

// CutItemNumber returns the text of a line behind its number, empty where the line has no number.
func CutItemNumber(line string) string {
	m := numberedItem.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1])
}

// CutBand cuts the expected band off a sample answer such as "full: …", "**wrong**: …" or "部分：…".
// Without a band the whole text is the answer. The band is in English, and may stand on a line of
// its own.
func CutBand(sample string) (band, answer string, ok bool) {
	front, rest := cutEmphasis(strings.TrimLeft(sample, " \t\n"))
	word, rest := cutMarkerWord(rest)
	if band, ok = bandOfWord(strings.ToLower(strings.TrimSpace(word))); !ok {
		return "", sample, false
	}
	if front != "" {
		rest = strings.TrimPrefix(rest, front)
	}
	answer, ok = strings.CutPrefix(rest, ":")
	if !ok {
		answer, ok = strings.CutPrefix(rest, "：")
	}
	if !ok {
		return "", sample, false
	}
	if front != "" {
		answer = strings.TrimPrefix(answer, front)
	}
	return band, TrimBlankLines(strings.TrimLeft(answer, " \t")), true
}

// BandOf returns the English name of a band.
func BandOf(word string) (band string, ok bool) {
	return bandOfWord(strings.ToLower(strings.TrimSpace(word)))
}
