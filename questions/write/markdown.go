package write

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"quizbot/questions/markdown"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// Markdown writes questions in the program's own format, which docs/banks.md describes. It reads
// back as the same questions, apart from their places and numbers.
func Markdown(w io.Writer, list []quiz.Question) error {
	var b strings.Builder
	b.WriteString(markdown.OwnHead)
	section, headed := "", sectionsFitHeadings(list)
	for i := range list {
		q := list[i].Clone()
		if headed {
			if q.Section != section {
				section = q.Section
				fmt.Fprintf(&b, "\n# %s\n", section)
			}
			q.Section = ""
		}
		text, err := formatQuestion(&q)
		if err != nil {
			return err
		}
		b.WriteString("\n" + text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// sectionsFitHeadings reports whether each question has a section that can be a heading.
func sectionsFitHeadings(list []quiz.Question) bool {
	known := map[string]bool{}
	for i := range list {
		section := list[i].Section
		fits, ok := known[section]
		if !ok {
			found, diagnostics := readBack(markdown.OwnHead + "\n# " + section + "\n\n## Q\n")
			fits = section != "" && len(diagnostics) == 0 && len(found) == 1 && found[0].Section == section && found[0].Title == "Q"
			known[section] = fits
		}
		if !fits {
			return false
		}
	}
	return true
}

// caution is the effort to keep a question's text from reading as something else.
type caution int

const (
	unquoted caution = iota // nothing
	quoted                  // body and answer are quoted
	encoded                 // everything else is written in JSON, too
	cautionCount
)

// formatQuestion formats a question with the least caution that lets it read back.
func formatQuestion(q *quiz.Question) (string, error) {
	for c := unquoted; c < cautionCount; c++ {
		text := renderQuestion(q, c)
		if readsBackEqual(text, q) {
			return text, nil
		}
	}
	return "", fmt.Errorf("the question %q cannot be written in Markdown", q.Title)
}

// readsBackEqual reports whether formatted text reads as the same question, and ends at its end.
func readsBackEqual(content string, q *quiz.Question) bool {
	const after = "what follows"
	found, diagnostics := readBack(markdown.OwnHead + "\n" + content + "\n## " + after + "\n")
	if len(found) != 2 || len(diagnostics) > 0 || found[1].Title != after {
		return false
	}
	if found[0].Language == "" {
		found[0].Language = text.GuessLanguage(found[0].Title, found[0].Body, found[0].Answer)
	}
	return SameQuestion(&found[0], q)
}

// SameQuestion reports whether two questions are equal apart from their places and numbers.
func SameQuestion(a, b *quiz.Question) bool {
	strip := func(q *quiz.Question) quiz.Question {
		c := q.Clone()
		c.Bank, c.Number, c.Source = "", 0, quiz.Source{}
		for i := range c.Samples {
			c.Samples[i].Line = 0
		}
		return c
	}
	return reflect.DeepEqual(strip(a), strip(b))
}

// renderQuestion renders a question with some caution.
func renderQuestion(q *quiz.Question, c caution) string {
	var b strings.Builder
	title := q.Title
	if c == encoded {
		title = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			if strings.ContainsRune("#\\`*_<[", r) {
				return ' '
			}
			return r
		}, title)), " ")
		if title == "" {
			title = "?"
		}
	}
	fmt.Fprintf(&b, "## %s\n", title)
	if comment := renderComment(q, c); comment != "" {
		b.WriteString(comment + "\n")
	}
	text := func(s string) string {
		if c == unquoted {
			return s
		}
		return markdown.Quote(s)
	}
	if q.Body != "" {
		b.WriteString("\n" + text(q.Body) + "\n")
	}
	if c != encoded && len(q.Choices) > 0 {
		b.WriteString("\n")
		for _, choice := range q.Choices {
			mark := " "
			if choice.Correct {
				mark = "x"
			}
			fmt.Fprintf(&b, "- [%s] %s\n", mark, indentItem(choice.Text))
		}
	}
	mark := marksFor(q.Language)
	if q.Answer != "" {
		b.WriteString("\n" + mark.answer + "\n\n" + text(q.Answer) + "\n")
	} else if q.Body != "" && (c == encoded || len(q.Choices) == 0) {
		b.WriteString("\n" + mark.answer + "\n")
	}
	if c != encoded {
		renderList(&b, mark.keyPoints, q.KeyPoints)
		renderList(&b, mark.accept, q.Accept)
		if q.Hint != "" {
			b.WriteString("\n" + mark.hint + q.Hint + "\n")
		}
		renderList(&b, mark.links, q.Links)
		renderList(&b, mark.samples, sampleItems(q.Samples))
	}
	return b.String()
}

