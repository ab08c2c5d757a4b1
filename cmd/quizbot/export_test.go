package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An export of a damaged database has everything that can be read, lists the rest and fails. It replaces
// no file. A service does the same.
func TestExportOfADamagedDatabase(t *testing.T) {
	for _, served := range []bool{false, true} {
		data := damagedDatabase(t)
		if served {
			startService(t, data)
		}
		status, out, errs := execute("export", "--data", data)
		if status != statusFailed || !strings.Contains(out, `"name":"First"`) || strings.Contains(out, "Sec}nd") || !strings.Contains(out, `"left_out":["members`) {
			t.Errorf("served %v: export: %d, %q", served, status, out)
		}
		for _, want := range []string{"not in the export: 1", "members: the record", "restore --salvage"} {
			if !strings.Contains(errs, want) {
				t.Errorf("served %v: it says %q, want %q", served, errs, want)
			}
		}
		file := filepath.Join(t.TempDir(), "all.jsonl")
		if status, _, errs := execute("export", "--data", data, "--output", file); status != statusFailed || !strings.Contains(errs, "members: the record") {
			t.Errorf("served %v: into a file: %d, %q", served, status, errs)
		}
		// a service writes other records meanwhile
		if text, err := os.ReadFile(file); err != nil || !served && string(text) != out || served && !strings.Contains(string(text), `"name":"First"`) {
			t.Errorf("served %v: the file has %q, %v", served, text, err)
		}
		if err := os.WriteFile(file, []byte("good"), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, _, errs := execute("export", "--data", data, "--output", file, "--force"); status != statusFailed || !strings.Contains(errs, "is left as it was") {
			t.Errorf("served %v: over a file: %d, %q", served, status, errs)
		}
		if text, err := os.ReadFile(file); err != nil || string(text) != "good" {
			t.Errorf("served %v: the file that was there has %q, %v", served, text, err)
		}
	}
}

// Backup and export leave a database of an older release as it is.
func TestOlderDatabaseStaysAsItIs(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "store", "testdata", "schema-4.db"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "quiz.db"), filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(data, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := execute("backup", "--data", data, copied); status != statusOK {
		t.Errorf("backup: %d, %q", status, errs)
	}
	status, out, errs := execute("export", "--data", data)
	if status != statusOK || !strings.HasPrefix(out, `{"quizbot":1,"schema":`) {
		t.Errorf("export: %d, %.60q, %q", status, out, errs)
	}
	now, err := os.ReadFile(data)
	if err != nil || !bytes.Equal(now, content) {
		t.Errorf("it was changed, %v", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "quiz.db" && !strings.HasSuffix(e.Name(), ".lock") {
			t.Errorf("%s is left beside it", e.Name())
		}
	}
	restored := filepath.Join(t.TempDir(), "restored.db")
	if status, _, errs := execute("restore", "--data", restored, copied); status != statusOK {
		t.Fatalf("restore: %d, %q", status, errs)
	}
	if _, again, _ := execute("export", "--data", restored); again != out {
		t.Error("the backup holds something else")
	}
}
