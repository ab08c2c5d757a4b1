package bolt

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"

	"go.etcd.io/bbolt"
)

// An update is one commit, and all updates that arrive during a commit share the next one.
func TestOneCommit(t *testing.T) {
	ctx := context.Background()
	path, _ := newSchema1File(t)
	b, err := openStore(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	last := func() (id int) {
		err := b.viewTx(func(t *bbolt.Tx) error {
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
	err = b.Update(ctx, func(tx quiz.Tx) error { // the others arrive before it ends
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
