package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// openStore opens a store that is closed when the test ends.
func openStore(t testing.TB, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// tries returns how often a test tries something at random: seldom in an ordinary run, and as often as
// given by long if QUIZBOT_LONG is set.
func tries(ordinary, long int) int {
	if os.Getenv("QUIZBOT_LONG") != "" {
		return long
	}
	return ordinary
}

// addRoom writes a room with the given number.
func addRoom(n int) func(quiz.Tx) error {
	return func(tx quiz.Tx) error {
		return tx.SetRoom(quiz.Room{ID: quiz.RoomID(fmt.Sprintf("console/demo/%06d", n)), Cycle: n})
	}
}

func countRooms(t *testing.T, s quiz.Store) (n int) {
	t.Helper()
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		for _, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func mustHaveRoom(t *testing.T, s quiz.Store, n int) {
	t.Helper()
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		_, err := tx.Room(quiz.RoomID(fmt.Sprintf("console/demo/%06d", n)))
		return err
	})
	if err != nil {
		t.Errorf("room %d was acknowledged: %v", n, err)
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// checkFolder checks the names of all files in a folder, besides locks of open stores.
func checkFolder(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".lock") {
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

// usedBytes returns the number of bytes of a file that are in use.
func usedBytes(t *testing.T, content []byte) (size int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		size = tx.Size()
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return size
}

func editFile(t *testing.T, content []byte, edit func(*bbolt.Tx) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(edit), db.Close()); err != nil {
		t.Fatal(err)
	}
	c, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func overwriteBytes(path string, from, to int64, with byte) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{with}, int(to-from)), from)
	return errors.Join(err, f.Close())
}

// bboltCheck runs bbolt's own check of a file. It ignores pages neither used nor free: they do no
// harm. It repairs a meta page damaged by a crash with two transactions first.
func bboltCheck(path string) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	for range 2 {
		if err := db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
			return err
		}
	}
	err = db.View(func(tx *bbolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			if !strings.Contains(err.Error(), "unreachable unfreed") {
				errs = append(errs, err)
			}
		}
		return errors.Join(errs...)
	})
	return errors.Join(err, db.Close())
}

// checkNothingBeside checks that no file is left beside an open store but its lock.
func checkNothingBeside(t *testing.T, path string) {
	t.Helper()
	left, err := filepath.Glob(path + ".*")
	if err != nil {
		t.Fatal(err)
	}
	if left = slices.DeleteFunc(left, func(name string) bool { return name == path+".lock" }); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
