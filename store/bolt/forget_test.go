package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/plan"
	"quizbot/store/bolt"
	"quizbot/store/memory"
	"quizbot/store/transfer"
)

const secret = "a secret of ann"

// storeWithAnswers opens a store in which ann and bob answered. Ann's name and text can be found in
// its file.
func storeWithAnswers(t *testing.T, path string) *bolt.Store {
	t.Helper()
	b := openStore(t, path)
	since := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	update := func(t quiz.Tx) error {
		return errors.Join(
			t.SetRoom(quiz.Room{ID: "console/demo/a", Plan: plan.Default()}), t.SetRound(quiz.Round{ID: 1, Room: "console/demo/a"}),
			t.SetMember(quiz.Member{No: 1, ID: "console/demo/ann", Name: "Ann Secret", Since: since}),
			t.SetMember(quiz.Member{No: 2, ID: "console/demo/bob", Name: "Bob", Since: since}),
			t.SetReply(quiz.Reply{Round: 1, Member: 1, Form: strings.Repeat(secret+" ", 300)}),
			t.SetReply(quiz.Reply{Round: 1, Member: 2, Form: "bob's"}))
	}
	if err := b.Update(context.Background(), update); err != nil {
		t.Fatal(err)
	}
	return b
}

// forgetMember deletes a member as the service does, an hour after the member came.
func forgetMember(t *testing.T, s quiz.Store, no quiz.MemberNo) {
	t.Helper()
	err := s.Update(context.Background(), func(tx quiz.Tx) error {
		m, err := tx.Member(no)
		if err != nil {
			return err
		}
		_, err = forgetting.ForgetMember(tx, m, m.Since.Add(time.Hour))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func holdsSecret(t *testing.T, path string) bool {
	t.Helper()
	content := mustRead(t, path)
	return bytes.Contains(content, []byte(secret)) || bytes.Contains(content, []byte("Ann Secret"))
}

func lookUpMember(t *testing.T, s quiz.Store, id quiz.MemberID) (known bool, forgotten time.Time) {
	t.Helper()
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		_, err := tx.MemberNo(id)
		known = err == nil
		forgotten, err = tx.ForgottenAt(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return known, forgotten
}

// The file keeps no deleted data, and its overwritten pages are used again.
func TestErase(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "quiz.db")
	b := storeWithAnswers(t, path)
	forgetMember(t, b, 1)
	if !holdsSecret(t, path) {
		t.Fatal("the file holds no secret before it is compacted, so this test shows nothing")
	}
	if err := b.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	if holdsSecret(t, path) {
		t.Error("the file holds what was deleted")
	}
	if known, _ := lookUpMember(t, b, "console/demo/bob"); !known {
		t.Error("bob is gone")
	}
	for range 50 { // pages that were overwritten are used again
		if err := b.Update(ctx, func(tx quiz.Tx) error { return tx.SetRoom(quiz.Room{ID: "console/demo/b"}) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Check(); err != nil {
		t.Error(err)
	}
}

// A compaction that is owed happens when the file is opened next. A backup never has deleted data.
func TestCompactionOwed(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	path, backup := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
	b := storeWithAnswers(t, path)
	forgetMember(t, b, 1)
	if err := b.Close(); err != nil || !holdsSecret(t, path) {
		t.Fatalf("%v, or the file holds no secret, so this test shows nothing", err)
	}
	if err := os.WriteFile(path+".copy", mustRead(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
	b = openStore(t, path)
	if holdsSecret(t, path) {
		t.Error("it holds what was deleted after it was opened again")
	}
	if b.CompactionOwed() {
		t.Error("it is still to be compacted")
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = storeWithAnswers(t, path)
	forgetMember(t, b, 1)
	if err := errors.Join(b.Backup(ctx, backup), b.Check()); err != nil {
		t.Fatal(err)
	}
	if holdsSecret(t, backup) || holdsSecret(t, path) {
		t.Error("the backup, or the file after it, holds what was deleted")
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if done, err := bolt.Restore(ctx, path+".copy", path); err != nil || holdsSecret(t, path) {
		t.Errorf("what is restored of a file that was not compacted holds what was deleted (%+v, %v)", done, err)
	}
}

// A restored store has no member who was forgotten, before the backup or after it, and they stay
// forgotten.
func TestRestoreForgets(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		change func(t *testing.T, b *bolt.Store)
		spoil  func(path string) error
		gone   int
		unread bool
	}{
		"nobody":        {change: func(*testing.T, *bolt.Store) {}},
		"ann":           {change: func(t *testing.T, b *bolt.Store) { forgetMember(t, b, 1) }, gone: 1},
		"both":          {change: func(t *testing.T, b *bolt.Store) { forgetMember(t, b, 1); forgetMember(t, b, 2) }, gone: 2},
		"unreadable":    {change: func(t *testing.T, b *bolt.Store) { forgetMember(t, b, 1) }, spoil: func(path string) error { return os.Truncate(path, 9000) }, unread: true},
		"none is there": {change: func(t *testing.T, b *bolt.Store) { forgetMember(t, b, 1) }, spoil: os.Remove, unread: true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path, backup := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
			b := storeWithAnswers(t, path)
			if err := b.Backup(ctx, backup); err != nil {
				t.Fatal(err)
			}
			c.change(t, b)
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			if c.spoil != nil {
				if err := c.spoil(path); err != nil {
					t.Fatal(err)
				}
			}
			done, err := bolt.Restore(ctx, backup, path)
			if err != nil || done.Forgotten != c.gone || (done.Unread != nil) != c.unread {
				t.Fatalf("got %+v, %v", done, err)
			}
			if holdsSecret(t, path) != (c.gone == 0) {
				t.Errorf("the restored file holds the secret: %v", c.gone > 0)
			}
			s := openStore(t, path)
			known, at := lookUpMember(t, s, "console/demo/ann")
			if known != (c.gone == 0) || at.IsZero() != (c.gone == 0) {
				t.Errorf("ann is known: %v, forgotten at %s", known, at)
			}
			if known, _ := lookUpMember(t, s, "console/demo/bob"); known != (c.gone < 2) {
				t.Errorf("bob is known: %v", known)
			}
			if err := s.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Restoring a backup of another store, which has another key, forgets the forgotten members of
// both. A member who came back afterwards stays.
func TestRestoreOfAnotherStore(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	path, other, backup := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "other.db"), filepath.Join(folder, "backup.db")
	b := storeWithAnswers(t, other)
	forgetMember(t, b, 2)
	back := quiz.Member{No: 3, ID: "console/demo/bob", Name: "Bob", Since: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}
	err := b.Update(ctx, func(tx quiz.Tx) error { return tx.SetMember(back) })
	if err := errors.Join(err, b.Backup(ctx, backup)); err != nil {
		t.Fatal(err)
	}
	b = storeWithAnswers(t, path)
	forgetMember(t, b, 1)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	done, err := bolt.Restore(ctx, backup, path)
	if err != nil || done.Forgotten != 1 {
		t.Fatalf("got %+v, %v, want one forgotten", done, err)
	}
	s := openStore(t, path)
	for id, want := range map[quiz.MemberID]bool{"console/demo/ann": false, "console/demo/bob": true} {
		if known, at := lookUpMember(t, s, id); known != want || at.IsZero() {
			t.Errorf("%s is known: %v, forgotten at %s", id, known, at)
		}
	}
	var export bytes.Buffer
	if err := transfer.Export(ctx, s, &export); err != nil {
		t.Fatal(err)
	}
	again := memory.New()
	if err := transfer.Import(ctx, again, &export); err != nil {
		t.Fatal(err)
	}
	for _, id := range []quiz.MemberID{"console/demo/ann", "console/demo/bob"} {
		if _, at := lookUpMember(t, again, id); at.IsZero() {
			t.Errorf("%s is not forgotten after an export and import", id)
		}
	}
}

// A tombstone names nobody.
func TestTombstonesNameNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	b := storeWithAnswers(t, path)
	forgetMember(t, b, 1)
	if err := errors.Join(b.Compact(context.Background()), b.Close()); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(mustRead(t, path), []byte("console/demo/ann")) {
		t.Error("the id of who was forgotten stands in the file")
	}
}

// A backup holds no earlier versions of records, which stay in free space of the file itself.
func TestBackupHasNoDeletedData(t *testing.T) {
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
	b := storeWithAnswers(t, path)
	update := func(tx quiz.Tx) error {
		return errors.Join(tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: "another answer"}), tx.SetMember(quiz.Member{No: 1, ID: "console/demo/ann", Name: "Ann"}))
	}
	if err := b.Update(t.Context(), update); err != nil {
		t.Fatal(err)
	}
	if !holdsSecret(t, path) {
		t.Fatal("the file holds nothing deleted, so this test shows nothing")
	}
	if err := b.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if holdsSecret(t, copied) {
		t.Error("the backup holds what was deleted")
	}
}
