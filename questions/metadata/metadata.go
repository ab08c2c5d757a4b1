package metadata

import (
	"bytes"
	"encoding/json"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"

	"github.com/goccy/go-yaml"
)

// Metadata are what front matter says for a whole file, and a comment for one question.
type Metadata struct {
	id, section, difficulty, language, Title string
	tags                                     []string
	shuffle                                  bool
	// fields are those that were written in JSON, each in an object of its own.
	fields [][]byte
}

// Set sets one detail, and reports whether its name is known.
func (d *Metadata) Set(name string, values []string) bool {
	one := strings.TrimSpace(strings.Join(values, ", "))
	switch name {
	case "id":
		d.id = one
	case "title", "question":
		d.Title = one
	case "section", "category", "topic":
		d.section = one
	case "difficulty", "level":
		d.difficulty = one
	case "lang", "language":
		d.language = one
	case "tags", "tag":
		d.tags = nil
		for _, v := range values {
			d.tags = append(d.tags, text.SplitList(v)...)
		}
	case "shuffle":
		d.shuffle = text.IsYes(one)
	case "name", "description", "format":
	default:
		return false
	}
	return true
}

// SetJSON keeps a field that is written in JSON, and reports whether a question has one of that name and kind.
func (d *Metadata) SetJSON(name string, value json.RawMessage) bool {
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
	d.fields = append(d.fields, object)
	return true
}

// Apply gives a question the details that it does not have.
func (d *Metadata) Apply(q *quiz.Question) {
	set := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	if q.ID == "" {
		q.ID = quiz.QuestionID(d.id)
	}
	set(&q.Section, d.section)
	set(&q.Difficulty, d.difficulty)
	set(&q.Language, d.language)
	if len(q.Tags) == 0 {
		q.Tags = d.tags
	}
	q.Shuffle = q.Shuffle || d.shuffle
	for _, object := range d.fields {
		_ = json.Unmarshal(object, q) // it was decoded once already
	}
}

// texts are a YAML value's words.
func Texts(value any) []string {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		var list []string
		for _, item := range v {
			list = append(list, Texts(item)...)
		}
		return list
	case string:
		return []string{v}
	case map[string]any:
		return nil
	}
	text, err := yaml.Marshal(value)
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(text))}
}
