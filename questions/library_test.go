package questions

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"

	"quizbot/questions/source"
	"quizbot/quiz"

	"quizbot/questions/formattest"
)

// An id stays with its question when others come, go or move, and differs where titles repeat.
func TestIDs(t *testing.T) {
	before := load(t, "## One?\n\nA.\n\n## Two?\n\n## What does it print?\n\n```\n1\n```\n\nAnswer: x\n\n## What does it print?\n\n```\n2\n```\n\nAnswer: x\n\n## Twin?\n\n## Twin?\n").Questions
	after := load(t, "## New?\n\n## What does it print?\n\n```\n2\n```\n\nAnswer: x\n\n## What does it print?\n\n```\n1\n```\n\nAnswer: y\n\n## ONE?\n\nchanged\n").Questions
	ids := map[quiz.QuestionID]bool{}
	for _, q := range before {
		if ids[q.ID] || len(q.ID) != idLength {
			t.Errorf("%s has the id %q, which is taken or of another length", q.Title, q.ID)
		}
		ids[q.ID] = true
	}
	for i, j := range map[int]int{0: 3, 2: 2, 3: 1} {
		if before[i].ID != after[j].ID {
			t.Errorf("%q was %s and is %s", before[i].Title, before[i].ID, after[j].ID)
		}
	}
	if ids[after[0].ID] {
		t.Error("a new question has an old one's id")
	}
}

func TestLoadPaths(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"b.md": "## B?", "a.md": "## A?", "sub/c.txt": "## C?", ".hidden/x.md": "## X?", "LICENSE": "words", "picture.png": "\x89PNG",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{dir: "A? B? C?", dir + "/a.md": "A?", dir + "/?.md": "A? B?"} {
		b, err := Load(Spec{Name: "x", Path: path})
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, q := range b.Questions {
			titles = append(titles, q.Title)
		}
		if got := strings.Join(titles, " "); got != want || len(b.Diagnostics) > 0 {
			t.Errorf("%s: got %q and %v, want %q", path, got, b.Diagnostics, want)
		}
	}
	for _, path := range []string{dir + "/none.md", dir + "/*.csv", dir + "/[", ""} {
		if _, err := Load(Spec{Name: "x", Path: path}); err == nil {
			t.Errorf("%q loads", path)
		}
	}
}

func TestLibrary(t *testing.T) {
	one := &Bank{Name: "one", Questions: []quiz.Question{{ID: "a", Title: "A1"}, {ID: "b", Title: "B1"}}}
	two := &Bank{Name: "two", Questions: []quiz.Question{{ID: "a", Title: "A2"}}}
	l := NewLibrary(one)
	diagnostics := l.Replace(one, two)
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Message, `"two/a"`) {
		t.Errorf("got the diagnostics %v, want one about the id a", diagnostics)
	}
	for banks, want := range map[string]string{"": "A1 B1 A2", "two": "A2", "two one": "A2 A1 B1", "none": ""} {
		var got []string
		for q := range l.Questions(strings.Fields(banks)...) {
			got = append(got, q.Title)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, want %q", banks, got, want)
		}
	}
	if q, ok := l.Question("two/a"); !ok || q.Title != "A2" || two.Questions[0].ID != "a" {
		t.Errorf("got %v, %v; the bank's own question is %v", q, ok, two.Questions[0])
	}
	if _, ok := l.Question("none"); ok {
		t.Error("a question that is not there is found")
	}
}

// A library is replaced while it is read.
// Samples give the answer away, so nothing of the game has them. Those without a band are left out.
func TestLibraryHasNoSamples(t *testing.T) {
	bank := load(t, "## One?\n<!-- id: one -->\n\nA.\n\nSamples:\n\n- full: a\n- so: b\n")
	if got := bank.Questions[0].Samples; len(got) != 1 || got[0] != (quiz.Sample{Band: "full", Answer: "a", Line: 8}) {
		t.Errorf("the bank has the samples %+v", got)
	}
	if len(bank.Diagnostics) != 1 || bank.Diagnostics[0].Code != source.SampleBand || bank.Diagnostics[0].Line != 9 {
		t.Errorf("the diagnostics are %v", bank.Diagnostics)
	}
	library := NewLibrary(bank)
	q, ok := library.Question("one")
	if !ok || q.Samples != nil || q.Answer != "A." {
		t.Errorf("the library has %+v", q)
	}
	for q := range library.Questions() {
		if q.Samples != nil {
			t.Errorf("the library has %+v", q)
		}
	}
	if len(bank.Questions[0].Samples) != 1 {
		t.Error("the bank lost its samples")
	}
}

func TestReplaceWhileReading(t *testing.T) {
	banks := func(n int) *Bank {
		b := &Bank{Name: "x"}
		for i := range n {
			b.Questions = append(b.Questions, quiz.Question{ID: quiz.QuestionID(fmt.Sprint(i))})
		}
		return b
	}
	l := NewLibrary(banks(3))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				if n := len(slices.Collect(l.Questions())); n != 3 && n != 5 {
					t.Errorf("a reader saw %d questions", n)
				}
			}
		})
	}
	for range 100 {
		l.Replace(banks(5))
		l.Replace(banks(3))
	}
	wg.Wait()
}

