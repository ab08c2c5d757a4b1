package text

import (
	"regexp"
	"strings"
)

// questionLine is a line that a Q begins: "Q: …", "Question 3: …", "问：…".
var questionLine = regexp.MustCompile(`^(?i)\s{0,3}(?:\d{1,4}[.)]\s*)?(?:\*\*)?(?:Q\s*\d*|Question\s*\d*|问|問|问题|题目)\s*[:：](?:\*\*)?\s*(\S.*)$`)

// CutQuestionLineMark returns the question of a line such as "Q: …", empty where the line is none.
func CutQuestionLineMark(line string) string {
	m := questionLine.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1])
}

// answerLine is a line that answers such a question: "A: …", "4. Ans : …", "答：…".
var answerLine = regexp.MustCompile(`^(?i)\s{0,3}(?:\d{1,4}[.)]\s*)?(?:\*\*)?(?:A|Ans|Answer|答)\s*[:：](?:\*\*)?[ \t]*`)

// AnswerLineMark returns the length of the mark of a line such as "A: …", 0 where the line has none.
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
