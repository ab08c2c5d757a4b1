package formattest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/quiz"
)

// Case is a page of one format and the expected result of reading it.
type Case struct {
	Name string
	// File is the name of the page's file. It may be empty where the content alone is recognised.
	File string
	Page string
	// Want is the reading as [Describe] writes it, without the indentation shared by its lines.
	Want string
}

// Check reads the page of each case in the format and compares the readings. The first case is the
// format's sample: the format must recognise it without being named.
func Check(t *testing.T, f format.Format, cases []Case) {
	t.Helper()
	for i, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Helper()
			page := source.Page{Name: c.File, Text: outdent(c.Page)}
			if _, confidence := f.Open(page); i == 0 && confidence == format.None {
				t.Errorf("the format %s does not recognise its sample\n%s", f.Name, page.Text)
			}
			got := Describe(read(f, page))
			if want := outdent(c.Want); got != want {
				t.Errorf("got\n%s\nwant\n%s\nof the page\n%s", got, want, page.Text)
			}
			CheckRobust(t, f, page.Text)
		})
	}
}

// CheckRobust reads the page and everything left of it when it is cut short, as by a full disk.
// Each reading must repeat itself, and every line must lie within the page.
func CheckRobust(t *testing.T, f format.Format, text string) {
	t.Helper()
	step := max(1, len(text)/60)
	for end := len(text); end >= 0; end -= step {
		page := source.Page{Text: strings.ToValidUTF8(text[:end], "\ufffd")}
		reading := read(f, page)
		if again := read(f, page); !reflect.DeepEqual(reading, again) {
			t.Fatalf("read twice, %q gives\n%s\nand\n%s", page.Text, Describe(reading), Describe(again))
		}
		checkLines(t, reading, page)
	}
}

// checkLines fails the test where a question or diagnostic has a line outside the page, or a title
// is missing.
func checkLines(t *testing.T, r format.Reading, page source.Page) {
	t.Helper()
	last := 1 + strings.Count(page.Text, "\n")
	for _, q := range r.Questions {
		if q.Source.Line < 1 || q.Source.Line > last || strings.TrimSpace(q.Title) == "" {
			t.Fatalf("of %q comes a question %q at line %d of %d", page.Text, q.Title, q.Source.Line, last)
		}
	}
	for _, d := range r.Diagnostics {
		if d.Line < 0 || d.Line > last || d.Message == "" || d.Code == "" {
			t.Fatalf("of %q comes a diagnostic %+v, with %d lines in all", page.Text, d, last)
		}
	}
}

// read reads a page in a format, whether or not the format recognises it.
func read(f format.Format, page source.Page) format.Reading {
	document, _ := f.Open(page)
	return document.Read()
}

// Describe writes a reading down, one question after the other and then the diagnostics: each
// question with its line and title, and a line for each part it has. Right choices are marked with
// *, wrong ones with -.
func Describe(r format.Reading) string {
	var lines []string
	for _, q := range r.Questions {
		lines = append(lines, describeQuestion(q)...)
	}
	for _, d := range r.Diagnostics {
		lines = append(lines, fmt.Sprintf("! %d:%d %s %s", d.Line, d.Column, d.Severity, d.Code))
	}
	return strings.Join(lines, "\n")
}

func describeQuestion(q quiz.Question) []string {
	lines := []string{fmt.Sprintf("%d %s", q.Source.Line, q.Title)}
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, "  "+name+": "+strings.ReplaceAll(value, "\n", `\n`))
		}
	}
	add("id", string(q.ID))
	add("body", q.Body)
	add("answer", q.Answer)
	add("accept", strings.Join(q.Accept, " | "))
	for _, c := range q.Choices {
		mark := "-"
		if c.Correct {
			mark = "*"
		}
		lines = append(lines, "  "+mark+" "+c.Text)
	}
	add("key points", strings.Join(q.KeyPoints, " | "))
	for _, group := range q.Terms {
		add("terms", strings.Join(group, " = "))
	}
	for _, s := range q.Samples {
		add("sample", fmt.Sprintf("%d %s | %s", s.Line, s.Band, s.Answer))
	}
	add("hint", q.Hint)
	add("links", strings.Join(q.Links, " | "))
	add("section", q.Section)
	add("tags", strings.Join(q.Tags, " | "))
	add("difficulty", q.Difficulty)
	add("language", q.Language)
	if q.Shuffle {
		add("shuffle", "yes")
	}
	return lines
}

// outdent removes the first newline, the indentation shared by all lines, and the last line if it
// is blank.
func outdent(text string) string {
	lines := strings.Split(strings.TrimPrefix(text, "\n"), "\n")
	if n := len(lines); n > 1 && strings.TrimSpace(lines[n-1]) == "" {
		lines = lines[:n-1]
	}
	indent := -1
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if n := len(line) - len(strings.TrimLeft(line, "\t")); indent < 0 || n < indent {
			indent = n
		}
	}
	for i, line := range lines {
		lines[i] = line[min(max(indent, 0), len(line)):]
	}
	return strings.Join(lines, "\n")
}
