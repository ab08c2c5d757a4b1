package write

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quizbot/questions/text"
	"quizbot/quiz"

	"quizbot/questions"
	"quizbot/questions/formattest"
)

// lines are what a text is drawn from: words, and all that means something in a bank.
var drawnLines = []string{
	"plain words", "什么是闭包？", "", "", "## a heading", "# 1. another", "```go", "```", "~~~", "Answer: no", "**Answer**", "答：乙", "- [x] boxed", "- item", "1. one",
	"A. first", "B. second", "Key points:", "- a", "Hint: look", "Accept: x", "Links:", "<!-- text -->", "<!-- end of text -->", "<!-- id: x -->", "---", "format: quizbot", "===",
	"    indented", "\ttab", "> quoted", "<details>", "<summary>s</summary>", "</details>", "[top](#top)", "| a | b |", "|---|---|", "`code`", "*ToDo*", "B", "two  spaces  ", "Q: what", "A: that", "front::back", "?",
}

func drawText(t *rapid.T, label string) string {
	lines := rapid.SliceOfN(rapid.SampledFrom(drawnLines), 0, 6).Draw(t, label)
	return text.TrimBlankLines(strings.Join(lines, "\n"))
}

func drawLine(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{"What", "什么", "1.", "C#", "#", "`x`", "**b**", ";", "\"", "-->", "[", "*", "Answer", "Q1:", "👶", "a  b", "<b>", "\\", "?"}), 0, 4).Draw(t, label)
	return strings.TrimSpace(strings.Join(parts, " "))
}

func drawList(t *rapid.T, label string, item func(*rapid.T, string) string) []string {
	var list []string
	for range rapid.IntRange(0, 3).Draw(t, label) {
		if text := item(t, label); text != "" {
			list = append(list, text)
		}
	}
	return list
}

func drawQuestion(t *rapid.T) quiz.Question {
	q := quiz.Question{
		Title: drawLine(t, "title"), Body: drawText(t, "body"), Answer: drawText(t, "answer"), Hint: drawText(t, "hint"), Section: drawLine(t, "section"),
		Accept: drawList(t, "accept", drawLine), KeyPoints: drawList(t, "points", drawText), Links: drawList(t, "links", drawLine), Tags: drawList(t, "tags", drawLine),
		Difficulty: drawLine(t, "difficulty"), Language: rapid.SampledFrom([]string{"en", "zh-CN", "ru"}).Draw(t, "language"), Shuffle: rapid.Bool().Draw(t, "shuffle"),
		ID: quiz.QuestionID(drawLine(t, "id")),
	}
	if q.Title == "" {
		q.Title = "?"
	}
	for _, text := range drawList(t, "choices", drawText) {
		q.Choices = append(q.Choices, quiz.Choice{Text: text, Correct: rapid.Bool().Draw(t, "correct")})
	}
	return q
}

// A bank written in our own format reads back the same, whatever is in it.
func TestMarkdownRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		list := make([]quiz.Question, rapid.IntRange(1, 4).Draw(t, "n"))
		for i := range list {
			list[i] = drawQuestion(t)
		}
		sameAfter(t, dir, list)
	})
}

// failer is a test or a drawn case.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// sameAfter writes questions and reads them back.
func sameAfter(t failer, dir string, list []quiz.Question) {
	t.Helper()
	var b strings.Builder
	if err := Markdown(&b, list); err != nil {
		t.Fatalf("%v", err)
	}
	bank := loadText(t, dir, "bank.md", b.String())
	if len(bank.Questions) != len(list) || len(bank.Diagnostics) > 0 {
		t.Fatalf("%d questions became %d, with %v:\n%s", len(list), len(bank.Questions), bank.Diagnostics, b.String())
	}
	for i := range list {
		if !SameQuestion(&list[i], &bank.Questions[i]) {
			t.Fatalf("question %d was\n%#v\nand is\n%#v\nin\n%s", i+1, list[i], bank.Questions[i], b.String())
		}
	}
}

// What other people wrote reads back the same, too.
func TestRealBanksRoundTrip(t *testing.T) {
	for _, path := range formattest.RealBanks(t) {
		bank, err := questions.Load(questions.Spec{Name: "b", Path: path})
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(path), func(t *testing.T) { sameAfter(t, t.TempDir(), bank.Questions) })
	}
}

// JSON and CSV hold all that a question has.
func TestExportRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		list := make([]quiz.Question, rapid.IntRange(1, 4).Draw(t, "n"))
		for i := range list {
			list[i] = drawQuestion(t)
		}
		for _, target := range []string{"json", "csv"} {
			exported(t, dir, list, target)
		}
	})
}

func exported(t failer, dir string, list []quiz.Question, target string) {
	t.Helper()
	var b strings.Builder
	if lost, err := Questions(&b, list, target); err != nil || len(lost) > 0 {
		t.Fatalf("got %v, %v", lost, err)
	}
	bank := loadText(t, dir, "bank."+target, b.String())
	if len(bank.Questions) != len(list) || len(bank.Diagnostics) > 0 {
		t.Fatalf("%s: %d questions became %d, with %v:\n%s", target, len(list), len(bank.Questions), bank.Diagnostics, b.String())
	}
	for i := range list {
		if !SameQuestion(&list[i], &bank.Questions[i]) {
			t.Fatalf("%s: question %d was\n%#v\nand is\n%#v\nin\n%s", target, i+1, list[i], bank.Questions[i], b.String())
		}
	}
}

// loadText loads a bank from a file that it writes.
func loadText(t failer, dir, name, content string) *questions.Bank {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatalf("%v", err)
	}
	bank, err := questions.Load(questions.Spec{Name: "b", Path: path})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return bank
}

// Whatever is recognised can be written in our own format, and reads back the same.
func FuzzRoundTrip(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "corpus", "*"))
	if err != nil || len(paths) == 0 {
		f.Fatalf("no corpus: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		sameAfter(t, dir, loadText(t, dir, "file", string(data)).Questions)
	})
}
