package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// readChoices reads the choices in any of the ways in which records hold them.
func (r *record) readChoices(q *quiz.Question) {
	if wrong := Scalars(r.take(text.IncorrectField)); len(wrong) > 0 {
		right := r.takeText(text.CorrectField)
		if right == "" {
			right = r.takeText(text.AnswerField)
		}
		q.Choices = choicesWithRightFirst(right, wrong)
		q.Shuffle = true
		return
	}
	if q.Choices = r.takeOptions(); len(q.Choices) < 2 {
		q.Choices = nil
		return
	}
	if len(q.RightChoices()) > 0 {
		q.Answer = text.TrimBlankLines(r.takeText(text.AnswerField))
		return
	}
	value := r.take(text.CorrectField)
	if value == nil {
		value = r.take(text.AnswerField)
	}
	for _, name := range Scalars(value) {
		r.markRight(q, name)
	}
	if len(q.RightChoices()) == 0 {
		q.Answer = text.TrimBlankLines(strings.Join(Scalars(value), "\n"))
	} else {
		q.Answer = text.TrimBlankLines(r.takeText(text.AnswerField))
	}
}

// choicesWithRightFirst returns the choices of a record with the right one and the wrong ones in
// different fields.
func choicesWithRightFirst(right string, wrong []string) []quiz.Choice {
	list := []quiz.Choice{{Text: right, Correct: true}}
	for _, text := range wrong {
		list = append(list, quiz.Choice{Text: text})
	}
	return list
}

// takeOptions returns the choices of a list, of an object with letters as keys, or of columns of
// their own.
func (r *record) takeOptions() []quiz.Choice {
	for i := range r.fields {
		f := &r.fields[i]
		if f.Role != text.ChoicesField {
			continue
		}
		var list []quiz.Choice
		switch v := f.value.(type) {
		case []any:
			for _, item := range v {
				list = append(list, r.parseChoice(item))
			}
		case map[string]any:
			for _, key := range sortedKeys(v) {
				list = append(list, r.parseChoice(v[key]))
			}
		}
		if len(list) >= 2 {
			f.used = true
			return withoutLetters(list)
		}
	}
	return r.optionColumns()
}

// withoutLetters removes the letters of options that all have one: "A. …", "B. …".
func withoutLetters(list []quiz.Choice) []quiz.Choice {
	bare := slices.Clone(list)
	for i, c := range list {
		letter, content, ok := text.CutOptionLetter(c.Text)
		if !ok || letter <= '9' || text.OptionIndex(letter) != i || content == "" {
			return list
		}
		bare[i].Text = content
	}
	return bare
}

// parseChoice returns an option that is a text, or an object with a field for the right one.
func (r *record) parseChoice(value any) quiz.Choice {
	fields, ok := value.(map[string]any)
	if !ok {
		return quiz.Choice{Text: text.CleanOption(strings.Join(Scalars(value), "\n"))}
	}
	var c quiz.Choice
	for name, v := range fields {
		switch r.keys.lookup(name).Folded {
		case "text", "answer", "option", "choice", "value", "label", "content":
			c.Text = text.CleanOption(strings.Join(Scalars(v), "\n"))
		case "correct", "iscorrect", "right", "isright", "isanswer":
			c.Correct = isYes(v)
		}
	}
	return c
}

// optionColumns returns the choices of a table with one column each: A, B, C or Answer 1, Answer 2.
func (r *record) optionColumns() []quiz.Choice {
	for _, prefix := range text.OptionColumnPrefixes() {
		var columns []*recordField
		for i := range MaxOptions {
			f := r.fieldNamed(prefix + string(rune('a'+i)))
			if f == nil {
				f = r.fieldNamed(prefix + strconv.Itoa(i+1))
			}
			if f == nil {
				break
			}
			columns = append(columns, f)
		}
		if len(columns) < 2 {
			continue
		}
		list := make([]quiz.Choice, len(columns))
		for i, f := range columns {
			f.used = true
			list[i].Text = text.CleanOption(strings.Join(Scalars(f.value), "\n"))
		}
		return list
	}
	return nil
}

// markRight marks the choices that a text names by their words, by letters or by numbers.
func (r *record) markRight(q *quiz.Question, name string) {
	for i := range q.Choices {
		if text.Fold(q.Choices[i].Text) == text.Fold(name) {
			q.Choices[i].Correct = true
			return
		}
	}
	if letter, text, ok := text.CutOptionLetter(name); ok && text != "" && letter > '9' {
		r.markRight(q, string(letter))
		return
	}
	for _, part := range text.SplitList(name) {
		if !r.markByLetter(q, part) {
			r.unknown = append(r.unknown, part)
		}
	}
}

// warnings reports names of right choices that match none. That no choice at all is right is
// reported by the bank.
func (r *record) warnings(q *quiz.Question, line, column int) []source.Diagnostic {
	if len(r.unknown) == 0 || len(q.RightChoices()) == 0 {
		return nil
	}
	return []source.Diagnostic{source.WarningAt(line, "right-choice", fmt.Sprintf("%s names none of the %d choices, so it is passed over: a letter, a number from %d on or the words of the choice do", text.QuoteList(r.unknown), len(q.Choices), r.base)).AtColumn(column)}
}

// markByLetter marks the choice of a letter or a number.
func (r *record) markByLetter(q *quiz.Question, name string) bool {
	i := -1
	if n, err := strconv.Atoi(name); err == nil {
		i = n - r.base
	} else if len(name) == 1 {
		i = int(name[0]|0x20) - 'a'
	}
	if i < 0 || i >= len(q.Choices) {
		return false
	}
	q.Choices[i].Correct = true
	return true
}
