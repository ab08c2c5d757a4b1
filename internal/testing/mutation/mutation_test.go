package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// Each fault of the list can still be put into the program, has a name of its own, and its packages
// exist.
func TestListIsCurrent(t *testing.T) {
	var names []string
	for _, f := range faults() {
		if slices.Contains(names, f.name) {
			t.Errorf("two faults are called %q", f.name)
		}
		names = append(names, f.name)
		source, err := os.ReadFile(filepath.Join(root, f.file))
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := f.apply(source); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
		for _, dir := range strings.Fields(f.tests) {
			if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(dir, "/..."))); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
		}
	}
}

// A program with a fault is tested, and the tests that fail are named. A fault that no test notices,
// and one that doesn't compile, are told apart.
func TestTry(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":      "module example\n\ngo 1.25\n",
		"add.go":      "package example\n\nfunc add(a, b int) int { return a + b }\n\nfunc spare() int { return 1 }\n",
		"add_test.go": "package example\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n\tif add(1, 2) != 3 {\n\t\tt.Fatal()\n\t}\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ from, to, want, wantErr string }{
		{"a + b", "a - b", "TestAdd", ""},
		{"a + b", "a / (b - b)", "TestAdd", ""},
		{"return 1", "return 2", "", ""},
		{"a + b", "a + c", "", "it doesn't compile"},
		{"func ", "func x", "", "2 times instead of once"},
	} {
		got, err := fault{c.from, "add.go", c.from, c.to, "."}.try(context.Background(), dir)
		if got != c.want || (err == nil) != (c.wantErr == "") || err != nil && !strings.Contains(err.Error(), c.wantErr) {
			t.Errorf("%q for %q: got %q and %v", c.to, c.from, got, err)
		}
	}
	var said strings.Builder
	err := run(context.Background(), &said, dir, []fault{{"noticed", "add.go", "a + b", "a - b", "."}, {"not noticed", "add.go", "return 1", "return 2", "."}})
	if err == nil || !strings.Contains(said.String(), "NOT NOTICED") || !strings.Contains(said.String(), "1 of 2 faults noticed") {
		t.Errorf("got %v, and said\n%s", err, said.String())
	}
}

// A sample holds different faults of the list, and the same ones for the same seed.
func TestChoose(t *testing.T) {
	all := faults()
	some, same, other := choose(all, "", 5, 1), choose(all, "", 5, 1), choose(all, "", 5, 2)
	if len(some) != 5 || !slices.Equal(some, same) || slices.Equal(some, other) {
		t.Errorf("got %v, %v and %v", some, same, other)
	}
	if list := choose(all, "overwritten", 0, 1); len(list) != 1 || list[0].name != "nothing that was deleted is overwritten" {
		t.Errorf("got %v", list)
	}
}
