// Package notebook reads Jupyter notebooks whose cells hold questions in Markdown.
package notebook

import (
	"encoding/json"
	"fmt"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/markdown"
	"quizbot/questions/source"
	"quizbot/quiz"
)

// notebook is what is used of a Jupyter notebook:
// https://nbformat.readthedocs.io/en/latest/format_description.html.
type notebook struct {
	Cells    []cell `json:"cells"`
	Metadata struct {
		Language struct {
			Name string `json:"name"`
		} `json:"language_info"`
	} `json:"metadata"`
}

type cell struct {
	Type   string     `json:"cell_type"`
	Source cellSource `json:"source"`
}

// cellSource is text that is written as one string or as a list of its lines.
type cellSource string

// UnmarshalJSON implements [json.Unmarshaler].
func (l *cellSource) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*l = cellSource(one)
		return nil
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		return fmt.Errorf("the source of a cell is neither text nor a list of lines: %w", err)
	}
	*l = cellSource(strings.Join(many, ""))
	return nil
}

// Format returns the format of Jupyter notebooks:
// https://nbformat.readthedocs.io/en/latest/format_description.html.
func Format() format.Format {
	return format.Format{Name: "notebook", Open: format.OpenWith(recognize, read), Remedies: markdown.Format().Remedies}
}

func recognize(p source.Page) bool {
	return source.BeginsJSONObject(p, `"cells"`, `"cell_type"`)
}

// read reads the cells as one Markdown document with fenced code. The line of a question is the
// number of its cell, because notebooks show cells and no lines.
func read(p source.Page) ([]quiz.Question, []source.Diagnostic) {
	var n notebook
	if err := json.Unmarshal([]byte(p.Text), &n); err != nil {
		return nil, []source.Diagnostic{source.ErrorAt(1, "json", fmt.Sprintf("this notebook is no JSON, so nothing of it is read: %v", err))}
	}
	text, cells := n.toMarkdown()
	reading := markdown.Parse(text, nil).Read()
	found, diagnostics := reading.Questions, reading.Diagnostics
	for i := range found {
		found[i].Source.Line = cells[found[i].Source.Line]
	}
	for i := range diagnostics {
		diagnostics[i].Line, diagnostics[i].Column = cells[diagnostics[i].Line], 1
		diagnostics[i].Message = fmt.Sprintf("cell %d: %s", diagnostics[i].Line, diagnostics[i].Message)
	}
	return found, diagnostics
}

// toMarkdown returns the notebook as one document, and the number of the cell for each of its
// lines. Lines and cells count from 1.
func (n *notebook) toMarkdown() (text string, cells []int) {
	var b strings.Builder
	cells = []int{0}
	for i, c := range n.Cells {
		source := strings.TrimRight(strings.ReplaceAll(string(c.Source), "\r\n", "\n"), "\n")
		switch {
		case strings.TrimSpace(source) == "" || c.Type == "raw":
			continue
		case c.Type == "code":
			mark := fenceFor(source)
			source = mark + n.Metadata.Language.Name + "\n" + source + "\n" + mark
		}
		source += "\n\n"
		b.WriteString(source)
		for range strings.Count(source, "\n") {
			cells = append(cells, i+1)
		}
	}
	return b.String(), append(cells, len(n.Cells))
}

// fenceFor returns a fence that nothing within the code closes.
func fenceFor(code string) string {
	mark := "```"
	for strings.Contains(code, mark) {
		mark += "`"
	}
	return mark
}
