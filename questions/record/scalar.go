package record

import (
	"encoding/json"
	"strconv"
	"strings"

	"quizbot/questions/text"
)

// Scalars returns the texts of a scalar, or of all scalars in a list.
func Scalars(value any) []string {
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		var list []string
		for _, item := range v {
			list = append(list, Scalars(item)...)
		}
		return list
	}
	return nil
}

// isYes reports whether a value says yes.
func isYes(value any) bool { return text.IsYes(strings.Join(Scalars(value), "")) }
