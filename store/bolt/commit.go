package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"quizbot/quiz"
	"quizbot/store"

	"go.etcd.io/bbolt"
)

// queuedUpdate is an update that waits for a commit.
type queuedUpdate struct {
	ctx  context.Context
	fn   func(store.Tx) error
	done chan updateResult
}

// updateResult is the result of an update. A panic of its function goes on in the caller's
// goroutine.
type updateResult struct {
	err      error
	panicked any
}

// maxGroup is the limit of updates in one commit.
const maxGroup = 1000

// Update implements [quiz.Store]. Updates that arrive during a commit are written together by the
// next one: many callers share the wait for the disk. A single update waits for no other.
func (s *Store) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	return s.update(ctx, func(t store.Tx) error { return fn(t) })
}

func (s *Store) update(ctx context.Context, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	u := queuedUpdate{ctx, fn, make(chan updateResult, 1)}
	if err := s.enqueue(u); err != nil {
		return err
	}
	r := <-u.done
	if r.panicked != nil {
		panic(r.panicked)
	}
	return r.err
}

// enqueue passes an update to the commit loop.
func (s *Store) enqueue(u queuedUpdate) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return errClosed
	}
	s.updates <- u
	return nil
}

// commitLoop commits queued updates until the store is closed.
func (s *Store) commitLoop() {
	defer close(s.done)
	debug.SetPanicOnFault(true)
	for first := range s.updates {
		s.commitGroup(s.collectGroup(first))
	}
}

// collectGroup returns the first update and the updates that wait behind it.
func (s *Store) collectGroup(first queuedUpdate) []queuedUpdate {
	group := []queuedUpdate{first}
	for len(group) < maxGroup {
		select {
		case u, open := <-s.updates:
			if !open {
				return group
			}
			group = append(group, u)
		default:
			return group
		}
	}
	return group
}

// commitGroup writes a group in one transaction. bbolt can only roll back a whole transaction, so
// after an update that fails the others are written again without it.
func (s *Store) commitGroup(group []queuedUpdate) {
	s.dbMu.RLock()
	defer s.dbMu.RUnlock()
	for len(group) > 0 {
		failed := -1
		var result updateResult
		err := s.writeTx(func(t *bbolt.Tx) error {
			for i, u := range group {
				if result = u.runRecovered(newTx(t), s.path); result.err != nil || result.panicked != nil {
					failed = i
					return errRollBack
				}
			}
			return nil
		})
		if failed < 0 {
			for _, u := range group {
				u.done <- updateResult{err: explainError(s.path, err)}
			}
			return
		}
		group[failed].done <- result
		group = append(group[:failed], group[failed+1:]...)
	}
}

// writeTx runs fn in a transaction of bbolt and commits it. fn must not panic: after a panic the
// store can only be read.
func (s *Store) writeTx(fn func(*bbolt.Tx) error) (err error) {
	t, err := s.beginTx(true)
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w; until then nothing more is saved", damagedError(s.path, describePanic(r)))
			s.failure.set(&s.failure.writing, err)
		}
		_ = t.Rollback() // does nothing after a commit
	}()
	if err := fn(t); err != nil {
		return err
	}
	s.db.AllocSize = growthFor(t.Size())
	return t.Commit()
}

// errRollBack rolls back a transaction in which one update failed.
var errRollBack = errors.New("a call failed")

// runRecovered runs the update's function.
func (u queuedUpdate) runRecovered(t store.Tx, path string) (result updateResult) {
	defer func() {
		r := recover()
		if d, ok := asDamage(r); ok {
			result.err = damagedError(path, d.Reason)
		} else {
			result.panicked = r
		}
	}()
	if err := u.ctx.Err(); err != nil {
		return updateResult{err: err}
	}
	return updateResult{err: u.fn(t)}
}
