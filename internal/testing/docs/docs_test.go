package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the folder of the repository.
var root = filepath.Join("..", "..", "..")

// documents returns the paths of the Markdown files in some folders.
func documents(t *testing.T, folders ...string) []string {
	t.Helper()
	var all []string
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.md"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: found %v, %v", folder, files, err)
		}
		all = append(all, files...)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Documents for those who change the code name only what is there. Decisions and the changelog may
// name what was there.
func TestNamesExist(t *testing.T) {
	known, err := declaredNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !known["quiz.Round"] || !known["quiz.Round.Phase"] || !known["quiz.Store.View"] {
		t.Fatal("names of package quiz are missing")
	}
	for _, path := range documents(t, ".", "docs") {
		if filepath.Base(path) == "CHANGELOG.md" {
			continue
		}
		for _, name := range unknownNames(read(t, path), known) {
			t.Errorf("%s names %s, which is not there", path, name)
		}
	}
}

func TestLinksExist(t *testing.T) {
	for _, path := range documents(t, ".", "docs", "docs/decisions") {
		for _, target := range localLinks(read(t, path)) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), target)); err != nil {
				t.Errorf("%s links to %s: %v", path, target, err)
			}
		}
	}
}

// Each decision has a number of its own, in its file's name and its title, a date and a status.
func TestDecisionsAreNumbered(t *testing.T) {
	taken := map[string]string{}
	heading := regexp.MustCompile(`^# (\d+)\. .+\n\nDate: \d{4}-\d\d-\d\d\. Status: `)
	for _, path := range documents(t, "docs/decisions") {
		number, _, _ := strings.Cut(filepath.Base(path), "-")
		if earlier, ok := taken[number]; ok {
			t.Errorf("%s and %s have the same number", earlier, path)
		}
		taken[number] = path
		m := heading.FindStringSubmatch(read(t, path))
		if m == nil || fmt.Sprintf("%04s", m[1]) != number {
			t.Errorf("%s does not begin with # %s. and a title, then a date and a status", path, strings.TrimLeft(number, "0"))
		}
	}
}

func TestUnknownNames(t *testing.T) {
	known := names{"quiz": true, "quiz.Round": true, "quiz.Round.Phase": true}
	got := unknownNames("`quiz.Round`, `quiz.Round.Phase`, `quiz.Gone`, `quiz.Round.Gone`, `time.Time`, `quiz.Old(x)`, quiz.Text", known)
	if want := []string{"quiz.Gone", "quiz.Round.Gone", "quiz.Old"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLocalLinks(t *testing.T) {
	got := localLinks("[a](b.md#c) [d](https://example.com/x.md) ![e](f.png \"title\") [g](#h)")
	if want := []string{"b.md", "f.png"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
