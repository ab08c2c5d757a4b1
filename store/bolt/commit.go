package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"syscall"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/bolt/pages"

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
	for {
		select {
		case first, open := <-s.updates:
			if !open {
				return
			}
			s.commitGroup(s.collectGroup(first))
		case fn := <-s.between:
			fn()
		}
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
// after an update that fails the others are written again without it. The file must be in its place
// after the commit: otherwise nobody would find in it what was written.
func (s *Store) commitGroup(group []queuedUpdate) {
	for len(group) > 0 {
		failed, result, err := s.tryCommit(group)
		if failed < 0 {
			if err == nil {
				err = s.ensureInPlace()
			}
			for _, u := range group {
				u.done <- updateResult{err: explainError(s.path, err)}
			}
			return
		}
		group[failed].done <- result
		group = append(group[:failed], group[failed+1:]...)
	}
}

// tryCommit writes a group in one transaction. If an update fails it returns the number and the
// result of that one, and nothing is written. Otherwise the number is negative.
func (s *Store) tryCommit(group []queuedUpdate) (failed int, result updateResult, err error) {
	s.dbMu.RLock()
	defer s.dbMu.RUnlock()
	failed = -1
	err = s.writeTx(func(t store.Tx) error {
		for i, u := range group {
			if result = u.runRecovered(t, s.path); result.err != nil || result.panicked != nil {
				failed = i
				return errRollBack
			}
		}
		return nil
	})
	return failed, result, err
}

// writeTx runs fn in a transaction of bbolt and commits it. fn must not panic: after a panic the
// store can only be read.
func (s *Store) writeTx(fn func(store.Tx) error) (err error) {
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
	if err := s.checkOwnWrites(t); err != nil {
		err = damagedError(s.path, err.Error())
		s.failure.set(&s.failure.writing, err)
		return err
	}
	var change uint64
	if err := fn(store.Tx{KV: kv{tx: t, ctx: context.Background(), change: &change}}); err != nil {
		return err
	}
	if err := noteChange(t, change); err != nil {
		return err
	}
	s.db.AllocSize = growthFor(t.Size())
	return s.commitTx(t)
}

// checkOwnWrites returns an error if the file does not begin as the last commit left it.
func (s *Store) checkOwnWrites(t *bbolt.Tx) error {
	if s.lastCommit != 0 && t.ID() != s.lastCommit+1 {
		return errors.New("something else wrote over it while it was open")
	}
	return pages.CheckFreelistHead(s.db.file, s.db.size)
}

// commitTx commits a transaction. After an error of the disk itself nobody knows which of the
// written pages it holds, so the store can only be read from then on.
func (s *Store) commitTx(t *bbolt.Tx) error {
	id := t.ID()
	err := t.Commit()
	if err == nil {
		s.lastCommit = id
		if s.erasures.eraser != nil {
			s.erasures.eraser.Committed()
		}
		return nil
	}
	s.lastCommit = 0
	if errors.Is(err, syscall.EIO) {
		err = fmt.Errorf("the disk of %s fails (%w): nothing more is saved; look at its state, and start again", s.path, err)
		s.failure.set(&s.failure.writing, err)
	}
	return err
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
