package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// JSON returns the format of JSON in which questions are objects or keys.
func JSON() format.Format {
	return format.Format{Name: "json", Open: format.OpenWith(isJSON, readJSON), Remedies: format.Remedies{
		MarkRight: "name the right one in its field  \"correct\": its letter, its number counted from 0, or its words", GiveID: "give it the field  \"id\": %q",
		WriteAnswer: "write one in its field  \"answer\"", ListAccepted: "list what is right in its field  \"accept\"", ListKeyPoints: "list them in its field  \"key_points\"",
		WriteSamples: "list some in its field  \"samples\",  each as  {\"band\": \"full\", \"answer\": \"…\"}",
	}}
}

func isJSON(p source.Page) bool {
	text := strings.TrimSpace(p.Text)
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return false
	}
	return strings.HasSuffix(strings.ToLower(p.Name), ".json") || json.Valid([]byte(text))
}

// readJSON reads arrays of objects wherever they are, objects of objects, and objects that map
// questions to answers. Keys above questions are sections.
func readJSON(p source.Page) ([]quiz.Question, []source.Diagnostic) {
	r := &jsonReader{size: len(p.Text), places: source.NewCursor(p.Text), unused: map[string]bool{}, keys: fieldCache{}}
	text := strings.TrimLeft(p.Text, " \t\r\n")
	r.readValue(text, len(p.Text)-len(text), nil)
	if len(r.unused) > 0 {
		r.diagnostics = append(r.diagnostics, unusedFields(1, slices.Sorted(maps.Keys(r.unused))))
	}
	return r.found, r.diagnostics
}

func unusedFields(line int, names []string) source.Diagnostic {
	return source.WarningAt(line, "unknown-field", fmt.Sprintf("these fields mean nothing and are left out: %s; docs/banks.md names those that do", strings.Join(names, ", ")))
}

// jsonReader walks through a file and collects its questions.
type jsonReader struct {
	places      *source.Cursor
	found       []quiz.Question
	diagnostics []source.Diagnostic
	unused      map[string]bool
	keys        fieldCache
	size        int  // of the file
	broken      bool // the file stops being JSON somewhere
}

// maxDepth is how many objects and arrays may lie in each other above the questions.
const maxDepth = 12

// readValue reads the value at an offset of the file, under the keys above it.
func (r *jsonReader) readValue(text string, at int, path []string) {
	switch {
	case len(path) > maxDepth:
		line, column := r.places.Position(at)
		r.diagnostics = append(r.diagnostics, source.WarningAt(line, "too-deep", "this lies in too many other objects to hold questions, so it is left out").AtColumn(column))
	case strings.HasPrefix(text, "["):
		r.readArray(text, at, path)
	case strings.HasPrefix(text, "{"):
		r.readObject(text, at, path)
	}
}

// readArray reads the elements of an array: records, or texts that ask.
func (r *jsonReader) readArray(content string, at int, path []string) {
	d := newJSONElements(content)
	for d.More() {
		start := d.next()
		var element any // the decoder is twice as fast as with a map
		if err := d.Decode(&element); err != nil {
			r.reportSyntaxError(at+int(d.InputOffset()), err)
			return
		}
		end := int(d.InputOffset())
		switch v := element.(type) {
		case map[string]any:
			if r.keys.isRecord(v) {
				r.addRecord(v, at+start, path)
				continue
			}
			r.readValue(content[start:end], at+start, path)
		case []any:
			r.readValue(content[start:end], at+start, sectionPath(path, ""))
		case string:
			if text.EndsInQuestionMark(v) {
				r.addQuestion(quiz.Question{Title: text.CleanTitle(v)}, at+start, path)
			}
		}
	}
	r.readClosing(d, at)
}

// readObject reads an object that is a question, or holds questions as keys or values.
func (r *jsonReader) readObject(content string, at int, path []string) {
	members, complete := r.readMembers(content, at)
	record := false
	for _, m := range members {
		record = record || content[m.start] == '"' && r.keys.lookup(m.key).Role == text.TitleField
	}
	if record && complete {
		var fields map[string]any
		if decodeJSON(content, &fields) == nil && r.keys.isRecord(fields) {
			r.addRecord(fields, at, path)
			return
		}
	}
	for _, m := range members {
		value := content[m.start:m.end]
		if !r.readPair(m.key, value, at+m.start, path) {
			r.readValue(value, at+m.start, sectionPath(path, m.key))
		}
	}
}

// member is a field of an object: its key, and the bounds of its value.
type member struct {
	key        string
	start, end int
}

