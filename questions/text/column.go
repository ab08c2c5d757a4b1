package text

import (
	"strings"
)

func NamesQuestion(name string) bool {
	return LookupField(strings.Trim(name, " \"")).Role == TitleField
}
