package bolt_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"
	"quizbot/store/storetest"
)

func TestBolt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Store { return openStore(t, filepath.Join(t.TempDir(), "quiz.db")) })
}

func TestReopen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(context.Background(), addRoom(1)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // closing again does nothing
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(context.Background(), addRoom(2)); err == nil {
		t.Error("a closed store takes an update")
	}
	if got := countRooms(t, openStore(t, path)); got != 1 {
		t.Errorf("got %d rooms, want 1", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v, want 0600", info.Mode(), err)
	}
}

// A panic of the caller's function is the caller's.
func TestCallersPanic(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "quiz.db"))
	ctx := context.Background()
	if err := s.Update(ctx, addRoom(1)); err != nil {
		t.Fatal(err)
	}
	for name, run := range map[string]func(context.Context, func(quiz.Tx) error) error{"View": s.View, "Update": s.Update} {
		func() {
			defer func() {
				if r := recover(); fmt.Sprint(r) != "runtime error: index out of range [3] with length 0" {
					t.Errorf("%s: got %v", name, r)
				}
			}()
			err := run(ctx, func(tx quiz.Tx) error {
				for _, err := range tx.Rooms() {
					var none []int
					_, _ = err, none[len("abc")]
				}
				return nil
			})
			t.Errorf("%s: it returned %v", name, err)
		}()
	}
	if err := s.Update(ctx, addRoom(2)); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// A probe commits, and neither makes the file grow nor leaves one beside it.
func TestProbe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := openWithRoom(t, path)
	before := mustRead(t, path)
	for range 200 {
		if err := s.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	after := mustRead(t, path)
	if len(after) != len(before) {
		t.Errorf("the file grew from %d to %d bytes", len(before), len(after))
	}
	if bytes.Equal(after, before) {
		t.Error("nothing was written")
	}
	checkNothingBeside(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := s.Probe(t.Context()); err == nil {
		t.Error("a probe of a deleted file succeeds")
	}
	if err := s.Close(); err == nil {
		t.Error("the store closes as if nothing had happened")
	}
}
