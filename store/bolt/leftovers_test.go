package bolt_test

import (
	"os"
	"path/filepath"
	"testing"

	"quizbot/store/bolt"
)

// What processes that died left beside a store and among its backups is removed, and other files
// stay.
func TestLeftovers(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "quiz[1].db")
	left := []string{"new", "compact", "restoring", "restoring.partial", "importing", "probe", "partial", "schema-1.partial"}
	kept := []string{"schema-1", "before-restore-20261101T030000Z", "lost-20261101T030000Z"}
	for _, suffix := range append(left, kept...) {
		if err := os.WriteFile(path+"."+suffix, []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openStore(t, path)
	checkFolder(t, folder, "quiz[1].db", "quiz[1].db.before-restore-20261101T030000Z", "quiz[1].db.lost-20261101T030000Z", "quiz[1].db.schema-1")

	backups := bolt.Backups{Folder: t.TempDir()}
	for _, name := range []string{"quizbot-20261101T030000Z.db", "quizbot-20261102T030000Z.db.partial", "other.partial"} {
		if err := os.WriteFile(filepath.Join(backups.Folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := backups.RemoveLeftovers(); err != nil {
		t.Fatal(err)
	}
	checkFolder(t, backups.Folder, "other.partial", "quizbot-20261101T030000Z.db")
}

// A backup that may replace nothing does not replace a file that is made meanwhile either, and
// follows no link.
func TestBackupNew(t *testing.T) {
	folder := t.TempDir()
	s := openStore(t, filepath.Join(t.TempDir(), "quiz.db"))
	file, link, target := filepath.Join(folder, "file"), filepath.Join(folder, "link"), filepath.Join(folder, "target")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{link, file + ".partial"} {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{file, link} {
		if err := s.BackupNew(t.Context(), path); err == nil {
			t.Errorf("%s was replaced", path)
		}
	}
	if string(mustRead(t, file)) != "mine" {
		t.Error("the file was changed")
	}
	checkFolder(t, folder, "file", "link")
	if err := s.BackupNew(t.Context(), filepath.Join(folder, "new.db")); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(filepath.Join(folder, "new.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info, err)
	}
}

// The names beside a store that belong to it are kept free.
func TestReserved(t *testing.T) {
	folder := t.TempDir()
	data, linked := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "linked.db")
	if err := os.Symlink(data, linked); err != nil {
		t.Fatal(err)
	}
	for name, reserved := range map[string]bool{
		"quiz.db.sock": true, "quiz.db.lock": true, "quiz.db.restoring": true, "quiz.db.bak": false, "other.db.sock": false, "quiz.db": false,
	} {
		for _, from := range []string{data, linked} {
			if err := bolt.CheckNotReserved(from, filepath.Join(folder, name)); (err != nil) != reserved {
				t.Errorf("%s beside %s: got %v", name, from, err)
			}
		}
	}
}