// partMarks are the lines that begin the parts of a question. A hint stands in the line itself.
type partMarks struct{ answer, keyPoints, accept, hint, links, samples string }

// marksFor returns the marks in the language of a question: in Chinese for Chinese, otherwise in
// English.
func marksFor(language string) partMarks {
	if language == "zh" || strings.HasPrefix(language, "zh-") {
		return partMarks{"答案：", "要点：", "可接受答案：", "提示：", "链接：", "作答示例："}
	}
	return partMarks{"Answer:", "Key points:", "Accept:", "Hint: ", "Links:", "Samples:"}
}

// sampleItems returns sample answers as items that begin with their band.
func sampleItems(samples []quiz.Sample) []string {
	items := make([]string, len(samples))
	for i, s := range samples {
		items[i] = string(s.Band) + ": " + s.Answer
	}
	return items
}

// indentItem indents the further lines of an item.
func indentItem(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }

func renderList(b *strings.Builder, mark string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n\n", mark)
	for _, item := range items {
		fmt.Fprintf(b, "- %s\n", indentItem(item))
	}
}

// renderComment renders the comment below a title, with the details that a viewer hides. With the
// most caution it holds all other fields, too.
func renderComment(q *quiz.Question, c caution) string {
	var fields []string
	add := func(name, value string, list any) {
		if value == "" {
			return
		}
		if c == encoded || strings.ContainsAny(value, ";；\n\"[{>") || value != strings.TrimSpace(value) {
			encodedValue, err := json.Marshal(list)
			if err != nil {
				return // neither a string nor a list of them can fail
			}
			value = string(encodedValue)
		}
		fields = append(fields, name+": "+value)
	}
	add("id", string(q.ID), q.ID)
	add("section", q.Section, q.Section)
	if tags := strings.Join(q.Tags, ", "); len(q.Tags) > 0 {
		if !reflect.DeepEqual(text.SplitList(tags), q.Tags) {
			tags = "[" // so that it is written as a list
		}
		add("tags", tags, q.Tags)
	}
	add("difficulty", q.Difficulty, q.Difficulty)
	if q.Language != text.GuessLanguage(q.Title, q.Body, q.Answer) {
		add("lang", q.Language, q.Language)
	}
	if q.Shuffle {
		fields = append(fields, "shuffle: true")
	}
	if len(q.Terms) > 0 {
		add("terms", "[", q.Terms)
	}
	if c == encoded {
		add("title", q.Title, q.Title)
		add("hint", q.Hint, q.Hint)
		for _, f := range []struct {
			name  string
			empty bool
			list  any
		}{
			{"choices", len(q.Choices) == 0, q.Choices},
			{"accept", len(q.Accept) == 0, q.Accept},
			{"key_points", len(q.KeyPoints) == 0, q.KeyPoints},
			{"links", len(q.Links) == 0, q.Links},
			{"samples", len(q.Samples) == 0, q.Samples},
		} {
			if !f.empty {
				add(f.name, "[", f.list)
			}
		}
	}
	if len(fields) == 0 {
		return ""
	}
	return "<!-- " + strings.Join(fields, "; ") + " -->"
}

// readBack reads text in Markdown.
func readBack(markdownText string) ([]quiz.Question, []source.Diagnostic) {
	reading := markdown.Parse(markdownText, nil).Read()
	return reading.Questions, reading.Diagnostics
}