// readMembers returns the fields of an object in front of its first syntax error. complete says
// that it has none.
func (r *jsonReader) readMembers(text string, at int) (list []member, complete bool) {
	d := newJSONElements(text)
	for d.More() {
		key, err := d.Token()
		name, isName := key.(string)
		if err != nil || !isName {
			r.reportSyntaxError(at+int(d.InputOffset()), err)
			return list, false
		}
		start := d.next()
		if err := d.Decode(&skippedValue{}); err != nil {
			// The broken value may hold questions in front of the syntax error.
			if start < len(text) && strings.IndexByte("[{", text[start]) >= 0 {
				list = append(list, member{name, start, len(text)})
				return list, false
			}
			r.reportSyntaxError(at+int(d.InputOffset()), err)
			return list, false
		}
		list = append(list, member{name, start, int(d.InputOffset())})
	}
	return list, r.readClosing(d, at)
}

// readClosing reads the bracket that ends an array or object, and reports whether it is there.
func (r *jsonReader) readClosing(d *jsonElements, at int) bool {
	_, err := d.Token()
	if err != nil {
		r.reportSyntaxError(at+int(d.InputOffset()), err)
	}
	return err == nil
}

// reportSyntaxError reports the first syntax error of the file.
func (r *jsonReader) reportSyntaxError(at int, err error) {
	if !r.broken {
		r.broken = true
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		line, column := r.places.Position(at)
		r.diagnostics = append(r.diagnostics, source.ErrorAt(line, "json", fmt.Sprintf("this is no JSON from here on, so what follows is not read: %v", err)).AtColumn(column))
	}
}

// readPair reads a question that is a key. Its value is the answer or a list of accepted answers.
func (r *jsonReader) readPair(key, value string, at int, path []string) bool {
	if !text.EndsInQuestionMark(key) {
		return false
	}
	var answer any
	if decodeJSON(value, &answer) != nil {
		return false
	}
	if fields, ok := answer.(map[string]any); ok {
		fields["question"] = key
		r.addRecord(fields, at, path)
		return true
	}
	q := quiz.Question{Title: text.CleanTitle(key)}
	format.SetAccepted(&q, Scalars(answer))
	r.addQuestion(q, at, path)
	return true
}

func (r *jsonReader) addRecord(fields map[string]any, at int, path []string) {
	if isOpenTrivia(fields) {
		unescapeHTML(fields)
	}
	if own, ok := ownQuestion(fields); ok {
		r.addQuestion(own, at, path)
		return
	}
	rec := newRecord(r.keys, fields, 0)
	q := rec.toQuestion()
	rec.collectUnused(r.unused)
	line, column := r.places.Position(at)
	r.diagnostics = append(r.diagnostics, rec.warnings(&q, line, column)...)
	r.addQuestion(q, at, path)
}

// ownQuestion decodes an object that this program wrote.
func ownQuestion(fields map[string]any) (quiz.Question, bool) {
	if _, placed := fields["source"].(map[string]any); !placed {
		return quiz.Question{}, false
	}
	return decodeQuestion(fields)
}

func decodeQuestion(fields map[string]any) (q quiz.Question, ok bool) {
	data, err := json.Marshal(fields)
	return q, err == nil && json.Unmarshal(data, &q) == nil && q.Title != ""
}

func (r *jsonReader) addQuestion(q quiz.Question, at int, path []string) {
	if q.Section == "" {
		q.Section = strings.Join(path, " / ")
	}
	q.Source.Line, q.Source.Column = r.places.Position(at)
	r.found = append(format.GrowFor(r.found, at, r.size), q)
}

// isContainerKey reports whether a key above questions says nothing about them.
func isContainerKey(key string) bool {
	switch key {
	case "questions", "results", "items", "data", "cards", "quiz", "bank", "content", "entries", "list", "":
		return true
	}
	return false
}

// counter is a key that counts questions: "q1", "12".
var counter = regexp.MustCompile(`^(?i)(?:q|question)?[ _-]?\d+$`)

// sectionPath returns the path of sections with one more key.
func sectionPath(path []string, key string) []string {
	if isContainerKey(text.LookupField(key).Folded) || counter.MatchString(key) {
		return path
	}
	return append(slices.Clone(path), key)
}

// jsonElements reads the elements of an array or object one after the other.
type jsonElements struct {
	*json.Decoder
	text string
}

// newJSONElements returns a reader behind the opening bracket.
func newJSONElements(text string) *jsonElements {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	_, _ = d.Token() // an error comes back from each later call
	return &jsonElements{d, text}
}

// next returns the offset of the next value.
func (d *jsonElements) next() int {
	start := int(d.InputOffset())
	for start < len(d.text)-1 && strings.IndexByte(" \t\r\n,:", d.text[start]) >= 0 {
		start++
	}
	return min(start, len(d.text)-1)
}

// skippedValue is a value that is decoded and dropped.
type skippedValue struct{}

// UnmarshalJSON implements [json.Unmarshaler].
func (*skippedValue) UnmarshalJSON([]byte) error { return nil }

// decodeJSON decodes one value, with numbers as they are written.
func decodeJSON(text string, to any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(to)
}
