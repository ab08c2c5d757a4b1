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

// record is a question as an object of JSON or YAML or a row of a table holds it: values by the names of
// their fields. A value is a string, a list, an object, a number, a bool or nothing.
type record struct {
	fields map[string]any
	names  map[string]string // as they are written
	used   map[string]bool
	// base is the number that the first choice has where a number names the right one.
	base int
}

// newRecord folds the names of fields, so that "Correct answer(s) - choose one" is "correctanswer".
func newRecord(fields map[string]any, base int) *record {
	r := &record{fields: make(map[string]any, len(fields)), names: map[string]string{}, used: map[string]bool{}, base: base}
	for name, value := range fields {
		r.fields[fieldName(name)] = value
		r.names[fieldName(name)] = name
	}
	return r
}

// fieldName is a field's name without what differs from writer to writer: case, spaces, remarks.
func fieldName(name string) string {
	name, _, _ = strings.Cut(name, " - ")
	name, _, _ = strings.Cut(name, "(")
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(" _-.?:#*\ufeff", c) {
			return -1
		}
		return c
	}, strings.ToLower(name))
}

// The names under which fields go, the surest first.
var (
	titleFields   = []string{"question", "questions", "questiontext", "q", "front", "prompt", "term", "title", "问题", "题目", "题干", "вопрос", "pregunta", "frage"}
	bodyFields    = []string{"body", "stem", "code", "snippet", "context"}
	answerFields  = []string{"answer", "referenceanswer", "modelanswer", "desiredanswer", "a", "back", "answertext", "solution", "response", "definition", "reply", "答案", "参考答案", "ответ", "respuesta", "antwort"}
	explainFields = []string{"explanation", "rationale", "feedback", "generalfeedback", "解析"}
	choiceFields  = []string{"choices", "options", "alternatives", "answers", "选项"}
	rightFields   = []string{"correctanswer", "correctanswers", "correct", "correctoption", "correctchoice", "correctindex", "rightanswer", "answerkey", "key", "正确答案"}
	wrongFields   = []string{"incorrectanswers", "wronganswers", "distractors"}
	acceptFields  = []string{"accept", "accepted", "acceptedanswers", "aliases"}
	pointFields   = []string{"keypoints", "goodtohear", "要点"}
	linkFields    = []string{"links", "link", "url", "references", "reference", "链接"}
	hintFields    = []string{"hint", "提示"}
	idFields      = []string{"id", "uuid", "slug", "guid"}
	sectionFields = []string{"section", "category", "topic", "chapter", "module", "deck", "分类"}
	tagFields     = []string{"tags", "tag", "labels", "keywords", "标签"}
	levelFields   = []string{"difficulty", "level", "expertise", "难度"}
	langFields    = []string{"lang", "language", "locale"}
)

// known are fields that are ours, or of a question whose order in its file says the same.
var known = []string{"shuffle", "number", "bank", "source", "no", "type"}

// isRecord reports whether fields are those of a question. A title alone may be that of a whole quiz.
func isRecord(fields map[string]any) bool {
	titled, answered := false, false
	for name, value := range fields {
		name = fieldName(name)
		text, isText := value.(string)
		switch {
		case isText && text != "" && slices.Contains(titleFields, name):
			if name != "title" && name != "term" {
				return true
			}
			titled = true
		case slices.Contains(known, name), slices.Contains(answerFields, name), slices.Contains(choiceFields, name), slices.Contains(acceptFields, name):
			answered = true
		}
	}
	return titled && answered
}

// take returns the value of the first of some fields that is there.
func (r *record) take(names []string) any {
	for _, name := range names {
		if value, ok := r.fields[name]; ok && !r.used[name] && value != nil && value != "" {
			r.used[name] = true
			return value
		}
	}
	return nil
}

// text is the value of a field in one piece, a list as its lines.
func (r *record) text(names []string) string { return strings.Join(scalars(r.take(names)), "\n") }

// scalars are the texts of a value, and of what is in it where it is a list.
func scalars(value any) []string {
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
			list = append(list, scalars(item)...)
		}
		return list
	}
	return nil
}

