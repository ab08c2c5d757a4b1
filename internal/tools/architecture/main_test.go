package main

import (
	"os"
	"path/filepath"
	"testing"

	"quizbot/internal/testing/imports"
)

// The page shows the packages and imports that the code has.
func TestPageIsUpToDate(t *testing.T) {
	packages, err := imports.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packages {
		if err := p.ReadFiles(); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "..", page))
	if err != nil {
		t.Fatal(err)
	}
	want, err := replaceGenerated(string(text), generatedText(packages))
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != want {
		t.Errorf("%s shows other packages or imports than the code has: run go run ./internal/tools/architecture", page)
	}
}

func TestDrawGraph(t *testing.T) {
	got := drawGraph([]imports.Package{
		{ImportPath: "m/cmd/x", Imports: []string{"m/a/left", "m/a/right", "m/base", "fmt", "other.org/base"}},
		{ImportPath: "m/a/left", Imports: []string{"m/base", "m/store/bolt"}},
		{ImportPath: "m/a/right", Imports: []string{"m/base", "m/store"}},
		{ImportPath: "m/store", Imports: []string{"m/base"}},
		{ImportPath: "m/store/bolt", Imports: []string{"m/store"}},
		{ImportPath: "m/base", Imports: []string{"strings"}},
		{ImportPath: "m/internal/testing/rig", Imports: []string{"m/base"}},
		{ImportPath: "m/a/atest", Imports: []string{"m/base"}},
	})
	want := `flowchart TD
    a_left_right["a/{left, right}"]
    base["base"]
    cmd_x["cmd/x"]
    store["store"]
    a_left_right --> store
    cmd_x --> a_left_right
    store --> base
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
