package questions

import "strings"

// role is what a field of a record is.
type fieldRole int

const (
	noField fieldRole = iota
	titleField
	bodyField
	answerField
	explainField
	choicesField
	rightField
	wrongField
	acceptField
	pointsField
	linksField
	hintField
	idField
	sectionField
	tagsField
	levelField
	langField
	shuffleField
	ownField // says nothing that its place does not say
)

// fieldNames are the names under which fields go, the surest first.
var fieldNames = map[fieldRole][]string{
	titleField:   {"question", "questions", "questiontext", "q", "front", "prompt", "term", "title", "问题", "题目", "题干", "вопрос", "pregunta", "frage"},
	bodyField:    {"body", "stem", "code", "snippet", "context"},
	answerField:  {"answer", "referenceanswer", "modelanswer", "desiredanswer", "a", "back", "answertext", "solution", "response", "definition", "reply", "答案", "参考答案", "ответ", "respuesta", "antwort"},
	explainField: {"explanation", "rationale", "feedback", "generalfeedback", "解析"},
	choicesField: {"choices", "options", "alternatives", "answers", "选项"},
	rightField:   {"correctanswer", "correctanswers", "correct", "correctoption", "correctchoice", "correctindex", "rightanswer", "answerkey", "key", "正确答案"},
	wrongField:   {"incorrectanswers", "wronganswers", "distractors"},
	acceptField:  {"accept", "accepted", "acceptedanswers", "aliases"},
	pointsField:  {"keypoints", "goodtohear", "要点"},
	linksField:   {"links", "link", "url", "references", "reference", "链接"},
	hintField:    {"hint", "提示"},
	idField:      {"id", "uuid", "slug", "guid"},
	sectionField: {"section", "category", "topic", "chapter", "module", "deck", "分类"},
	tagsField:    {"tags", "tag", "labels", "keywords", "标签"},
	levelField:   {"difficulty", "level", "expertise", "难度"},
	langField:    {"lang", "language", "locale"},
	shuffleField: {"shuffle"},
	ownField:     {"number", "bank", "source", "no", "type"},
}

// fieldKey is what a name says: its folded form, its role, and how sure that is, 0 the surest.
type fieldKey struct {
	name string
	role fieldRole
	rank int
}

// keysByName are the known names.
var keysByName = func() map[string]fieldKey {
	keys := map[string]fieldKey{}
	for role, names := range fieldNames {
		for rank, name := range names {
			keys[name] = fieldKey{name, role, rank}
		}
	}
	return keys
}()

// keyOf reads a name. Its folded form is without what differs from writer to writer: case, spaces, remarks, so
// that "Correct answer(s) - choose one" is "correctanswer".
func keyOf(name string) fieldKey {
	name, _, _ = strings.Cut(name, " - ")
	name, _, _ = strings.Cut(name, "(")
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune(" _-.?:#*\ufeff", c) {
			return -1
		}
		return c
	}, strings.ToLower(name))
	if key, ok := keysByName[name]; ok {
		return key
	}
	return fieldKey{name: name}
}

// keyring remembers the names of a file, which come back with each of its questions.
type keyring map[string]fieldKey

func (k keyring) of(name string) fieldKey {
	key, ok := k[name]
	if !ok {
		key = keyOf(name)
		k[name] = key
	}
	return key
}

// isRecord reports whether fields are those of a question. A title or a term alone may be that of a whole quiz.
func (k keyring) isRecord(fields map[string]any) bool {
	titled, answered := false, false
	for name, value := range fields {
		key := k.of(name)
		switch key.role {
		case titleField:
			if text, ok := value.(string); ok && text != "" {
				if key.name != "title" && key.name != "term" {
					return true
				}
				titled = true
			}
		case answerField, choicesField, acceptField, ownField, rightField:
			answered = true
		}
	}
	return titled && answered
}
