package bolt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store"

	"go.etcd.io/bbolt"
)

// firstSchema is a file of the first schema with a room.
func firstSchema(t *testing.T) (path string, content []byte) {
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
	return path, read(t, path)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// mark is a migration that leaves a mark.
func mark(name string) migration {
	return func(t *bbolt.Tx) error { return t.Bucket([]byte(store.Meta)).Put([]byte(name), []byte("done")) }
}

var errMigration = errors.New("it will not do")

func fails(t *bbolt.Tx) error { return errors.Join(mark("half")(t), errMigration) }

// holds checks a mark, and that the room is there.
func holds(t *testing.T, path string, steps []migration, name string, want bool) {
	t.Helper()
	b, err := openStore(path, steps)
	if err != nil {
		t.Fatal(err)
	}
	err = b.view(func(bt *bbolt.Tx) error {
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
	path, before := firstSchema(t)
	holds(t, path, []migration{mark("two"), mark("three")}, "two", true)
	holds(t, path, []migration{fails, fails}, "three", true) // none runs twice
	kept := path + ".schema-1"
	if !bytes.Equal(read(t, kept), before) {
		t.Error("the copy is not what was there")
	}
	if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != fileMode {
		t.Errorf("the copy's mode is %v, %v", info.Mode(), err)
	}
	holds(t, kept, nil, "two", false)
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "update quizbot") {
		t.Errorf("an older program: got %v", err)
	}
	holds(t, path, []migration{fails, fails, mark("four")}, "four", true)
	if _, err := os.Stat(path + ".schema-3"); err != nil {
		t.Error(err)
	}
}

func TestMigrationFails(t *testing.T) {
	path, before := firstSchema(t)
	for name, broken := range map[string]migration{
		"an error": fails,
		"a panic":  func(*bbolt.Tx) error { panic(store.Damage{Reason: "a record makes no sense"}) },
	} {
		_, err := openStore(path, []migration{mark("two"), broken})
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "a copy of it is "+path+".schema-1") {
			t.Errorf("%s: got %v, want a sentence that names the copy", name, err)
		}
		if !bytes.Equal(read(t, path+".schema-1"), before) {
			t.Errorf("%s: the copy is not what was there", name)
		}
		if !bytes.Equal(read(t, path), before) {
			t.Errorf("%s: the file was changed", name)
		}
		holds(t, path, nil, "two", false)
	}
	holds(t, path, []migration{mark("two"), mark("three")}, "three", true) // the lock is free, and a better one does it
}

// A crash between copy and migration leaves a copy, or a part of one, and the next start begins anew.
func TestMigrationInterrupted(t *testing.T) {
	for name, left := range map[string]func(path string, content []byte) error{
		"a part":   func(path string, c []byte) error { return os.WriteFile(path+".partial", c[:5000], 0o600) },
		"a copy":   func(path string, c []byte) error { return os.WriteFile(path, c, 0o600) },
		"an older": func(path string, _ []byte) error { return os.WriteFile(path, []byte("older"), 0o600) },
	} {
		path, before := firstSchema(t)
		if err := left(path+".schema-1", before); err != nil {
			t.Fatal(err)
		}
		holds(t, path, []migration{mark("two")}, "two", true)
		if !bytes.Equal(read(t, path+".schema-1"), before) {
			t.Errorf("%s: the copy is not what was there", name)
		}
		if left, _ := filepath.Glob(path + ".*"); len(left) != 1 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

// Where there is no room for the copy, or no leave, nothing is migrated.
func TestMigrationWithoutCopy(t *testing.T) {
	path, before := firstSchema(t)
	if err := os.MkdirAll(filepath.Join(path+".schema-1", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(path, []migration{mark("two")}); err == nil || !strings.Contains(err.Error(), "before it is brought to a newer schema") {
		t.Errorf("got %v", err)
	}
	if !bytes.Equal(read(t, path), before) {
		t.Error("the file was changed")
	}
}

// An update is one commit, and those that are handed in while one is written go together.
func TestOneCommit(t *testing.T) {
	ctx := context.Background()
	path, _ := firstSchema(t)
	b, err := openStore(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	last := func() (id int) {
		err := b.view(func(t *bbolt.Tx) error {
			id = t.ID()
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return id
	}
	set := func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: "a"}), tx.SetRoom(quiz.Room{ID: "b"}))
	}
	before := last()
	if err := b.Update(ctx, set); err != nil {
		t.Fatal(err)
	}
	if got := last() - before; got != 1 {
		t.Errorf("an update made %d commits, want 1", got)
	}
	before = last()
	const callers = 50
	done := make(chan error, callers)
	err = b.Update(ctx, func(tx quiz.Tx) error { // the others are handed in before it ends
		var begun sync.WaitGroup
		for range callers {
			begun.Add(1)
			go func() {
				begun.Done()
				done <- b.Update(ctx, set)
			}()
		}
		begun.Wait()
		time.Sleep(100 * time.Millisecond)
		return set(tx)
	})
	for range callers {
		err = errors.Join(err, <-done)
	}
	if got := last() - before; got > 5 { // two, on a machine that is not busy
		t.Errorf("%d updates at once made %d commits", callers+1, got)
	}
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
}
