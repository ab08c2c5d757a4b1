package questions

import (
	"bytes"
	"encoding/json"
	"strings"

	"quizbot/quiz"

	"github.com/goccy/go-yaml"
)

// Metadata are what front matter says for a whole file, and a comment for one question.
type Metadata struct {
	id, section, difficulty, language, title string
	tags                                     []string
	shuffle                                  bool
	// fields are those that were written in JSON, each in an object of its own.
	fields [][]byte
}

// readFrontMatter reads YAML between two lines of dashes at a file's start, and returns what follows.
func (d *document) readFrontMatter(file string) (rest string) {
	head, rest, ok := CutFrontMatter(file)
	if !ok {
		return file
	}
	d.skipped = strings.Count(file[:len(file)-len(rest)], "\n")
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(head), &fields); err != nil {
		d.problems = append(d.problems, Diagnostic{
			Line: 1, Column: 1, Severity: Warning, Code: "front-matter",
			Message: "the front matter is no YAML, so nothing of it is used: write a line like  language: en  for each field",
		})
		return rest
	}
	for name, value := range fields {
		d.defaults.Set(strings.ToLower(name), texts(value))
	}
	d.exact = fields["format"] == exactFormat
	return rest
}

// CutFrontMatter cuts off the lines between the --- that a file begins with and the next one.
func CutFrontMatter(file string) (head, rest string, ok bool) {
	body, ok := strings.CutPrefix(file, "---\n")
	if !ok {
		return "", file, false
	}
	if head, ok = strings.CutSuffix(body, "\n---"); ok && !strings.Contains(head, "\n---\n") {
		return head, "", true
	}
	head, rest, ok = strings.Cut(body, "\n---\n")
	return head, rest, ok
}

// texts are a YAML value's words.
func texts(value any) []string {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		var list []string
		for _, item := range v {
			list = append(list, texts(item)...)
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

// Set sets one detail, and reports whether its name is known.
func (d *Metadata) Set(name string, values []string) bool {
	one := strings.TrimSpace(strings.Join(values, ", "))
	switch name {
	case "id":
		d.id = one
	case "title", "question":
		d.title = one
	case "section", "category", "topic":
		d.section = one
	case "difficulty", "level":
		d.difficulty = one
	case "lang", "language":
		d.language = one
	case "tags", "tag":
		d.tags = nil
		for _, v := range values {
			d.tags = append(d.tags, SplitList(v)...)
		}
	case "shuffle":
		d.shuffle = IsYes(one)
	case "name", "description", "format":
	default:
		return false
	}
	return true
}

// SplitList splits a list that stands in one line, with or without brackets.
func SplitList(text string) []string {
	var list []string
	for _, item := range strings.FieldsFunc(strings.Trim(text, "[] "), func(c rune) bool { return strings.ContainsRune(",，、;；", c) }) {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// readComment reads a question's details from a comment such as <!-- id: gil; tags: a, b -->. A comment
// without fields is a comment and reports false.
func (d *document) readComment(text string, at int) (Metadata, bool) {
	var found Metadata
	useful := false
	for _, f := range ParseComment(text) {
		switch {
		case f.JSON != nil && found.SetJSON(f.Name, f.JSON), f.JSON == nil && found.Set(f.Name, []string{f.Value}):
			useful = true
		case useful:
			d.report(at, "unknown-field", "the comment has the field “"+f.Name+"”, which means nothing: known are id, tags, difficulty, language and section")
		}
	}
	return found, useful
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
