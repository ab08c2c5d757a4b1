// Package record reads questions from objects with named fields: JSON, YAML and the rows of tables.
package record

import (
	"html"
	"maps"
	"slices"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// record is a question as an object of JSON or YAML, or as a row of a table. A value is a string, a
// list, an object, a number, a bool or nil.
type record struct {
	keys   fieldCache
	fields []recordField
	// base is the number of the first choice, where the right one is named by a number.
	base int
	// unknown are names of right choices that match no choice.
	unknown []string
}

type recordField struct {
	text.FieldName
	written string // the name as it stands in the file
	value   any
	used    bool
}

// newRecord returns a record of the fields that have a value. base is the number of the first
// choice.
func newRecord(keys fieldCache, fields map[string]any, base int) *record {
	r := &record{keys: keys, fields: make([]recordField, 0, len(fields)), base: base}
	for name, value := range fields {
		if value != nil && value != "" {
			r.fields = append(r.fields, recordField{FieldName: keys.lookup(name), written: name, value: value})
		}
	}
	return r
}

// take returns the value of the field with the surest name of a role, and marks the field as used.
func (r *record) take(role text.FieldRole) any {
	best := -1
	for i := range r.fields {
		f := &r.fields[i]
		if f.Role == role && !f.used && (best < 0 || f.Rank < r.fields[best].Rank) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	r.fields[best].used = true
	return r.fields[best].value
}

// fieldNamed returns the field of a folded name, nil where there is none.
func (r *record) fieldNamed(name string) *recordField {
	for i := range r.fields {
		if r.fields[i].Folded == name {
			return &r.fields[i]
		}
	}
	return nil
}

// takeText returns the value of a role as one text, a list as its lines.
func (r *record) takeText(role text.FieldRole) string {
	value := r.take(role)
	if text, ok := value.(string); ok {
		return text
	}
	return strings.Join(Scalars(value), "\n")
}

// toQuestion converts the record to a question.
func (r *record) toQuestion() quiz.Question {
	q := quiz.Question{}
	q.Title, q.Body = text.SplitTitle(r.takeText(text.TitleField))
	q.Body = text.JoinParagraphs(q.Body, text.TrimBlankLines(r.takeText(text.BodyField)))
	r.readChoices(&q)
	if len(q.Choices) == 0 {
		r.readAnswer(&q)
	}
	q.Answer = text.JoinParagraphs(q.Answer, text.TrimBlankLines(r.takeText(text.ExplanationField)))
	if text.IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
	q.Accept = append(q.Accept, splitItems(r.take(text.AcceptField))...)
	q.KeyPoints = splitItems(r.take(text.KeyPointsField))
	q.Samples = readSamples(r.take(text.SamplesField))
	q.Terms = readTerms(r.take(text.TermsField))
	q.Links = splitItems(r.take(text.LinksField))
	q.Hint = r.takeText(text.HintField)
	q.ID = quiz.QuestionID(r.takeText(text.IDField))
	q.Section = strings.Join(Scalars(r.take(text.SectionField)), " / ")
	switch tags := r.take(text.TagsField).(type) {
	case []any:
		q.Tags = Scalars(tags)
	default:
		for _, line := range splitItems(tags) {
			q.Tags = append(q.Tags, text.SplitList(line)...)
		}
	}
	q.Difficulty = r.takeText(text.DifficultyField)
	q.Language = r.takeText(text.LanguageField)
	q.Shuffle = q.Shuffle || isYes(r.take(text.ShuffleField))
	return q
}

// readAnswer reads an answer in words. A list is a list of accepted answers.
func (r *record) readAnswer(q *quiz.Question) {
	value := r.take(text.AnswerField)
	if value == nil {
		value = r.take(text.CorrectField)
	}
	if value == nil {
		value = r.take(text.ChoicesField)
	}
	if list, ok := value.([]any); ok {
		format.SetAccepted(q, Scalars(list))
		return
	}
	q.Answer = text.TrimBlankLines(strings.Join(Scalars(value), "\n"))
}

// MaxOptions is the largest number of choices of a question: one for each letter.
const MaxOptions = 26

// collectUnused adds the names of the fields without a role.
func (r *record) collectUnused(names map[string]bool) {
	for i := range r.fields {
		if f := &r.fields[i]; !f.used && f.Role != text.IgnoredField {
			names[f.written] = true
		}
	}
}

func sortedKeys(fields map[string]any) []string { return slices.Sorted(maps.Keys(fields)) }

// unescapeHTML unescapes the texts of a record from the Open Trivia Database. They are plain text:
// https://opentdb.com/api_config.php.
func unescapeHTML(fields map[string]any) {
	for name, value := range fields {
		switch v := value.(type) {
		case string:
			fields[name] = text.EscapeMarkdown(html.UnescapeString(v))
		case []any:
			for i := range v {
				if content, ok := v[i].(string); ok {
					v[i] = text.EscapeMarkdown(html.UnescapeString(content))
				}
			}
		}
	}
}

// isOpenTrivia reports whether a record is one of the Open Trivia Database.
func isOpenTrivia(fields map[string]any) bool {
	_, wrong := fields["incorrect_answers"]
	return wrong && (fields["type"] == "multiple" || fields["type"] == "boolean")
}
