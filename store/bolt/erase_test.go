package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// Compacting leaves no deleted data in the file, lets others go on meanwhile, and keeps the file
// locked.
func TestCompact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := openStore(t, path)
	ctx := context.Background()
	secret := strings.Repeat("a secret of ann ", 300)
	err := s.Update(ctx, func(tx quiz.Tx) error {
		return errors.Join(tx.SetMember(quiz.Member{No: 1, ID: "console/demo/ann", Name: "Ann Secret"}),
			tx.SetRound(quiz.Round{ID: 1, Room: "console/demo/a"}), tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: secret}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(ctx, func(tx quiz.Tx) error { return tx.Forget(1) }); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(path); !bytes.Contains(content, []byte("a secret of ann")) {
		t.Fatal("the file holds no secret before it is compacted, so this test shows nothing")
	}
	if err := s.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	checkNoSecret(t, path) // before anything else can overwrite the free pages
	var others sync.WaitGroup
	for n := range 50 {
		others.Go(func() {
			if err := s.Update(ctx, addRoom(n)); err != nil {
				t.Error(err)
			}
		})
	}
	if err := s.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	others.Wait()
	checkNoSecret(t, path)
	if got := countRooms(t, s); got != 50 {
		t.Errorf("got %d rooms, want 50", got)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if _, err := bolt.Open(path); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("a second store over the compacted file: got %v, want ErrLocked", err)
	}
	checkNothingBeside(t, path)
}

// checkNoSecret checks that a file holds nothing of ann.
func checkNoSecret(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil || bytes.Contains(content, []byte("a secret of ann")) || bytes.Contains(content, []byte("Ann Secret")) {
		t.Errorf("the compacted file holds what was deleted (%v)", err)
	}
}
