package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// damagedDatabase makes a database with two members, one of whom has a damaged record.
func damagedDatabase(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "quiz.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(tx quiz.Tx) error {
		return errors.Join(tx.SetMember(quiz.Member{No: 1, ID: "a/b/one", Name: "First"}), tx.SetMember(quiz.Member{No: 2, ID: "a/b/two", Name: "Second"}))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(content), `"name":"Second"`, `"name":"Sec}nd,`, 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A check finds the damage in a database and in a backup, and a salvage keeps the rest of it.
func TestCheckAndSalvage(t *testing.T) {
	data := damagedDatabase(t)
	status, out, _ := execute("check", "--data", data)
	if status != statusFailed || !strings.Contains(out, "members: the record") || !strings.Contains(out, "restore --salvage") {
		t.Errorf("check: %d, %q", status, out)
	}
	if status, out, _ := execute("check", data); status != statusFailed || !strings.Contains(out, "is damaged") {
		t.Errorf("check of a named file: %d, %q", status, out)
	}
	backup := filepath.Join(t.TempDir(), "copy.db")
	if status, _, errs := execute("backup", "--data", data, backup); status != statusFailed || !strings.Contains(errs, "is damaged") || strings.Count(errs, "\n") != 1 {
		t.Errorf("backup: %d, %q", status, errs)
	}
	if _, err := os.Stat(backup); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a backup was made: %v", err)
	}
	status, out, errs := execute("restore", "--data", data, "--salvage", data)
	for _, want := range []string{"member:           1 kept, 1 lost", "lost: member 2", "made anew: member 2 is known by the id a/b/two", "is restored"} {
		if status != statusOK || !strings.Contains(out, want) {
			t.Errorf("salvage: %d, %q, %q, want %q", status, out, errs, want)
		}
	}
	if status, out, _ := execute("check", "--data", data); status != statusOK || !strings.Contains(out, "is sound") {
		t.Errorf("check of what was kept: %d, %q", status, out)
	}
	left, err := filepath.Glob(data + ".*")
	if err != nil || len(left) != 1 || !strings.Contains(left[0], ".before-restore-") {
		t.Errorf("beside it: %v, %v", left, err)
	}
}

// A running service checks its own database.
func TestCheckOfARunningService(t *testing.T) {
	data := filepath.Join(t.TempDir(), "quiz.db")
	startService(t, data)
	if status, out, errs := execute("check", "--data", data); status != statusOK || !strings.Contains(out, "is sound") {
		t.Errorf("got %d, %q, %q", status, out, errs)
	}
	if status, _, errs := execute("restore", "--data", data, "--salvage", data); status != statusFailed || !strings.Contains(errs, "another quizbot has this file open") {
		t.Errorf("salvage: got %d, %q", status, errs)
	}
}
