// Package metadata reads the details of questions, kept apart from their text: in the front
// matter of a file, in a comment below a title, or in a file of its own.
package metadata

import (
	"bytes"
	"encoding/json"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// Metadata are the details of one question, or of all questions of a file.
type Metadata struct {
	id, section, difficulty, language, Title string
	tags                                     []string
	shuffle                                  bool
	// terms are groups of terms with one meaning. A question gets those that its text touches.
	terms [][]string
	// fields are the fields that were written in JSON, each in an object of its own.
	fields [][]byte
}

// Set sets the detail of a name, and reports whether the name is known.
func (m *Metadata) Set(name string, values []string) bool {
	one := strings.TrimSpace(strings.Join(values, ", "))
	switch name {
	case "id":
		m.id = one
	case "title", "question":
		m.Title = one
	case "section", "category", "topic":
		m.section = one
	case "difficulty", "level":
		m.difficulty = one
	case "lang", "language":
		m.language = one
	case "tags", "tag":
		m.tags = nil
		for _, v := range values {
			m.tags = append(m.tags, text.SplitList(v)...)
		}
	case "shuffle":
		m.shuffle = text.IsYes(one)
	case "name", "description", "format":
	default:
		return false
	}
	return true
}

// SetJSON keeps a field that is written in JSON, and reports whether a question has such a field.
func (m *Metadata) SetJSON(name string, value json.RawMessage) bool {
	if name == "language" {
		name = "lang"
	}
	object, err := json.Marshal(map[string]json.RawMessage{name: value})
	if err != nil {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(object))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&quiz.Question{}) != nil {
		return false
	}
	m.fields = append(m.fields, object)
	return true
}

// Apply gives a question the details that it lacks. Fields in JSON replace what is there.
func (m *Metadata) Apply(q *quiz.Question) {
	set := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	if q.ID == "" {
		q.ID = quiz.QuestionID(m.id)
	}
	set(&q.Section, m.section)
	set(&q.Difficulty, m.difficulty)
	set(&q.Language, m.language)
	if len(q.Tags) == 0 {
		q.Tags = m.tags
	}
	q.Shuffle = q.Shuffle || m.shuffle
	q.Terms = append(q.Terms, touchedTerms(q, m.terms)...)
	for _, object := range m.fields {
		_ = json.Unmarshal(object, q) // SetJSON decoded it before
	}
}
