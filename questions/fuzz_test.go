package questions

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"quizbot/questions/source"
	"quizbot/quiz"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"
)

// corpus are the files of testdata/corpus whose names begin with that of a format, each a small
// bank with all turns of it.
func corpus(tb testing.TB, format string) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "corpus", format+".*"))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no corpus for %s: %v", format, err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		files[path] = data
	}
	return files
}

// Each file of the corpus is recognised as what it is, and holds questions.
func TestCorpusIsRecognised(t *testing.T) {
	for _, format := range Formats() {
		if format == filePerQuestion {
			continue
		}
		for path, data := range corpus(t, format) {
			p := source.Page{Name: strings.TrimSuffix(path, filepath.Ext(path)), Text: string(data)} // no ending gives it away
			if opened, err := openPage("", p); err != nil || opened.format.Name != format {
				t.Errorf("%s is taken for %s, %v", path, opened.format.Name, err)
			}
			opened, err := openPage(format, p)
			if err != nil {
				t.Fatal(err)
			}
			if r := opened.document.Read(); len(r.Questions) < 1 {
				t.Errorf("%s: no question, with %v", path, r.Diagnostics)
			}
		}
	}
}

// fuzz reads any data in a format. Nothing panics, questions and diagnostics make sense, and
// no input takes more than its share of memory.
func fuzz(f *testing.F, format string) {
	f.Helper()
	for _, data := range corpus(f, format) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := allocated()
		text, _ := source.Decode(data)
		b := &Bank{Name: "x"}
		if err := b.addPage(format, source.Page{Name: "file", Text: text}, false); err != nil {
			t.Fatal(err)
		}
		b.finalize()
		took := allocated() - before
		sane(t, b, text)
		before = allocated()
		alone(data)
		if most := 3*(allocated()-before) + 32<<20; took > most {
			t.Errorf("reading %d bytes took %d bytes of memory, more than %d", len(data), took, most)
		}
	})
}

// alone is what goldmark alone does with the same bytes.
func alone(data []byte) { goldmark.DefaultParser().Parse(text.NewReader(data)) }

// allocated is how many bytes were ever taken from the heap.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// sane checks what holds for every bank.
func sane(t *testing.T, b *Bank, text string) {
	t.Helper()
	lines := 1 + strings.Count(text, "\n")
	if b.formats["file"].Name == "notebook" || strings.Contains(strings.ToLower(text), "cells") {
		lines = max(1, len(text)) // a notebook counts cells, and an empty file has one line
	}
	ids := map[quiz.QuestionID]bool{}
	for _, q := range b.Questions {
		switch {
		case q.Title == "" || strings.Contains(q.Title, "\n"):
			t.Errorf("the title %q", q.Title)
		case ids[q.ID]:
			t.Errorf("the id %q twice", q.ID)
		case q.Source.Line < 1 || q.Source.Line > lines:
			t.Errorf("line %d of %d", q.Source.Line, lines)
		case !utf8.ValidString(q.Title + q.Body + q.Answer + q.Hint + strings.Join(q.KeyPoints, "") + strings.Join(q.Accept, "")):
			t.Errorf("%+v is not UTF-8", q)
		}
		ids[q.ID] = true
	}
	for _, p := range b.Diagnostics {
		if p.Message == "" || p.Code == "" || p.Line < 0 || p.Line > lines {
			t.Errorf("the problem %+v in %d lines", p, lines)
		}
	}
}

func FuzzMarkdown(f *testing.F) { fuzz(f, "markdown") }
func FuzzNotebook(f *testing.F) { fuzz(f, "notebook") }
func FuzzAnki(f *testing.F)     { fuzz(f, "anki") }
func FuzzJSON(f *testing.F)     { fuzz(f, "json") }
func FuzzMoodle(f *testing.F)   { fuzz(f, "moodle") }
func FuzzTrivia(f *testing.F)   { fuzz(f, "trivia") }
func FuzzGIFT(f *testing.F)     { fuzz(f, "gift") }
func FuzzAiken(f *testing.F)    { fuzz(f, "aiken") }
func FuzzYAML(f *testing.F)     { fuzz(f, "yaml") }
func FuzzCSV(f *testing.F)      { fuzz(f, "csv") }

// Each format has a target for fuzzing.
func TestFormatsAreFuzzed(t *testing.T) {
	targets, err := os.ReadFile("fuzz_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats() {
		if format != filePerQuestion && !strings.Contains(string(targets), `{ fuzz(f, "`+format+`") }`) {
			t.Errorf("%s has no target in this file", format)
		}
	}
}

// Whatever is recognised makes sense.
func FuzzAny(f *testing.F) {
	for _, format := range Formats() {
		if format == filePerQuestion {
			continue
		}
		for _, data := range corpus(f, format) {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _ := source.Decode(data)
		b := &Bank{Name: "x"}
		if err := b.addPage("", source.Page{Name: "file", Text: text}, false); err != nil {
			t.Fatal(err)
		}
		b.finalize()
		sane(t, b, text)
	})
}
