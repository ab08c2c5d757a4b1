package questions

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quizbot/questions/format"
	"quizbot/questions/source"
)

// corpusFiles returns all files of the corpus.
func corpusFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range Formats() {
		if name == filePerQuestion {
			continue
		}
		for path, data := range corpus(t, name) {
			files[path] = string(data)
		}
	}
	return files
}

// loadContent loads a bank from a file of a name in a folder of its own.
func loadContent(t *testing.T, name, content string) *Bank {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	bank, err := Load(Spec{Name: "bank", Path: path})
	if err != nil {
		t.Fatal(err)
	}
	for i := range bank.Questions {
		bank.Questions[i].Source.File = ""
	}
	for i := range bank.Diagnostics {
		bank.Diagnostics[i].File = ""
	}
	return bank
}

// A bank reads equally with the line ends of all systems, and with a byte-order mark.
func TestLineEnds(t *testing.T) {
	for path, content := range corpusFiles(t) {
		name := filepath.Base(path)
		want := loadContent(t, name, content)
		for variant, written := range map[string]string{
			"carriage returns and line feeds": strings.ReplaceAll(content, "\n", "\r\n"),
			"carriage returns":                strings.ReplaceAll(content, "\n", "\r"),
			"a byte-order mark":               "\ufeff" + content,
		} {
			got := loadContent(t, name, written)
			if !reflect.DeepEqual(got.Questions, want.Questions) || !reflect.DeepEqual(got.Diagnostics, want.Diagnostics) {
				t.Errorf("%s with %s reads differently:\n%+v\n%v\nwant\n%+v\n%v", path, variant, got.Questions, got.Diagnostics, want.Questions, want.Diagnostics)
			}
		}
	}
}

// The line of a question in Markdown holds its title, or the start of it.
func TestSourceLines(t *testing.T) {
	for path, content := range corpusFiles(t) {
		name := filepath.Base(path)
		if !strings.HasPrefix(name, "markdown.") || strings.HasPrefix(name, "markdown.whole") {
			continue
		}
		lines := strings.Split(content, "\n")
		for _, q := range loadContent(t, name, content).Questions {
			word, _, _ := strings.Cut(strings.TrimLeft(q.Title, "*`"), " ")
			if !strings.Contains(lines[q.Source.Line-1], word) && (q.Source.Line >= len(lines) || !strings.Contains(lines[q.Source.Line], word)) {
				t.Errorf("%s: %q is said to stand in line %d: %q", path, q.Title, q.Source.Line, lines[q.Source.Line-1])
			}
		}
	}
}

// Reading a document twice gives the same.
func TestReadingRepeats(t *testing.T) {
	files := corpusFiles(t)
	files["comment.md"] = "## One?\n<!-- id: one --> words\nbehind it\n\n## Two?\n\nAnswer: 2\n"
	for path, content := range files {
		page := source.Page{Name: filepath.Base(path), Text: content}
		opened, err := openPage("", page)
		if err != nil {
			t.Fatal(err)
		}
		first, again := opened.document.Read(), opened.document.Read()
		if !reflect.DeepEqual(first.Questions, again.Questions) || !reflect.DeepEqual(first.Diagnostics, again.Diagnostics) {
			t.Errorf("%s reads differently the second time:\n%+v\nwant\n%+v", path, again, first)
		}
	}
}

// A format that a user names is taken, whatever the content, and an unknown name is refused with
// all known ones.
func TestOpenPage(t *testing.T) {
	for path, content := range corpusFiles(t) {
		page := source.Page{Name: "file", Text: content}
		for _, f := range formats() {
			opened, err := openPage(f.Name, page)
			if err != nil || opened.format.Name != f.Name {
				t.Errorf("%s as %s is opened as %q, %v", path, f.Name, opened.format.Name, err)
				continue
			}
			opened.document.Read() // must not panic
		}
	}
	if _, err := openPage("toml", source.Page{Name: "file"}); err == nil || !strings.Contains(err.Error(), strings.Join(Formats(), ", ")) {
		t.Errorf("an unknown format gives %v", err)
	}
}

// Where several formats recognise a page, the surest one and among equals the first one is taken;
// Markdown is the last resort.
func TestConfidence(t *testing.T) {
	for path, content := range corpusFiles(t) {
		page := source.Page{Name: "file", Text: content}
		surest := format.None
		for _, f := range formats() {
			_, confidence := f.Open(page)
			if confidence < format.None || confidence > format.Certain || (f.Name == "markdown") != (confidence == format.Fallback) {
				t.Errorf("%s is %s with %v", path, f.Name, confidence)
			}
			surest = max(surest, confidence)
		}
		opened, err := openPage("", page)
		if err != nil {
			t.Fatal(err)
		}
		if _, confidence := opened.format.Open(page); confidence != surest {
			t.Errorf("%s is opened as %s, and another format is surer of it", path, opened.format.Name)
		}
	}
}

// A folder with a file of each kind of Markdown reads as its files do, one after the other.
func TestFolderOfFiles(t *testing.T) {
	folder := t.TempDir()
	var want []string
	for i, title := range []string{"heap", "stack", "queue", "tree", "graph"} {
		content := fmt.Sprintf("# About a %s\n\n## What is a %[1]s?\n\nAnswer: one thing\n\n## Where is a %[1]s?\n\nAnswer: another thing\n", title)
		content += strings.Repeat("More about it. ", i*20_000) + "\n"
		content += strings.Repeat("\nEven more about it.\n", i*15_000)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.md", i)), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		want = append(want, "What is a "+title+"?", "Where is a "+title+"?")
	}
	var reported []int64
	bank, err := Load(Spec{Name: "folder", Path: folder, Progress: func(done, _ int64) { reported = append(reported, done) }})
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, q := range bank.Questions {
		titles = append(titles, q.Title)
	}
	if !reflect.DeepEqual(titles, want) {
		t.Errorf("got %q, want %q", titles, want)
	}
	for i := range reported {
		if i > 0 && reported[i] < reported[i-1] {
			t.Errorf("progress goes back: %v", reported)
		}
	}
}

// Files of a folder are one question each where most of them begin with the same heading, and not
// where half of them do.
func TestSingleQuestions(t *testing.T) {
	for same, want := range map[int]int{2: 8, 3: 4} {
		folder := t.TempDir()
		for i := range 4 {
			first := fmt.Sprintf("Chapter %c", 'a'+i)
			if i < same {
				first = "Task"
			}
			content := "## " + first + "\n\nWhat now?\n\n## Result\n\nAnswer: that\n"
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.md", i)), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		bank, err := Load(Spec{Name: "folder", Path: folder})
		if err != nil {
			t.Fatal(err)
		}
		if len(bank.Questions) != want {
			t.Errorf("with %d of 4 headings alike there are %d questions, want %d", same, len(bank.Questions), want)
		}
	}
}
