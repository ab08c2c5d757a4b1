// Package moodle reads quizzes in Moodle's XML.
package moodle

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// question holds the used fields of a question in Moodle's XML.
type question struct {
	Type     string     `xml:"type,attr"`
	Category richText   `xml:"category"`
	Name     richText   `xml:"name"`
	Text     richText   `xml:"questiontext"`
	Feedback richText   `xml:"generalfeedback"`
	Grader   richText   `xml:"graderinfo"`
	Hints    []richText `xml:"hint"`
	Tags     []richText `xml:"tags>tag"`
	ID       string     `xml:"idnumber"`
	Shuffle  string     `xml:"shuffleanswers"`
	Answers  []struct {
		richText
		Fraction  float64 `xml:"fraction,attr"`
		Tolerance string  `xml:"tolerance"`
	} `xml:"answer"`
	Pairs []struct {
		richText
		Answer richText `xml:"answer"`
	} `xml:"subquestion"`
}

type richText struct {
	Format string `xml:"format,attr"`
	Text   string `xml:"text"`
}

// toMarkdown returns the text as Markdown.
func (t richText) toMarkdown() string {
	switch {
	case t.Format == "markdown":
		return strings.TrimSpace(t.Text)
	case t.Format == "html" || text.LooksLikeHTML(t.Text):
		return text.HTMLToMarkdown(t.Text)
	}
	return text.EscapeMarkdown(strings.TrimSpace(t.Text))
}

// categoryRoot is the storage place in front of a category's name.
var categoryRoot = regexp.MustCompile(`^(?:\$[a-z]+\$/)?(?:top/)?`)

// Format returns the format of Moodle's XML: https://docs.moodle.org/en/Moodle_XML_format.
func Format() format.Format {
	return format.Format{Name: "moodle", Open: format.OpenWith(recognize, read), Remedies: format.Remedies{MarkRight: "give the right one  fraction=\"100\"", WriteAnswer: "write one as its  generalfeedback  or  graderinfo"}}
}

func recognize(p source.Page) bool {
	head := p.Text[:min(len(p.Text), 2000)]
	return strings.HasPrefix(strings.TrimSpace(head), "<") && strings.Contains(head, "<quiz") && strings.Contains(p.Text, "<question")
}

// read reads the questions of a quiz. Types that cannot be played in a chat, such as drag and drop,
// are kept without an answer.
func read(p source.Page) (found []quiz.Question, diagnostics []source.Diagnostic) {
	d := xml.NewDecoder(strings.NewReader(p.Text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // a page is UTF-8 already
	section := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found, diagnostics
		}
		line, _ := d.InputPos()
		if err != nil {
			return found, append(diagnostics, source.ErrorAt(line, "xml", fmt.Sprintf("this is no XML, so what follows is not read: %v", err)))
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "question" {
			continue
		}
		var m question
		if err := d.DecodeElement(&m, &start); err != nil {
			return found, append(diagnostics, source.ErrorAt(line, "xml", fmt.Sprintf("this question is not read, nor what follows: %v", err)))
		}
		switch m.Type {
		case "category":
			section = strings.ReplaceAll(categoryRoot.ReplaceAllString(m.Category.toMarkdown(), ""), "/", " / ")
			continue
		case "description":
			diagnostics = append(diagnostics, source.WarningAt(line, "no-question", "a description asks nothing, so it is left out"))
			continue
		}
		q, understood := m.toQuestion()
		if q.Title == "" {
			diagnostics = append(diagnostics, source.WarningAt(line, "empty-title", "this question has neither a text nor a name, so it is left out"))
			continue
		}
		if !understood {
			diagnostics = append(diagnostics, source.WarningAt(line, "no-answer", fmt.Sprintf("a question of the type %q cannot be answered in a chat: it is kept without an answer", m.Type)))
		}
		q.Section, q.Source.Line = section, line
		found = append(found, q)
	}
}

// toQuestion converts the question. understood is false where its type has no answer here.
func (m *question) toQuestion() (q quiz.Question, understood bool) {
	asked := m.Text.toMarkdown()
	if asked == "" {
		asked = m.Name.toMarkdown()
	}
	q.Title, q.Body = text.SplitTitle(asked)
	if id := strings.TrimSpace(m.ID); text.IsTypeableID(id) {
		q.ID = quiz.QuestionID(id)
	}
	for _, tag := range m.Tags {
		q.Tags = append(q.Tags, strings.TrimSpace(tag.Text))
	}
	if len(m.Hints) > 0 {
		q.Hint = m.Hints[0].toMarkdown()
	}
	understood = m.readAnswer(&q)
	q.Answer = text.JoinParagraphs(q.Answer, m.Feedback.toMarkdown())
	if !understood || m.Type == "essay" && m.Grader.toMarkdown() == "" {
		q.Answer = ""
	}
	return q, understood
}

// readAnswer reads the right answer, by the question's type.
func (m *question) readAnswer(q *quiz.Question) (understood bool) {
	switch m.Type {
	case "multichoice", "truefalse", "multichoiceset":
		for _, a := range m.Answers {
			q.Choices = append(q.Choices, quiz.Choice{Text: a.toMarkdown(), Correct: a.Fraction > 0})
		}
		q.Shuffle = m.Shuffle == "true" || m.Shuffle == "1"
	case "shortanswer", "numerical":
		var accepted, said []string
		for _, a := range m.Answers {
			if a.Fraction != 100 {
				continue
			}
			content := strings.Trim(strings.TrimSpace(a.Text), "*")
			if t, err := strconv.ParseFloat(a.Tolerance, 64); err == nil && t != 0 {
				words, list := text.NumberRange(content + ":" + a.Tolerance)
				accepted, said = append(accepted, list...), append(said, words)
				continue
			}
			accepted, said = append(accepted, content), append(said, content)
		}
		if format.SetAccepted(q, accepted); len(said) > 0 {
			q.Answer = said[0]
		}
	case "matching":
		var pairs []string
		for _, p := range m.Pairs {
			pairs = append(pairs, fmt.Sprintf("- %s → %s", p.toMarkdown(), p.Answer.toMarkdown()))
		}
		q.Answer = strings.Join(pairs, "\n")
	case "calculated", "calculatedsimple":
		for _, a := range m.Answers {
			if a.Fraction == 100 {
				q.Answer = a.toMarkdown() // the formula
			}
		}
		return q.Answer != ""
	case "essay":
		q.Answer = m.Grader.toMarkdown()
	default:
		return false
	}
	return true
}
