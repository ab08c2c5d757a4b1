package plan

import (
	"fmt"

	"quizbot/quiz/reason"
)

// Mistake is a setting of a plan that is wrong. Its Error is an English sentence that begins with the setting's
// name and says what to do; catalogues say the same by Code and Value.
type Mistake struct {
	// Setting is the name that configuration files use, Value what was written.
	Setting, Value string
	Code           reason.MistakeCode
	// Known are the names that could have been written, where there is a list of them.
	Known    []string
	sentence string
}

// Error implements error.
func (m *Mistake) Error() string { return m.sentence }

// NewMistake makes one; what follows the setting's name in its sentence is formatted.
func NewMistake(setting string, code reason.MistakeCode, value, format string, args ...any) *Mistake {
	return &Mistake{Setting: setting, Value: value, Code: code, sentence: setting + " " + fmt.Sprintf(format, args...)}
}
