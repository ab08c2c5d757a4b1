package write

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/scoring"

	"quizbot/questions"
	"quizbot/questions/format"
	"quizbot/questions/formattest"
	"quizbot/questions/markdown"
	"quizbot/questions/record"
	"quizbot/questions/source"
)

// drawnLines are the lines of drawn texts: words, and all syntax of banks.
var drawnLines = []string{
	"plain words", "什么是闭包？", "", "", "## a heading", "# 1. another", "```go", "```", "~~~", "Answer: no", "**Answer**", "答：乙", "- [x] boxed", "- item", "1. one",
	"A. first", "B. second", "Key points:", "- a", "Samples:", "- full: b", "wrong: c", "Hint: look", "Accept: x", "Links:", "<!-- text -->", "<!-- end of text -->", "<!-- id: x -->", "---", "format: quizbot", "===",
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
	for _, answer := range drawList(t, "samples", drawText) {
		band := rapid.SampledFrom([]scoring.Band{scoring.Full, scoring.Wrong, scoring.Unsure}).Draw(t, "band")
		q.Samples = append(q.Samples, quiz.Sample{Band: band, Answer: answer})
	}
	for range rapid.IntRange(0, 2).Draw(t, "groups") {
		if group := drawList(t, "terms", drawLine); len(group) > 1 {
			q.Terms = append(q.Terms, group)
		}
	}
	for _, text := range drawList(t, "choices", drawText) {
		q.Choices = append(q.Choices, quiz.Choice{Text: text, Correct: rapid.Bool().Draw(t, "correct")})
	}
	return q
}

// A bank written in our own format reads back the same, whatever is in it. JSON and CSV hold as
// much.
func TestRoundTrip(t *testing.T) {
	for _, target := range []string{"markdown", "json", "csv"} {
		t.Run(target, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				list := make([]quiz.Question, rapid.IntRange(1, 4).Draw(t, "n"))
				for i := range list {
					list[i] = drawQuestion(t)
				}
				written := writeText(t, list, target)
				checkSame(t, list, readText(t, target, written), written)
			})
		})
	}
}

// What other people wrote reads back the same, too.
func TestRealBanksRoundTrip(t *testing.T) {
	for _, path := range formattest.SomeRealBanks(t) {
		bank, err := questions.Load(questions.Spec{Name: "b", Path: path})
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(path), func(t *testing.T) { checkBank(t, bank) })
	}
}

// failer is a test or a drawn case.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// writeText writes questions, of which nothing may be lost.
func writeText(t failer, list []quiz.Question, target string) string {
	t.Helper()
	var b strings.Builder
	if lost, err := Questions(&b, list, target); err != nil || len(lost) > 0 {
		t.Fatalf("got %v, %v", lost, err)
	}
	return b.String()
}

// readText reads written questions in their own format, which must recognise them.
func readText(t failer, target, written string) []quiz.Question {
	t.Helper()
	f := map[string]format.Format{"markdown": markdown.Format(), "json": record.JSON(), "csv": record.CSV()}[target]
	document, confidence := f.Open(source.Page{Name: "bank", Text: written})
	if confidence == format.None {
		t.Fatalf("%s is not recognised:\n%s", target, written)
	}
	reading := document.Read()
	if len(reading.Diagnostics) > 0 {
		t.Fatalf("got %v in\n%s", reading.Diagnostics, written)
	}
	for i := range reading.Questions {
		if q := &reading.Questions[i]; q.Language == "" {
			q.Language = text.GuessLanguage(q.Title, q.Body, q.Answer)
		}
	}
	return reading.Questions
}

// checkSame compares questions with those that were read back.
func checkSame(t failer, want, got []quiz.Question, written string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d questions became %d:\n%s", len(want), len(got), written)
	}
	for i := range want {
		if !SameQuestion(&want[i], &got[i]) {
			t.Fatalf("question %d was\n%#v\nand is\n%#v\nin\n%s", i+1, want[i], got[i], written)
		}
	}
}

// checkBank writes a bank in our own format, and reads it back from a file whose format is
// recognised.
func checkBank(t *testing.T, bank *questions.Bank) {
	t.Helper()
	if len(bank.Questions) == 0 {
		return
	}
	written := writeText(t, bank.Questions, "markdown")
	checkSame(t, bank.Questions, loadText(t, t.TempDir(), "bank.md", written).Questions, written)
}

// loadText loads a bank from a file that it writes.
func loadText(t *testing.T, dir, name, content string) *questions.Bank {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	bank, err := questions.Load(questions.Spec{Name: "b", Path: path})
	if err != nil {
		t.Fatal(err)
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
		checkBank(t, loadText(t, t.TempDir(), "file", string(data)))
	})
}

// Samples are written as their authors write them, as long as they read back.
func TestSamplesAreReadable(t *testing.T) {
	q := quiz.Question{ID: "heap", Title: "What is a heap?", Answer: "A tree.", Language: "en", Terms: [][]string{{"heap", "priority queue"}}, Samples: []quiz.Sample{
		{Band: scoring.Full, Answer: "a tree\n\n```\nheap\n```"}, {Band: scoring.Wrong, Answer: "a list"},
	}}
	written := writeText(t, []quiz.Question{q}, "markdown")
	const want = markdown.OwnHead + "\n## What is a heap?\n<!-- id: heap; terms: [[\"heap\",\"priority queue\"]] -->\n\nAnswer:\n\nA tree.\n\n" +
		"Samples:\n\n- full: a tree\n  \n  ```\n  heap\n  ```\n- wrong: a list\n"
	if written != want {
		t.Errorf("got\n%s\nwant\n%s", written, want)
	}
}