// An id that the bank gives is not made for another question.
func TestIDsGivenAreNotMade(t *testing.T) {
	made := load(t, "## One?\n").Questions[0].ID
	b := load(t, "## Two?\n<!-- id: "+string(made)+" -->\n\n## One?\n")
	if len(b.Questions) != 2 || b.Questions[0].ID != made || b.Questions[1].ID == made || b.Questions[1].ID == "" {
		t.Errorf("got %v", b.Questions)
	}
}

// Markup that nests very deep is text, because parsers take their time with it.
func TestTooDeep(t *testing.T) {
	for name, text := range map[string]string{
		"quotations": "## One?\n\n" + strings.Repeat("> ", 100_000) + "deep\n\n## Two?\n", "lists": "## One?\n\n" + strings.Repeat("- ", 100_000) + "deep\n\n## Two?\n",
		"brackets": "One?:\n- " + strings.Repeat("[", 100_000) + "\nTwo?: 2\n",
	} {
		b := &Bank{Name: "b"}
		format := "markdown"
		if name == "brackets" {
			format = "yaml"
		}
		if err := b.addPage(format, source.Page{Name: "a", Text: text}, false); err != nil {
			t.Fatal(err)
		}
		if len(b.Diagnostics) == 0 || b.Diagnostics[0].Code != "too-deep" || format == "markdown" && len(b.Questions) != 2 {
			t.Errorf("%s: got %d questions and %v", name, len(b.Questions), b.Diagnostics)
		}
	}
}

// Whoever waits for a long file hears how far it is, from nothing to nearly all of it.
func TestProgress(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.md")
	if err := os.WriteFile(path, many(5000), 0o600); err != nil {
		t.Fatal(err)
	}
	last, calls := int64(-1), 0
	_, err := Load(Spec{Name: "x", Path: path, Progress: func(done, total int64) {
		calls++
		if done < last || done > total {
			t.Errorf("%d after %d, of %d", done, last, total)
		}
		last = done
		if calls == 1 && done != 0 {
			t.Errorf("it begins with %d", done)
		}
	}})
	if err != nil || calls < 1000 || last < int64(len(many(5000)))*9/10 {
		t.Errorf("%d calls, the last one with %d, %v", calls, last, err)
	}
}

// many is a bank of n questions, with all that ours have.
func many(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "## %d. What does number %d do?\n<!-- id: q%d; tags: a, b; difficulty: easy -->\n\nSome *body* with `code`.\n\n"+
			"Answer:\n\nIt does **this**, and [that](https://example.org/%d).\n\n```go\nx := %d // # no heading\n```\n\nKey points:\n\n- one thing\n- 另一件事\n\nHint: think\n\n", i+1, i, i, i, i)
	}
	return []byte(b.String())
}

// BenchmarkLoad reads banks of two sizes, beside goldmark alone on the same bytes.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{20_000, 200_000} {
		data := many(n)
		b.Run(fmt.Sprintf("bank/%d", n), func(b *testing.B) { benchmarkRead(b, "bank.md", data, n) })
		b.Run(fmt.Sprintf("goldmark/%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			p := goldmark.New().Parser()
			for b.Loop() {
				p.Parse(text.NewReader(data))
			}
		})
	}
}

// benchmarkRead reads a page as a bank.
func benchmarkRead(b *testing.B, name string, data []byte, n int) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		text, _ := source.Decode(data)
		bank := &Bank{Name: "x"}
		if err := bank.addPage("", source.Page{Name: name, Text: text}, false); err != nil {
			b.Fatal(err)
		}
		bank.finalize()
		if len(bank.Questions) != n {
			b.Fatalf("got %d questions, want %d", len(bank.Questions), n)
		}
	}
}

// BenchmarkLoadJSON reads an array of 20,000 objects as other tools write them, beside
// encoding/json alone.
func BenchmarkLoadJSON(b *testing.B) {
	const n = 20_000
	var list []map[string]any
	for i := range n {
		list = append(list, map[string]any{
			"question": fmt.Sprintf("What does number %d do?", i), "options": []string{"this", "that", "neither"}, "correct": i % 3,
			"explanation": strings.Repeat("It does what it says. ", 8), "category": "Numbers", "tags": []string{"a", "b"},
		})
	}
	data, err := json.Marshal(list)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("bank", func(b *testing.B) { benchmarkRead(b, "bank.json", data, n) })
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			var into any
			if err := json.Unmarshal(data, &into); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRealBanks reads all banks of ../shared/banks, one after the other.
func BenchmarkRealBanks(b *testing.B) {
	paths := formattest.RealBanks(b)
	for b.Loop() {
		for _, path := range paths {
			if _, err := Load(Spec{Name: "x", Path: path}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
