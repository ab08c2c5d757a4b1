package bolt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store"

	"go.etcd.io/bbolt"
)

// newSchema1File makes a file of schema 1 with a room.
func newSchema1File(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "quiz.db")
	b, err := openStore(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(b.Update(context.Background(), func(tx quiz.Tx) error { return tx.SetRoom(quiz.Room{ID: "r"}) }), b.Close())
	if err != nil {
		t.Fatal(err)
	}
	return path, readFile(t, path)
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// markMigration is a migration that leaves a mark.
func markMigration(name string) migration {
	return func(t *bbolt.Tx) error { return t.Bucket([]byte(store.Meta)).Put([]byte(name), []byte("done")) }
}

var errMigration = errors.New("it will not do")

func failingMigration(t *bbolt.Tx) error { return errors.Join(markMigration("half")(t), errMigration) }

// checkMark opens a file and checks whether it has a mark. It must have the room.
func checkMark(t *testing.T, path string, list []migration, name string, want bool) {
	t.Helper()
	b, err := openStore(path, list)
	if err != nil {
		t.Fatal(err)
	}
	err = b.viewTx(func(bt *bbolt.Tx) error {
		if got := bt.Bucket([]byte(store.Meta)).Get([]byte(name)) != nil; got != want {
			t.Errorf("%s: got the mark %q %v, want %v", filepath.Base(path), name, got, want)
		}
		_, err := newTx(bt).Room("r")
		return err
	})
	if err := errors.Join(err, b.Close()); err != nil {
		t.Error(err)
	}
}

func TestMigrate(t *testing.T) {
	path, before := newSchema1File(t)
	checkMark(t, path, []migration{markMigration("two"), markMigration("three")}, "two", true)
	checkMark(t, path, []migration{failingMigration, failingMigration}, "three", true) // none runs twice
	kept := path + ".schema-1"
	if !bytes.Equal(readFile(t, kept), before) {
		t.Error("the copy is not what was there")
	}
	if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != fileMode {
		t.Errorf("the copy's mode is %v, %v", info.Mode(), err)
	}
	checkMark(t, kept, nil, "two", false)
	if _, err := openStore(path, []migration{markMigration("two")}); err == nil || !strings.Contains(err.Error(), "update quizbot") {
		t.Errorf("an older program: got %v", err)
	}
	checkMark(t, path, []migration{failingMigration, failingMigration, markMigration("four")}, "four", true)
	if _, err := os.Stat(path + ".schema-3"); err != nil {
		t.Error(err)
	}
}

func TestMigrationFails(t *testing.T) {
	path, before := newSchema1File(t)
	for name, broken := range map[string]migration{
		"an error": failingMigration,
		"a panic":  func(*bbolt.Tx) error { panic(store.Damage{Reason: "a record makes no sense"}) },
	} {
		_, err := openStore(path, []migration{markMigration("two"), broken})
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "a copy of it is "+path+".schema-1") {
			t.Errorf("%s: got %v, want a sentence that names the copy", name, err)
		}
		if !bytes.Equal(readFile(t, path+".schema-1"), before) {
			t.Errorf("%s: the copy is not what was there", name)
		}
		if !bytes.Equal(readFile(t, path), before) {
			t.Errorf("%s: the file was changed", name)
		}
		checkMark(t, path, nil, "two", false)
	}
	checkMark(t, path, []migration{markMigration("two"), markMigration("three")}, "three", true) // the lock is free, and a better migration succeeds
}

// A crash between copy and migration leaves a copy, or a part of one. The next start begins again.
func TestMigrationInterrupted(t *testing.T) {
	for name, left := range map[string]func(path string, content []byte) error{
		"a part":   func(path string, c []byte) error { return os.WriteFile(path+".partial", c[:5000], 0o600) },
		"a copy":   func(path string, c []byte) error { return os.WriteFile(path, c, 0o600) },
		"an older": func(path string, _ []byte) error { return os.WriteFile(path, []byte("older"), 0o600) },
	} {
		path, before := newSchema1File(t)
		if err := left(path+".schema-1", before); err != nil {
			t.Fatal(err)
		}
		checkMark(t, path, []migration{markMigration("two")}, "two", true)
		if !bytes.Equal(readFile(t, path+".schema-1"), before) {
			t.Errorf("%s: the copy is not what was there", name)
		}
		if left, _ := filepath.Glob(path + ".*"); len(left) != 1 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

// If the copy cannot be written, nothing is migrated.
func TestMigrationWithoutCopy(t *testing.T) {
	path, before := newSchema1File(t)
	if err := os.MkdirAll(filepath.Join(path+".schema-1", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(path, []migration{markMigration("two")}); err == nil || !strings.Contains(err.Error(), "before it is brought to a newer schema") {
		t.Errorf("got %v", err)
	}
	if !bytes.Equal(readFile(t, path), before) {
		t.Error("the file was changed")
	}
}

// newSchema4File makes a file of schema 4, whose values have no checksums, with replies of 500 bytes.
func newSchema4File(t testing.TB, replies int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "quiz.db")
	full := path + ".full"
	db, err := bbolt.Open(full, fileMode, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for from := 0; from <= replies; from += 10_000 {
		err = errors.Join(err, db.Update(func(bt *bbolt.Tx) error {
			for _, bucket := range store.Buckets() {
				if _, err := bt.CreateBucketIfNotExists([]byte(bucket)); err != nil {
					return err
				}
			}
			tx := newSchemaTx(bt, 4)
			errs := []error{tx.Put(store.Meta, []byte(metaSchema), []byte("4")), tx.SetRoom(quiz.Room{ID: "r"})}
			for n := from; n < min(from+10_000, replies); n++ {
				errs = append(errs, tx.SetReply(quiz.Reply{Round: quiz.RoundID(n + 1), Member: 1, Form: strings.Repeat("an answer ", 40)}))
			}
			return errors.Join(errs...)
		}))
	}
	if err := errors.Join(err, writeCompact(path, db), db.Close(), os.Remove(full)); err != nil {
		t.Fatal(err)
	}
	return path
}

// BenchmarkMigrate brings a file of about 100 MB from schema 4 to this one.
func BenchmarkMigrate(b *testing.B) {
	size := func(path string) float64 {
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		return float64(info.Size()) / 1e6
	}
	for b.Loop() {
		b.StopTimer()
		path := newSchema4File(b, 160_000)
		before := size(path)
		b.StartTimer()
		s, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(before, "MB-before")
		b.ReportMetric(size(path), "MB-after")
		if err := errors.Join(s.Check(), s.Close()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
