package plan

import (
	"fmt"

	"quizbot/quiz/reason"
)

// Mistake is a mistake in a setting of a plan. Its Error is an English sentence for configuration
// files and terminals: it begins with the setting's name and ends in a remedy. Catalogues word the
// same by Code and Value.
type Mistake struct {
	// Setting is the setting's name in configuration files, Value the written value.
	Setting, Value string
	Code           reason.MistakeCode
	// Others are the other settings of a rule over several.
	Others []string
	// Known are the known names, if the setting has a list of them.
	Known    []string
	sentence string
}

// Error implements error.
func (m *Mistake) Error() string { return m.sentence }

// NewMistake returns a mistake. The sentence consists of the setting's name and the formatted
// text.
func NewMistake(setting string, code reason.MistakeCode, value, format string, args ...any) *Mistake {
	return &Mistake{Setting: setting, Value: value, Code: code, sentence: setting + " " + fmt.Sprintf(format, args...)}
}
