package daemon

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/internal/config"
	"quizbot/quiz"
	"quizbot/store/bolt"
)

// openDamaged opens a database with a damaged record.
func openDamaged(t *testing.T) *bolt.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "quiz.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx quiz.Tx) error { return tx.SetMember(quiz.Member{No: 1, ID: "a/b/c", Name: "Somebody"}) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(content, []byte(`"Somebody"`), []byte(`"Somebod"}`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err = bolt.Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Damage is logged at the start and once a day, and no backup is made of it.
func TestDamageIsLogged(t *testing.T) {
	db := openDamaged(t)
	var out safeBuffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	if !checkAtStart(t.Context(), db, log) || !db.NeedsAttention() {
		t.Error("a small file is not checked at the start")
	}
	set := config.Settings{Config: config.Default(), BackupInterval: 24 * time.Hour}
	set.Backup.Folder = filepath.Join(t.TempDir(), "backups")
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- errors.Join(runChecks(ctx, db, true, log)) }()
		go func() { ended <- runBackups(ctx, db, &set, func() error { return nil }, log) }()
		time.Sleep(49 * time.Hour)
		stop()
		if err := errors.Join(<-ended, <-ended); err != nil {
			t.Error(err)
		}
	})
	said := out.String()
	if n := strings.Count(said, "the database is damaged: no backups are made of it"); n < 3 {
		t.Errorf("the damage is logged %d times in two days:\n%s", n, said)
	}
	if !strings.Contains(said, "cannot make the scheduled backup") {
		t.Errorf("the backup that is not made is not logged:\n%s", said)
	}
	if made, err := os.ReadDir(set.Backup.Folder); err != nil || len(made) > 0 {
		t.Errorf("made: %v, %v", made, err)
	}
}
