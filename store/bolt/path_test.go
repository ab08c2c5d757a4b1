package bolt_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// An error about a path without a file says what part is missing, in every use of a path, and no
// file is made.
func TestPlacesThatAreNone(t *testing.T) {
	root := t.TempDir()
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	link(filepath.Join(root, "volume", "quizbot.db"), "linked.db")
	link("volume/sub/quizbot.db", "relative.db")
	link("linked.db", "twice.db")
	link(filepath.Join(root, "volume"), "data")
	link("circle.db", "circle.db")
	if err := os.WriteFile(filepath.Join(root, "file"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	volume := filepath.Join(root, "volume")
	for name, want := range map[string]string{
		"linked.db":              "linked.db is a link to " + volume + "/quizbot.db, whose folder does not exist",
		"relative.db":            "is a link to " + volume + "/sub/quizbot.db, whose folder does not exist",
		"twice.db":               "twice.db is a link to " + volume + "/quizbot.db, whose folder does not exist",
		"data/quizbot.db":        "its folder " + root + "/data is a link to " + volume + ", which does not exist",
		"data/deep/quizbot.db":   "its folder " + root + "/data is a link to " + volume + ", which does not exist",
		"nowhere/quizbot.db":     "its folder does not exist: create it",
		"file/quizbot.db":        root + "/file is a file, not a folder",
		"circle.db":              "circle.db is a link that leads in a circle",
		".":                      "is a folder: name a file in it",
		strings.Repeat("x", 300): "the name is too long",
	} {
		path := filepath.Join(root, name)
		for what, do := range map[string]func() error{
			"open": func() error { _, err := bolt.Open(path); return err },
			"import": func() error {
				return transfer.ImportFile(context.Background(), strings.NewReader(`{"quizbot":1,"schema":1}`), path)
			},
			"backup": func() error {
				return bolt.BackupFile(context.Background(), path, filepath.Join(root, "backup.db"), true)
			},
			"export": func() error { return transfer.ExportFile(context.Background(), path, io.Discard) },
		} {
			err := do()
			if err == nil || what == "open" && !strings.Contains(err.Error(), want) {
				t.Errorf("%s %s: got %v, want %q", what, name, err, want)
			}
			if err != nil && (strings.Contains(err.Error(), "again and again") || strings.Contains(err.Error(), "no such file")) {
				t.Errorf("%s %s: got %v", what, name, err)
			}
		}
	}
	if entries, err := os.ReadDir(root); err != nil || len(entries) != 6 {
		t.Errorf("got %v, %v", entries, err)
	}
	if _, err := bolt.Open("/dev/null"); err == nil || !strings.Contains(err.Error(), "is a device") {
		t.Errorf("got %v", err)
	}
}
