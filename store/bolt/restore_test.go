package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// storeAndBackup makes a store with rooms 1 and 2, and a backup from before room 2.
func storeAndBackup(t *testing.T) (folder, path, backup string) {
	t.Helper()
	ctx, folder := context.Background(), t.TempDir()
	path, backup = filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
	s := openStore(t, path)
	err := errors.Join(s.Update(ctx, addRoom(1)), s.Backup(ctx, backup), s.Update(ctx, addRoom(2)), s.Close())
	if err != nil {
		t.Fatal(err)
	}
	return folder, path, backup
}

func TestRestore(t *testing.T) {
	t.Parallel()
	_, path, backup := storeAndBackup(t)
	was, backedUp := mustRead(t, path), mustRead(t, backup)
	var kept []string
	for range 2 { // within a second, so that names are taken
		old, err := bolt.Restore(context.Background(), backup, path)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, filepath.Base(old.Kept))
	}
	if !strings.HasPrefix(kept[0], "quiz.db.before-restore-") || kept[0] == kept[1] {
		t.Errorf("kept: %q", kept)
	}
	s := openStore(t, path)
	mustHaveRoom(t, s, 1)
	if n := countRooms(t, s); n != 1 {
		t.Errorf("got %d rooms, want 1", n)
	}
	if !bytes.Equal(mustRead(t, filepath.Join(filepath.Dir(path), kept[0])), was) {
		t.Error("what was there was not kept")
	}
	if !bytes.Equal(mustRead(t, backup), backedUp) {
		t.Error("the backup was written to")
	}
	checkFolder(t, filepath.Dir(path), append([]string{"backup.db", "quiz.db"}, kept...)...)
}

// A store that is damaged, empty or lost can be restored.
func TestRestoreOverBad(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]func(path string, size int64) error{
		"garbage":      func(path string, size int64) error { return overwriteBytes(path, 0, size, 0xA5) },
		"damaged":      func(path string, size int64) error { return overwriteBytes(path, 8192, size, 0xA5) },
		"cut":          func(path string, _ int64) error { return os.Truncate(path, 9000) },
		"empty":        func(path string, _ int64) error { return os.Truncate(path, 0) },
		"gone":         func(path string, _ int64) error { return os.Remove(path) },
		"link to none": func(path string, _ int64) error { return errors.Join(os.Remove(path), os.Symlink("none", path)) },
	} {
		_, path, backup := storeAndBackup(t)
		if err := bad(path, 16<<10); err != nil {
			t.Fatal(err)
		}
		was, _ := os.ReadFile(path)
		old, err := bolt.Restore(context.Background(), backup, path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if kept, _ := os.ReadFile(old.Kept); !bytes.Equal(kept, was) {
			t.Errorf("%s: what was there was not kept", name)
		}
		mustHaveRoom(t, openStore(t, path), 1)
	}
}

// A restore that fails says why in one line and changes nothing.
func TestRestoreFails(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	ended, end := context.WithCancel(ctx)
	end()
	for name, c := range map[string]struct {
		ctx   context.Context
		spoil func(path, backup string) error
		say   string
	}{
		"no backup": {ctx, func(_, backup string) error { return os.Remove(backup) }, "does not exist"},
		"empty":     {ctx, func(_, backup string) error { return os.Truncate(backup, 0) }, "empty"},
		"cut":       {ctx, func(_, backup string) error { return os.Truncate(backup, 9000) }, "damaged"},
		"garbage":   {ctx, func(_, backup string) error { return overwriteBytes(backup, 0, 20000, 7) }, "damaged"},
		"itself":    {ctx, func(path, backup string) error { return errors.Join(os.Remove(backup), os.Symlink(path, backup)) }, "the store itself"},
		"another's": {ctx, func(_, backup string) error { return os.WriteFile(backup, foreignFile(t), 0o600) }, "another program"},
		"a newer one": {ctx, func(_, backup string) error {
			return os.WriteFile(backup, withNewerSchema(t, mustRead(t, backup)), 0o600)
		}, "update quizbot"},
		"what is derived": {ctx, withoutIndex(t), "no sound backup"},
		"an end":          {ended, func(_, _ string) error { return nil }, "canceled"},
	} {
		folder, path, backup := storeAndBackup(t)
		if err := c.spoil(path, backup); err != nil {
			t.Fatal(err)
		}
		was := mustRead(t, path)
		_, err := bolt.Restore(c.ctx, backup, path)
		if err == nil || !strings.Contains(err.Error(), c.say) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), ".restoring") {
			t.Errorf("%s: got %v, want one line that says %q", name, err, c.say)
		}
		if !bytes.Equal(mustRead(t, path), was) {
			t.Errorf("%s: the store was changed", name)
		}
		if left, _ := filepath.Glob(filepath.Join(folder, "quiz.db.*")); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

// withoutIndex damages a backup: its pages are correct, but an index lacks an entry.
func withoutIndex(t *testing.T) func(_, backup string) error {
	return func(_, backup string) error {
		return os.WriteFile(backup, editFile(t, mustRead(t, backup), func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("rounds")).Put([]byte("12345678"), []byte(`{"v":1,"r":{"id":1,"room":"r"}}`))
		}), 0o600)
	}
}

func TestRestoreWhileOpen(t *testing.T) {
	t.Parallel()
	folder, path, backup := storeAndBackup(t)
	s := openStore(t, path)
	if _, err := bolt.Restore(context.Background(), backup, path); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
	checkFolder(t, folder, "backup.db", "quiz.db")
	if err := s.Update(context.Background(), func(tx quiz.Tx) error { return addRoom(3)(tx) }); err != nil {
		t.Error(err)
	}
}
