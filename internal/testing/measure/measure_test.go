package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write makes a checkout of the files, given as path and content.
func write(t *testing.T, files map[string]string) *tree {
	t.Helper()
	root := t.TempDir()
	for path, content := range files {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := readTree(root)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestExportedNames(t *testing.T) {
	tree := write(t, map[string]string{
		"quiz/a.go":      "package quiz\ntype Room struct{}\nfunc (Room) Open() {}\nfunc (r *Room) shut() {}\ntype hidden int\nfunc (hidden) String() string { return \"\" }\nconst (\n\tOne = 1\n\ttwo = 2\n)\nfunc New() {}\n",
		"quiz/a_test.go": "package quiz\nfunc Exported() {}\n",
	})
	if got := exportedNames(tree)["quiz"]; got != 4 {
		t.Errorf("got %d exported names, want 4: Room, Open, One, New", got)
	}
}

func TestUpwardArrows(t *testing.T) {
	tree := write(t, map[string]string{
		"questions/bank.go":      "package questions\nimport \"quizbot/questions/text\"\nfunc Load() { format(); text.Trim() }\n",
		"questions/format.go":    "package questions\nfunc format() { line() }\nfunc alone() {}\n",
		"questions/lines.go":     "package questions\nfunc line() { format() }\n",
		"questions/text/trim.go": "package text\nfunc Trim() {}\n",
	})
	g := fileGraph(tree, "questions")
	if g.arrows() != 4 {
		t.Errorf("got %d arrows, want 4", g.arrows())
	}
	if got := g.upward(); len(got) != 1 {
		t.Errorf("got upward arrows %q, want one between format.go and lines.go", got)
	}
}

func TestVagueSentences(t *testing.T) {
	tree := write(t, map[string]string{"a.go": "// Package a says what stands where.\npackage a\n\n// Wait returns when the lease ends. It is that of the room.\n//\n//\twhat(which)\nfunc Wait() {}\n"})
	all := sentences(tree, tree.code())
	if len(all) != 3 {
		t.Errorf("got %d sentences, want 3: %v", len(all), all)
	}
	if got := vagueSentences(all); len(got) != 1 || got[0].text != "Package a says what stands where." {
		t.Errorf("got %v, want the first", got)
	}
}

func TestSharedNames(t *testing.T) {
	tree := write(t, map[string]string{
		"bot/slack/a.go":     "package slack\nfunc post() {}\ntype adapter struct{}\nfunc (adapter) retry() {}\n",
		"bot/discord/x/b.go": "package x\nfunc retry() {}\nvar adapter int\nfunc other() {}\n",
	})
	if got := sharedNames(tree, "bot/slack", "bot/discord"); !slices.Equal(got, []string{"adapter", "retry"}) {
		t.Errorf("got %q, want adapter and retry", got)
	}
}

func TestPlaces(t *testing.T) {
	tree := write(t, map[string]string{
		"quiz/plan.go":      "package quiz\ntype Plan struct{ CatchUp int }\nvar settings = []string{\"catch_up\"}\nfunc use(p Plan) int { return p.CatchUp }\n",
		"bot/command.go":    "package bot\nvar commands = []string{\"quiz my-data\"}\n",
		"bot/other_test.go": "package bot\nvar x = \"catch_up\"\n",
	})
	if got := places(tree, "catch_up", "CatchUp"); !slices.Equal(got, []string{"quiz/plan.go: Plan", "quiz/plan.go: settings"}) {
		t.Errorf("the setting: %q", got)
	}
	if got := places(tree, "my-data", ""); !slices.Equal(got, []string{"bot/command.go: commands"}) {
		t.Errorf("the command: %q", got)
	}
}

// A figure beyond its limit fails the check.
func TestCheckFails(t *testing.T) {
	root := t.TempDir()
	long := "package a\nfunc f() {\n" + strings.Repeat("\t_ = 1\n", 70) + "}\n"
	if err := os.WriteFile(filepath.Join(root, "a.go"), []byte(long), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(&out, root, "names", "", true); err == nil || !strings.Contains(out.String(), "functions over 60 lines") {
		t.Errorf("got %v and\n%s", err, out.String())
	}
}
