package store

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A path that leads nowhere is told by what is missing, whatever the store is to do with it, and nothing is made in its place.
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
			"open": func() error { _, err := Open(path); return err },
			"import": func() error {
				return ImportFile(context.Background(), strings.NewReader(`{"quizbot":1,"schema":1}`), path)
			},
			"backup": func() error { return BackupFile(context.Background(), path, filepath.Join(root, "backup.db")) },
			"export": func() error { return ExportFile(context.Background(), path, io.Discard) },
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
	if _, err := Open("/dev/null"); err == nil || !strings.Contains(err.Error(), "is a device") {
		t.Errorf("got %v", err)
	}
}

// A store behind a link to a file that is yet to be made is made where the link leads, and the link stays.
func TestStoreBehindALink(t *testing.T) {
	root := t.TempDir()
	path, target := filepath.Join(root, "quizbot.db"), filepath.Join(root, "volume", "quizbot.db")
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("volume/quizbot.db", path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		b, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Lstat(target); err != nil || !info.Mode().IsRegular() || !isLink(path) {
		t.Errorf("got %v, %v", info, err)
	}
}

// A new store is small, and grows by steps that follow its size.
func TestNewStoreIsSmall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quizbot.db")
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	const most = 512 << 10
	if info, err := os.Stat(path); err != nil || info.Size() > most {
		t.Errorf("got %d bytes, %v", info.Size(), err)
	}
	for size, want := range map[int64]int{0: leastGrowth, 1 << 20: leastGrowth, 16 << 20: 2 << 20, 1 << 30: mostGrowth} {
		if got := growth(size); got != want {
			t.Errorf("%d: got %d, want %d", size, got, want)
		}
	}
}
