package plan

import (
	"errors"
	"strings"

	"quizbot/quiz/reason"
	"quizbot/quiz/timezone"
)

// newMistake returns a mistake in the value of a setting. more are further arguments, as in
// [reason.New].
func newMistake(code reason.MistakeCode, setting, value string, more ...string) *reason.Mistake {
	m := reason.New(code, append([]string{"setting", setting, "value", value}, more...)...)
	return &m
}

// AsMistake returns the mistake in err, nil if there is none. An unknown time zone is a mistake in
// the setting of the time zone.
func AsMistake(err error) *reason.Mistake {
	var unknown *timezone.UnknownError
	switch {
	case !errors.As(err, &unknown):
		return reason.AsMistake(err)
	case len(unknown.Near) == 0:
		return newMistake(reason.WrongZone, zoneSetting().Name, unknown.Name)
	}
	return newMistake(reason.MisspeltZone, zoneSetting().Name, unknown.Name, "near", strings.Join(unknown.Near, ", "))
}
