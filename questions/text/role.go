package text

import (
	"regexp"
	"strings"
)

// HeadingRole is what a heading stands over in a file that holds one question: "# Question (EN)", "## Ответ (RU)".
type HeadingRole int

const (
	NoRole HeadingRole = iota
	QuestionRole
	AnswerRole
	AfterAnswerRole // what follows is neither question nor answer
)

// ReadHeadingRole reads the text of a heading.
func ReadHeadingRole(text string) (r HeadingRole, language, rest string) {
	text = strings.TrimSpace(emphasis.Replace(text))
	m := roleHeading.FindStringSubmatch(text)
	switch {
	case m != nil && m[1] != "":
		return QuestionRole, strings.ToLower(m[3]), m[4]
	case m != nil:
		return AnswerRole, strings.ToLower(m[3]), m[4]
	case afterAnswer.MatchString(text):
		return AfterAnswerRole, "", ""
	}
	return NoRole, "", ""
}

// roleHeading is the word of a role, the language in brackets, and what is asked behind a colon.
var roleHeading = regexp.MustCompile(`^(?i)(?:(question|вопрос|vopros|题目|问题|題目|面试题)|(answer|solution|ответ|otvet|参考答案|答案|解答))\s*(?:[(（]([a-z]{2})[)）])?\s*(?:[:：]\s*(.*))?$`)

// emphasis are marks around the word of a role.
var emphasis = strings.NewReplacer("*", "", "`", "")
