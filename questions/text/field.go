package text

import (
	"strings"
)

// role is what a field of a record is.
type FieldRole int

const (
	NoField FieldRole = iota
	TitleField
	BodyField
	AnswerField
	ExplanationField
	ChoicesField
	CorrectField
	IncorrectField
	AcceptField
	KeyPointsField
	LinksField
	HintField
	IDField
	SectionField
	TagsField
	DifficultyField
	LanguageField
	ShuffleField
	IgnoredField // says nothing that its place does not say
)

// fieldNames are the names under which fields go, the surest first.
var fieldNames = map[FieldRole][]string{
	TitleField:       {"question", "questions", "questiontext", "q", "front", "prompt", "term", "title", "问题", "题目", "题干", "вопрос", "pregunta", "frage"},
	BodyField:        {"body", "stem", "code", "snippet", "context"},
	AnswerField:      {"answer", "referenceanswer", "modelanswer", "desiredanswer", "a", "back", "answertext", "solution", "response", "definition", "reply", "答案", "参考答案", "ответ", "respuesta", "antwort"},
	ExplanationField: {"explanation", "rationale", "feedback", "generalfeedback", "解析"},
	ChoicesField:     {"choices", "options", "alternatives", "answers", "选项"},
	CorrectField:     {"correctanswer", "correctanswers", "correct", "correctoption", "correctchoice", "correctindex", "rightanswer", "answerkey", "key", "正确答案"},
	IncorrectField:   {"incorrectanswers", "wronganswers", "distractors"},
	AcceptField:      {"accept", "accepted", "acceptedanswers", "aliases"},
	KeyPointsField:   {"keypoints", "goodtohear", "要点"},
	LinksField:       {"links", "link", "url", "references", "reference", "链接"},
	HintField:        {"hint", "提示"},
	IDField:          {"id", "uuid", "slug", "guid"},
	SectionField:     {"section", "category", "topic", "chapter", "module", "deck", "分类"},
	TagsField:        {"tags", "tag", "labels", "keywords", "标签"},
	DifficultyField:  {"difficulty", "level", "expertise", "难度"},
	LanguageField:    {"lang", "language", "locale"},
	ShuffleField:     {"shuffle"},
	IgnoredField:     {"number", "bank", "source", "no", "type"},
}

// FieldName is what a name says: its folded form, its role, and how sure that is, 0 the surest.
type FieldName struct {
	Folded string
	Role   FieldRole
	Rank   int
}

// keysByName are the known names.
var keysByName = func() map[string]FieldName {
	keys := map[string]FieldName{}
	for role, names := range fieldNames {
		for rank, name := range names {
			keys[name] = FieldName{name, role, rank}
		}
	}
	return keys
}()

// LookupField reads a name. Its folded form is without what differs from writer to writer: case, spaces, remarks, so
// that "Correct answer(s) - choose one" is "correctanswer".
func LookupField(name string) FieldName {
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
	return FieldName{Folded: name}
}
