package bolt_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// A process never replaces the file of another process by its own new one.
func TestMadeMeanwhile(t *testing.T) {
	made := filepath.Join(t.TempDir(), "made.db")
	first := openStore(t, made)
	if err := errors.Join(first.Update(context.Background(), addRoom(1)), first.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "quiz.db")
	db, err := bbolt.Open(path+".new", 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	opened := make(chan *bolt.Store)
	go func() {
		s, err := bolt.Open(path)
		if err != nil {
			t.Error(err)
		}
		opened <- s
	}()
	time.Sleep(100 * time.Millisecond) // so that it waits
	if err := errors.Join(os.Rename(made, path), db.Close()); err != nil {
		t.Fatal(err)
	}
	if s := <-opened; s != nil {
		mustHaveRoom(t, s, 1)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A part of a new file that a crash left is in nobody's way.
func TestLeftover(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := openStore(t, empty).Close(); err != nil {
		t.Fatal(err)
	}
	for name, left := range map[string][]byte{
		"nothing": nil, "zeros": make([]byte, 8192), "a part": mustRead(t, empty)[:5000], "all": mustRead(t, empty),
	} {
		path := filepath.Join(t.TempDir(), "quiz.db")
		if err := os.WriteFile(path+".new", left, 0o600); err != nil {
			t.Fatal(err)
		}
		s := openStore(t, path)
		if err := s.Update(context.Background(), addRoom(1)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checkNothingBeside(t, path)
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A process waits for a file. If the file is replaced meanwhile, it opens the new one.
func TestWaitsForReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := openStore(t, path)
	for n := range 5 {
		opened := make(chan *bolt.Store, 1)
		go func() {
			next, err := bolt.Open(path)
			if err != nil {
				t.Error(err)
			}
			opened <- next
		}()
		time.Sleep(30 * time.Millisecond) // so that it waits most times
		ctx := context.Background()
		if err := errors.Join(s.Compact(ctx), s.Update(ctx, addRoom(n)), s.Close()); err != nil {
			t.Fatal(err)
		}
		if s = <-opened; s == nil {
			return
		}
		mustHaveRoom(t, s, n)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
