// Package write writes questions in formats that this program or Anki reads.
package write

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"quizbot/questions/record"
	"quizbot/quiz"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Targets returns the formats that [Questions] writes.
func Targets() []string { return []string{"markdown", "json", "csv", "anki"} }

// Questions writes questions in one of [Targets]. JSON and CSV keep all fields. Anki's notes have a
// front and a back only; lost describes the fields that are left out.
func Questions(w io.Writer, list []quiz.Question, target string) (lost []string, err error) {
	switch target {
	case "markdown":
		return nil, Markdown(w, list)
	case "json":
		return nil, writeJSON(w, list)
	case "csv":
		return nil, writeCSV(w, list)
	case "anki":
		return writeAnki(w, list)
	}
	return nil, fmt.Errorf("there is no format %q to write: name one of %s", target, strings.Join(Targets(), ", "))
}

func writeJSON(w io.Writer, list []quiz.Question) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if list == nil {
		list = []quiz.Question{}
	}
	return e.Encode(list)
}

// writeCSV writes a row for each question, a line of a cell for each item of a list, and a column
// for each option.
func writeCSV(w io.Writer, list []quiz.Question) error {
	most := 0
	for i := range list {
		if n := len(list[i].Choices); n > record.MaxOptions {
			return fmt.Errorf("%q has %d choices: a table holds %d, one for each letter", list[i].Title, n, record.MaxOptions)
		}
		most = max(most, len(list[i].Choices))
	}
	out := csv.NewWriter(w)
	head := record.CSVColumns()
	for i := range most {
		head = append(head[:len(head):len(head)], "option_"+string(rune('a'+i)))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := range list {
		if err := out.Write(csvRow(&list[i], most)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(q *quiz.Question, options int) []string {
	var letters []string
	for _, i := range q.RightChoices() {
		letters = append(letters, string(rune('A'+i)))
	}
	shuffle := ""
	if q.Shuffle {
		shuffle = strconv.FormatBool(true)
	}
	row := []string{
		string(q.ID), q.Title, q.Body, q.Answer, record.JoinCell(q.Accept), record.JoinCell(q.KeyPoints), q.Hint, record.JoinCell(q.Links), q.Section, record.JoinCell(q.Tags), q.Difficulty, q.Language,
		shuffle, strings.Join(letters, ","), record.JoinSamples(q.Samples), record.JoinTerms(q.Terms),
	}
	for i := range options {
		text := ""
		if i < len(q.Choices) {
			text = q.Choices[i].Text
		}
		row = append(row, text)
	}
	return row
}

// writeAnki writes notes as Anki imports them, in HTML:
// https://docs.ankiweb.net/importing/text-files.html.
func writeAnki(w io.Writer, list []quiz.Question) (lost []string, err error) {
	if _, err := io.WriteString(w, "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"); err != nil {
		return nil, err
	}
	out := csv.NewWriter(w)
	out.Comma = '\t'
	choices, empty, sampled := 0, 0, 0
	for i := range list {
		q := &list[i]
		if len(q.Choices) > 0 {
			choices++
		}
		if !q.HasAnswer() {
			empty++
		}
		if len(q.Samples)+len(q.Terms) > 0 {
			sampled++
		}
		tags := make([]string, len(q.Tags))
		for i, tag := range q.Tags {
			tags[i] = strings.ReplaceAll(tag, " ", "_")
		}
		if err := out.Write([]string{string(q.ID), cardFront(q), cardBack(q), strings.Join(tags, " ")}); err != nil {
			return nil, err
		}
	}
	out.Flush()
	if choices > 0 {
		lost = append(lost, fmt.Sprintf("questions with choices became cards with the choices on the front and the right ones on the back: %d", choices))
	}
	if empty > 0 {
		lost = append(lost, fmt.Sprintf("questions without an answer became cards with an empty back: %d", empty))
	}
	if sampled > 0 {
		lost = append(lost, fmt.Sprintf("sample answers and terms have no place on a card, so these questions lost theirs: %d", sampled))
	}
	return lost, out.Error()
}

// cardFront returns the front of a card, in HTML.
func cardFront(q *quiz.Question) string {
	var b strings.Builder
	b.WriteString(q.Title + "\n")
	if q.Body != "" {
		b.WriteString("\n" + q.Body + "\n")
	}
	for i, c := range q.Choices {
		fmt.Fprintf(&b, "\n**%s.** %s\n", quiz.ChoiceLetter(i), c.Text)
	}
	return renderHTML(b.String())
}

// cardBack returns the back of a card, in HTML.
func cardBack(q *quiz.Question) string {
	var parts []string
	for _, i := range q.RightChoices() {
		parts = append(parts, fmt.Sprintf("**%s.** %s", quiz.ChoiceLetter(i), q.Choices[i].Text))
	}
	if q.Answer == "" && len(q.Accept) > 0 {
		parts = append(parts, strings.Join(q.Accept, " / "))
	}
	if q.Answer != "" {
		parts = append(parts, q.Answer)
	}
	if len(q.KeyPoints) > 0 {
		var points strings.Builder
		renderList(&points, "Key points", q.KeyPoints)
		parts = append(parts, strings.TrimSpace(points.String()))
	}
	parts = append(parts, q.Links...)
	return renderHTML(strings.Join(parts, "\n\n"))
}

// renderHTML renders Markdown as HTML. HTML within it is escaped.
func renderHTML(text string) string {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &b); err != nil {
		return "<pre>" + html.EscapeString(text) + "</pre>"
	}
	return strings.TrimSpace(b.String())
}
