package record

import (
	"quizbot/questions/text"
)

// fieldCache remembers the names of a file's fields, which come back with each question.
type fieldCache map[string]text.FieldName

func (k fieldCache) lookup(name string) text.FieldName {
	key, ok := k[name]
	if !ok {
		key = text.LookupField(name)
		k[name] = key
	}
	return key
}

// isRecord reports whether fields are those of a question. A title or a term alone may be that of a
// whole quiz.
func (k fieldCache) isRecord(fields map[string]any) bool {
	titled, answered := false, false
	for name, value := range fields {
		key := k.lookup(name)
		switch key.Role {
		case text.TitleField:
			if text, ok := value.(string); ok && text != "" {
				if key.Folded != "title" && key.Folded != "term" {
					return true
				}
				titled = true
			}
		case text.AnswerField, text.ChoicesField, text.AcceptField, text.IgnoredField, text.CorrectField:
			answered = true
		}
	}
	return titled && answered
}
