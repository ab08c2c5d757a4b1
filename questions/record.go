package questions

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quizbot/quiz"
)

// record is a question as an object of JSON or YAML or a row of a table holds it. A value is a string, a list,
// an object, a number, a bool or nothing.
type record struct {
	fields []recordField
	// base is the number that the first choice has where a number names the right one.
	base int
	// unknown are names of right choices that name none.
	unknown []string
}

type recordField struct {
	FieldName
	written string // the name as it stands in the file
	value   any
	used    bool
}

// newRecord takes the fields that have a value.
func newRecord(keys fieldCache, fields map[string]any, base int) *record {
	r := &record{fields: make([]recordField, 0, len(fields)), base: base}
	for name, value := range fields {
		if value != nil && value != "" {
			r.fields = append(r.fields, recordField{FieldName: keys.lookup(name), written: name, value: value})
		}
	}
	return r
}

// take uses the surest field of a role and returns its value.
func (r *record) take(role FieldRole) any {
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

// named is the field of a name, nil where there is none.
func (r *record) named(name string) *recordField {
	for i := range r.fields {
		if r.fields[i].Folded == name {
			return &r.fields[i]
		}
	}
	return nil
}

// text is the value of a field in one piece, a list as its lines.
func (r *record) text(role FieldRole) string {
	value := r.take(role)
	if text, ok := value.(string); ok {
		return text
	}
	return strings.Join(Scalars(value), "\n")
}

// Scalars are the texts of a value, and of what is in it where it is a list.
func Scalars(value any) []string {
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		var list []string
		for _, item := range v {
			list = append(list, Scalars(item)...)
		}
		return list
	}
	return nil
}

// listed are the texts of a list, or the lines of a text that stands for one.
func listed(value any) []string {
	text, ok := value.(string)
	if !ok {
		return Scalars(value)
	}
	if items := cellItems(text); items != nil {
		return items
	}
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// question puts the record together.
func (r *record) question() quiz.Question {
	q := quiz.Question{}
	q.Title, q.Body = SplitTitle(r.text(TitleField))
	q.Body = JoinParagraphs(q.Body, TrimBlankLines(r.text(BodyField)))
	r.readChoices(&q)
	if len(q.Choices) == 0 {
		r.readAnswer(&q)
	}
	q.Answer = JoinParagraphs(q.Answer, TrimBlankLines(r.text(ExplanationField)))
	if IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
	q.Accept = append(q.Accept, listed(r.take(AcceptField))...)
	q.KeyPoints = listed(r.take(KeyPointsField))
	q.Links = listed(r.take(LinksField))
	q.Hint = r.text(HintField)
	q.ID = quiz.QuestionID(r.text(IDField))
	q.Section = strings.Join(Scalars(r.take(SectionField)), " / ")
	switch tags := r.take(TagsField).(type) {
	case []any:
		q.Tags = Scalars(tags)
	default:
		for _, line := range listed(tags) {
			q.Tags = append(q.Tags, SplitList(line)...)
		}
	}
	q.Difficulty = r.text(DifficultyField)
	q.Language = r.text(LanguageField)
	q.Shuffle = q.Shuffle || IsYes(r.take(ShuffleField))
	return q
}

// SplitTitle cuts text into its first line, which asks, and what belongs to the question besides. Text that
// begins with code has that code as its body, too.
func SplitTitle(text string) (title, body string) {
	text = TrimBlankLines(text)
	line, rest, _ := strings.Cut(text, "\n")
	if IsCodeFence(line) {
		code, _, _ := strings.Cut(rest, "\n")
		return strings.TrimSpace(code), text
	}
	title = strings.TrimSpace(line)
	if m := HeadingLine.FindStringSubmatch(title); m != nil {
		title = strings.TrimSpace(strings.TrimRight(m[1], "#"))
	}
	return title, TrimBlankLines(rest)
}

// readAnswer reads an answer in words: one, or a list of which any is right.
func (r *record) readAnswer(q *quiz.Question) {
	value := r.take(AnswerField)
	if value == nil {
		value = r.take(CorrectField)
	}
	if value == nil {
		value = r.take(ChoicesField)
	}
	if list, ok := value.([]any); ok {
		SetAccepted(q, Scalars(list))
		return
	}
	q.Answer = TrimBlankLines(strings.Join(Scalars(value), "\n"))
}

// SetAccepted gives a question short answers, any of which is right; the first is the reference.
func SetAccepted(q *quiz.Question, list []string) {
	if q.Accept = list; len(list) > 0 {
		q.Answer = list[0]
	}
}

// maxOptions is how many choices a question has at most: one for each letter.
const maxOptions = 26

// unused adds the names of the fields that say nothing to us.
func (r *record) unused(names map[string]bool) {
	for i := range r.fields {
		if f := &r.fields[i]; !f.used && f.Role != IgnoredField {
			names[f.written] = true
		}
	}
}

func sortedKeys(fields map[string]any) []string { return slices.Sorted(maps.Keys(fields)) }

// unescape replaces what HTML escapes in the texts of a record from the Open Trivia Database, whose texts are
// plain: https://opentdb.com/api_config.php.
func unescape(fields map[string]any) {
	for name, value := range fields {
		switch v := value.(type) {
		case string:
			fields[name] = EscapeMarkdown(html.UnescapeString(v))
		case []any:
			for i := range v {
				if text, ok := v[i].(string); ok {
					v[i] = EscapeMarkdown(html.UnescapeString(text))
				}
			}
		}
	}
}

// openTrivia reports whether a record is one of the Open Trivia Database.
func openTrivia(fields map[string]any) bool {
	_, wrong := fields["incorrect_answers"]
	return wrong && (fields["type"] == "multiple" || fields["type"] == "boolean")
}

// EscapeMarkdown is plain text as Markdown that reads the same.
func EscapeMarkdown(text string) string {
	if !strings.ContainsAny(text, "\\*_`<[~") {
		return text
	}
	var b strings.Builder
	for i, c := range text {
		switch {
		case strings.ContainsRune("\\*`[~", c), c == '_' && !betweenWordCharacters(text, i), c == '<' && opensTag(text[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// betweenWordCharacters reports whether the byte at i stands between two letters or digits, where an underscore is one.
func betweenWordCharacters(text string, i int) bool {
	word := func(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
	return i > 0 && i+1 < len(text) && word(text[i-1]) && word(text[i+1])
}

func opensTag(rest string) bool {
	return rest != "" && (rest[0] == '/' || rest[0] == '!' || rest[0] == '?' || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z')
}
