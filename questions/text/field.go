package text

import (
	"strings"
)

// FieldRole is the role of a field in a record.
type FieldRole int

// The roles of fields. A field without a known name has no role.
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
	SamplesField
	TermsField
	LinksField
	HintField
	IDField
	SectionField
	TagsField
	DifficultyField
	LanguageField
	ShuffleField
	IgnoredField // repeats what its place says
)

// FieldName is the name of a field.
type FieldName struct {
	// Folded is the name without what differs from writer to writer.
	Folded string
	Role   FieldRole
	// Rank orders the names of a role, 0 the surest.
	Rank int
}

// LookupField folds a name and looks up its role. Case, spaces, punctuation and remarks are left
// out, so that "Correct answer(s) - choose one" is "correctanswer".
func LookupField(name string) FieldName {
	name, _, _ = strings.Cut(name, " - ")
	name, _, _ = strings.Cut(name, "(")
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune(" _-.?:#*\ufeff", c) {
			return -1
		}
		return c
	}, strings.ToLower(name))
	for _, field := range fieldNames() {
		rank := 0
		for known := range strings.FieldsSeq(field.names) {
			if known == name {
				return FieldName{name, field.role, rank}
			}
			rank++
		}
	}
	return FieldName{Folded: name}
}

// NamesQuestion reports whether the name of a column is that of the questions.
func NamesQuestion(name string) bool {
	return LookupField(strings.Trim(name, " \"")).Role == TitleField
}