// listed are the texts of a list, or the lines of a text that stands for one.
func listed(value any) []string {
	text, ok := value.(string)
	if !ok {
		return scalars(value)
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
	q.Title, q.Body = splitTitle(r.text(titleFields))
	q.Body = joined(q.Body, trimBlank(r.text(bodyFields)))
	r.readChoices(&q)
	if len(q.Choices) == 0 {
		r.readAnswer(&q)
	}
	q.Answer = joined(q.Answer, trimBlank(r.text(explainFields)))
	if placeholder(q.Answer) {
		q.Answer = ""
	}
	q.Accept = append(q.Accept, listed(r.take(acceptFields))...)
	q.KeyPoints = listed(r.take(pointFields))
	q.Links = listed(r.take(linkFields))
	q.Hint = r.text(hintFields)
	q.ID = quiz.QuestionID(r.text(idFields))
	q.Section = strings.Join(scalars(r.take(sectionFields)), " / ")
	switch tags := r.take(tagFields).(type) {
	case []any:
		q.Tags = scalars(tags)
	default:
		for _, line := range listed(tags) {
			q.Tags = append(q.Tags, splitList(line)...)
		}
	}
	q.Difficulty = r.text(levelFields)
	q.Language = r.text(langFields)
	q.Shuffle = q.Shuffle || truth(r.fields["shuffle"])
	return q
}

// splitTitle cuts text into its first line, which asks, and what belongs to the question besides. Text that
// begins with code has that code as its body, too.
func splitTitle(text string) (title, body string) {
	text = trimBlank(text)
	line, rest, _ := strings.Cut(text, "\n")
	if fence(line) {
		code, _, _ := strings.Cut(rest, "\n")
		return strings.TrimSpace(code), text
	}
	title = strings.TrimSpace(line)
	if m := headingLine.FindStringSubmatch(title); m != nil {
		title = strings.TrimSpace(strings.TrimRight(m[1], "#"))
	}
	return title, trimBlank(rest)
}

// readAnswer reads an answer in words: one, or a list of which any is right.
func (r *record) readAnswer(q *quiz.Question) {
	value := r.take(answerFields)
	if value == nil {
		value = r.take(rightFields)
	}
	if value == nil {
		value = r.take(choiceFields)
	}
	if list, ok := value.([]any); ok {
		setAnswers(q, scalars(list))
		return
	}
	q.Answer = trimBlank(strings.Join(scalars(value), "\n"))
}

// setAnswers gives a question short answers, any of which is right; the first is the reference.
func setAnswers(q *quiz.Question, list []string) {
	if q.Accept = list; len(list) > 0 {
		q.Answer = list[0]
	}
}

// readChoices reads the options in any of the ways in which records hold them.
func (r *record) readChoices(q *quiz.Question) {
	if wrong := scalars(r.take(wrongFields)); len(wrong) > 0 {
		q.Choices = rightFirst(r.text(append(rightFields, answerFields...)), wrong)
		q.Shuffle = true
		return
	}
	if q.Choices = r.options(); len(q.Choices) < 2 {
		q.Choices = nil
		return
	}
	if len(q.Right()) > 0 {
		q.Answer = trimBlank(r.text(answerFields))
		return
	}
	value := r.take(rightFields)
	if value == nil {
		value = r.take(answerFields)
	}
	for _, name := range scalars(value) {
		r.mark(q, name)
	}
	if len(q.Right()) == 0 {
		q.Answer = trimBlank(strings.Join(scalars(value), "\n"))
	} else {
		q.Answer = trimBlank(r.text(answerFields))
	}
}

// rightFirst are the choices of a record that holds the right one apart from the wrong ones.
func rightFirst(right string, wrong []string) []quiz.Choice {
	list := []quiz.Choice{{Text: right, Correct: true}}
	for _, text := range wrong {
		list = append(list, quiz.Choice{Text: text})
	}
	return list
}

// options are the choices of a list, of an object whose keys are letters, or of columns of their own.
func (r *record) options() []quiz.Choice {
	for _, name := range choiceFields {
		var list []quiz.Choice
		switch v := r.fields[name].(type) {
		case []any:
			for _, item := range v {
				list = append(list, choiceOf(item))
			}
		case map[string]any:
			for _, key := range sortedKeys(v) {
				list = append(list, choiceOf(v[key]))
			}
		}
		if len(list) >= 2 {
			r.used[name] = true
			return list
		}
	}
	return r.optionColumns()
}

// choiceOf is an option as a text, or as an object that says whether it is right.
func choiceOf(value any) quiz.Choice {
	fields, ok := value.(map[string]any)
	if !ok {
		return quiz.Choice{Text: optionText(strings.Join(scalars(value), "\n"))}
	}
	var c quiz.Choice
	for name, v := range fields {
		switch fieldName(name) {
		case "text", "answer", "option", "choice", "value", "label", "content":
			c.Text = optionText(strings.Join(scalars(v), "\n"))
		case "correct", "iscorrect", "right", "isright", "isanswer":
			c.Correct = truth(v)
		}
	}
	return c
}

// truth reads a yes or no.
func truth(value any) bool {
	switch strings.ToLower(strings.Join(scalars(value), "")) {
	case "true", "yes", "y", "1", "x", "✓", "✔", "是", "对":
		return true
	}
	return false
}

// optionColumns are the choices of a table with a column for each: A, B, C or Answer 1, Answer 2.
func (r *record) optionColumns() []quiz.Choice {
	for _, prefix := range []string{"option", "choice", "answer", "选项", ""} {
		var list []quiz.Choice
		var names []string
		for i := range maxOptions {
			letter, digit := prefix+string(rune('a'+i)), prefix+strconv.Itoa(i+1)
			name := letter
			if _, ok := r.fields[name]; !ok {
				name = digit
			}
			text := strings.Join(scalars(r.fields[name]), "\n")
			if text == "" {
				break
			}
			names = append(names, name)
			list = append(list, quiz.Choice{Text: optionText(text)})
		}
		if len(list) >= 2 {
			for _, name := range names {
				r.used[name] = true
			}
			return list
		}
	}
	return nil
}

// maxOptions is how many choices a question has at most: one for each letter.
const maxOptions = 26

// mark makes those choices right that a text names: by their own words, by letters or by numbers.
func (r *record) mark(q *quiz.Question, name string) {
	for i := range q.Choices {
		if fold(q.Choices[i].Text) == fold(name) {
			q.Choices[i].Correct = true
			return
		}
	}
	for _, part := range splitList(name) {
		r.markLetter(q, part)
	}
}

// markLetter makes the choice right that a letter or a number names.
func (r *record) markLetter(q *quiz.Question, name string) {
	i := -1
	if n, err := strconv.Atoi(name); err == nil {
		i = n - r.base
	} else if len(name) == 1 {
		i = int(name[0]|0x20) - 'a'
	}
	if i >= 0 && i < len(q.Choices) {
		q.Choices[i].Correct = true
	}
}

// unused are the fields that say nothing to us.
func (r *record) unused() []string {
	var names []string
	for name, value := range r.fields {
		if !r.used[name] && value != nil && value != "" && !slices.Contains(known, name) {
			names = append(names, r.names[name])
		}
	}
	slices.Sort(names)
	return names
}

func sortedKeys(fields map[string]any) []string { return slices.Sorted(maps.Keys(fields)) }

// unescape replaces what HTML escapes in the texts of a record from the Open Trivia Database, whose texts are
// plain: https://opentdb.com/api_config.php.
func unescape(fields map[string]any) {
	for name, value := range fields {
		switch v := value.(type) {
		case string:
			fields[name] = literal(html.UnescapeString(v))
		case []any:
			for i := range v {
				if text, ok := v[i].(string); ok {
					v[i] = literal(html.UnescapeString(text))
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

// literal is plain text as Markdown that reads the same.
func literal(text string) string {
	if !strings.ContainsAny(text, "\\*_`<[~") {
		return text
	}
	var b strings.Builder
	for i, c := range text {
		switch {
		case strings.ContainsRune("\\*`[~", c), c == '_' && !within(text, i), c == '<' && opensTag(text[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// within reports whether the byte at i stands between two letters or digits, where an underscore is one.
func within(text string, i int) bool {
	word := func(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
	return i > 0 && i+1 < len(text) && word(text[i-1]) && word(text[i+1])
}

func opensTag(rest string) bool {
	return rest != "" && (rest[0] == '/' || rest[0] == '!' || rest[0] == '?' || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z')
}
