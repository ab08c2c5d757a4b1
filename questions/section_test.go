package questions

import (
	"os"
	"path/filepath"
	"testing"

	"quizbot/questions/text"
)

// Headings of sections are text, whatever stands in them.
func TestCleanSection(t *testing.T) {
	for heading, want := range map[string]string{
		"# 7. JAVA CLASSES": "JAVA CLASSES",
		"[[↑]](#toc) Questions about Design Patterns:</a>":                    "Questions about Design Patterns",
		"[[↑]](#toc) <a name='patterns'>Questions about Design Patterns:</a>": "Questions about Design Patterns",
		`[[⬆]](#toc) <a name="web">Web</a> questions`:                         "Web questions",
		"Interview questions</a>":                                             "Interview questions",
		"[Closures](closures.md) and `scopes`":                                "Closures and scopes",
		"**Functions** _and_ iteration":                                       "Functions and iteration",
		"![logo](logo.png) Python":                                            "Python",
		"![logo](logo.png)":                                                   "![logo](logo.png)",
		"C# and F#":                                                           "C# and F#",
		"C++ & Rust &amp; Go":                                                 "C++ & Rust & Go",
		"List<T> and Map<K, V>":                                               "List<T> and Map<K, V>",
		"snake_case names":                                                    "snake_case names",
		"第 3 章：并发":                                                            "第 3 章：并发",
		"2. 函数 {#functions}":                                                  "函数",
		"<h2 align=\"center\">Basics</h2>":                                    "Basics",
		"🚀 Advanced":                                                          "Advanced",
		"#":                                                                   "",
	} {
		if got := text.CleanSection(heading); got != want {
			t.Errorf("%q: got %q, want %q", heading, got, want)
		}
	}
}

// The default name of a bank is the name of its file, or one with more meaning.
func TestNameOf(t *testing.T) {
	root := filepath.Join(t.TempDir(), "java-interview")
	if err := os.MkdirAll(filepath.Join(root, "notes"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"README.md": "# All about Java\n\n## What?\n\nThis.\n", "index.md": "## What?\n\nThis.\n", "python.basics.md": "# Other\n", "000_ded445036396e9d4.md": "# The [GIL](gil.md) and *friends*\n",
		"ded445036396e9d4.txt": "## 1. What?\n\n# Not this\n", "2024-01.md": "```\n# no\n```\n\n# January\n", "readme.zh-CN.md": "x", "faceted.md": "# x\n", "deadbeef.md": "# x\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"README.md": "java-interview", "index.md": "java-interview", "readme.zh-CN.md": "java-interview", "python.basics.md": "python.basics", "000_ded445036396e9d4.md": "The GIL and friends",
		"ded445036396e9d4.txt": "java-interview", "2024-01.md": "January", "": "java-interview", "notes/": "notes", "notes/..": "java-interview", "*.md": "java-interview", "faceted.md": "faceted",
		"deadbeef.md": "deadbeef", "missing.md": "missing",
	} {
		if got := NameOf(filepath.Join(root, path)); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
	t.Chdir(root)
	for path, want := range map[string]string{"README.md": "java-interview", ".": "java-interview", "./": "java-interview"} {
		if got := NameOf(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}
