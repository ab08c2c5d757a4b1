package main

import (
	"fmt"
	"io"
	"strings"
)

// figure is one count with its limit.
type figure struct {
	name    string
	value   float64
	limit   float64
	atLeast bool // the value has to reach the limit; otherwise it has to stay below it
	format  string
	note    string
}

// ok reports whether the figure keeps its limit.
func (f figure) ok() bool {
	if f.atLeast {
		return f.value >= f.limit
	}
	return f.value < f.limit
}

func (f figure) text() string {
	s := fmt.Sprintf(f.format, f.value)
	if f.note != "" {
		s += " " + f.note
	}
	return s
}

func (f figure) limitText() string {
	if f.atLeast {
		return ">= " + fmt.Sprintf(f.format, f.limit)
	}
	return "< " + fmt.Sprintf(f.format, f.limit)
}

// figures computes all of them.
func figures(t *tree) []figure {
	names, namesIn := largest(exportedNames(t))
	files, filesAt := largest(filesIn(t))
	g := fileGraph(t, "questions")
	f := functions(t)
	long := 0
	for _, fn := range f {
		if fn.body > 60 {
			long++
		}
	}
	code, tests := sentences(t, t.code()), sentences(t, testFiles(t))
	all := []figure{
		{name: "exported names of the largest package", value: float64(names), limit: 150, format: "%.0f", note: namesIn},
		{name: "files in the largest package", value: float64(files), limit: 20, format: "%.0f", note: filesAt},
		{name: fmt.Sprintf("upward references inside questions (of %d)", g.arrows()), value: float64(len(g.upward())), limit: 15, format: "%.0f"},
		{name: "identifiers that Slack and Discord share", value: float64(len(sharedNames(t, "bot/slack", "bot/discord"))), limit: 20, format: "%.0f"},
		{name: "vague sentences in comments", value: percent(code), limit: 3, format: "%.1f%%"},
		{name: "vague sentences in comments of tests", value: percent(tests), limit: 3, format: "%.1f%%"},
		{name: "median length of a function's name", value: float64(f[len(f)/2].letters), limit: 10, atLeast: true, format: "%.0f"},
		{name: "functions over 60 lines", value: float64(long), limit: 1, format: "%.0f"},
		{name: "lines of tests to lines of code in questions", value: testRatio(t, "questions"), limit: 0.6, atLeast: true, format: "%.2f"},
	}
	for _, p := range probes() {
		all = append(all, figure{name: "places that name " + p.kind + " " + p.name, value: float64(len(places(t, p.name, p.field))), limit: 3, format: "%.0f"})
	}
	return all
}

// probe is a setting or a command whose places are counted.
type probe struct{ kind, name, field string }

// probes are settings and commands whose names mean nothing else in the code.
func probes() []probe {
	return []probe{
		{"setting", "catch_up", "CatchUp"},
		{"setting", "unanswered", "Unanswered"},
		{"setting", "practice", "Practice"},
		{"command", "my-data", ""},
		{"command", "forget-me", ""},
		{"command", "reveal-now", ""},
	}
}

// largest returns the largest count and its key.
func largest(counts map[string]int) (int, string) {
	most, at := 0, ""
	for key, n := range counts {
		if n > most || n == most && key < at {
			most, at = n, key
		}
	}
	return most, at
}

func testFiles(t *tree) []goFile {
	var files []goFile
	for _, f := range t.files {
		if f.test {
			files = append(files, f)
		}
	}
	return files
}

// percent returns the share of vague sentences in percent.
func percent(all []sentence) float64 {
	return 100 * float64(len(vagueSentences(all))) / float64(max(1, len(all)))
}

// testRatio returns lines of tests per line of code below a folder.
func testRatio(t *tree, folder string) float64 {
	var tests, code int
	for _, f := range t.files {
		switch {
		case !within(f.dir, []string{folder}):
		case f.test:
			tests += f.lines
		default:
			code += f.lines
		}
	}
	return float64(tests) / float64(max(1, code))
}

// printDetails lists the cases behind a figure.
func printDetails(w io.Writer, t *tree, kind, under string) {
	show := func(file, line string) {
		if strings.HasPrefix(file, under) {
			_, _ = fmt.Fprintln(w, line)
		}
	}
	switch kind {
	case "comments":
		for _, s := range vagueSentences(sentences(t, t.files)) {
			show(s.file, fmt.Sprintf("%s:%d: %s", s.file, s.line, s.text))
		}
	case "names":
		for _, f := range functions(t) {
			show(f.file, fmt.Sprintf("%3d %s %s", f.letters, f.name, f.file))
		}
	case "arrows":
		for _, a := range fileGraph(t, "questions").upward() {
			_, _ = fmt.Fprintln(w, a)
		}
	case "shared":
		_, _ = fmt.Fprintln(w, strings.Join(sharedNames(t, "bot/slack", "bot/discord"), " "))
	case "places":
		for _, p := range probes() {
			_, _ = fmt.Fprintf(w, "%s %s:\n  %s\n", p.kind, p.name, strings.Join(places(t, p.name, p.field), "\n  "))
		}
	}
}
