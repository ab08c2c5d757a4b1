package questions

import (
	"strings"

	"github.com/goccy/go-yaml"

	"quizbot/questions/metadata"
	"quizbot/questions/source"
)

// readFrontMatter reads YAML between two lines of dashes at a file's start, and returns what follows.
func (d *document) readFrontMatter(file string) (rest string) {
	head, rest, ok := metadata.CutFrontMatter(file)
	if !ok {
		return file
	}
	d.skipped = strings.Count(file[:len(file)-len(rest)], "\n")
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(head), &fields); err != nil {
		d.problems = append(d.problems, source.Diagnostic{
			Line: 1, Column: 1, Severity: source.Warning, Code: "front-matter",
			Message: "the front matter is no YAML, so nothing of it is used: write a line like  language: en  for each field",
		})
		return rest
	}
	for name, value := range fields {
		d.defaults.Set(strings.ToLower(name), metadata.Texts(value))
	}
	d.exact = fields["format"] == exactFormat
	return rest
}

// readComment reads a question's details from a comment such as <!-- id: gil; tags: a, b -->. A comment
// without fields is a comment and reports false.
func (d *document) readComment(text string, at int) (metadata.Metadata, bool) {
	var found metadata.Metadata
	useful := false
	for _, f := range metadata.ParseComment(text) {
		switch {
		case f.JSON != nil && found.SetJSON(f.Name, f.JSON), f.JSON == nil && found.Set(f.Name, []string{f.Value}):
			useful = true
		case useful:
			d.report(at, "unknown-field", "the comment has the field “"+f.Name+"”, which means nothing: known are id, tags, difficulty, language and section")
		}
	}
	return found, useful
}
