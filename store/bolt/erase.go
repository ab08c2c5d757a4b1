package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"quizbot/store"
	"quizbot/store/bolt/pages"

	"go.etcd.io/bbolt"
)

// erasures overwrite deleted data in free space of the file, in steps between the commits of others.
type erasures struct {
	// requested counts the calls of Compact.
	requested atomic.Int64
	running   sync.WaitGroup

	mu      sync.Mutex
	waiting []chan<- error // of the callers that the next erasure is for
	active  bool

	// eraser is nil while nothing is erased. Only the commit loop uses it.
	eraser *pages.Eraser
}

const (
	// eraseEvery is the least time between two erasures. Callers that come meanwhile share one.
	eraseEvery = 500 * time.Millisecond
	// erasePause leaves the disk to others between two steps.
	erasePause = 2 * time.Millisecond
	// shortRead is the time that transactions usually take at most. Longer ones are interrupted.
	shortRead = 20 * time.Millisecond
	// longestRead is the time after which an erasure waits no longer for a transaction.
	longestRead = 3 * time.Second
)

// Compact implements [quiz.Compactor]. It keeps the marks of forgotten members in the file beside the
// store, and overwrites deleted data in free space of the store's file, while others go on. Callers
// at about the same time share an erasure. If it fails it stays owed: Watch, the next Open and the
// next backup try again.
func (s *Store) Compact(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.ensureInPlace(); err != nil {
		return err
	}
	s.erasures.requested.Add(1)
	done := make(chan error, 1)
	if err := s.requestErasure(done); err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// requestErasure has the next erasure send its result to done.
func (s *Store) requestErasure(done chan<- error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return errClosed
	}
	e := &s.erasures
	e.mu.Lock()
	defer e.mu.Unlock()
	e.waiting = append(e.waiting, done)
	if !e.active {
		e.active = true
		e.running.Go(s.runErasures)
	}
	return nil
}

// runErasures erases as long as somebody waits for it.
func (s *Store) runErasures() {
	for {
		e := &s.erasures
		e.mu.Lock()
		waiting := e.waiting
		e.waiting = nil
		e.active = len(waiting) > 0
		e.mu.Unlock()
		if len(waiting) == 0 {
			return
		}
		err := s.saveMarks()
		if err = errors.Join(err, s.erase()); err != nil {
			err = s.owedError(err)
		}
		for _, done := range waiting {
			done <- err
		}
		select {
		case <-s.done: // closed: the others are told at once
		case <-time.After(eraseEvery):
		}
	}
}

// owedError returns the error of forgetting that is not complete yet.
func (s *Store) owedError(err error) error {
	return fmt.Errorf("overwrite deleted data in %s: %w", s.path, explainError(s.path, err))
}

// CompactionOwed reports whether deleted data may still lie in the file because overwriting it
// failed.
func (s *Store) CompactionOwed() bool { return s.compactionOwed() != 0 }

func (s *Store) compactionOwed() (owed uint64) {
	err := s.viewTx(func(t *bbolt.Tx) error {
		owed = newTx(t).CompactionOwed()
		return nil
	})
	if err != nil {
		return 0 // nothing can be overwritten either
	}
	return owed
}

// compactIfOwed overwrites deleted data if that is owed. If it fails it stays owed.
func (s *Store) compactIfOwed(ctx context.Context) {
	if s.CompactionOwed() {
		_ = s.Compact(ctx) // no record holds the deleted data, and there will be another attempt
	}
}

// erase overwrites all pages that were free when it began, and makes that durable.
func (s *Store) erase() error {
	ctx := context.Background()
	owed := s.compactionOwed()
	if owed == 0 {
		return nil
	}
	if s.checks.isDamaged() {
		return errors.New("the file is damaged, so that nobody knows which of its pages are free")
	}
	var eraser *pages.Eraser
	err := s.betweenCommits(func() (err error) {
		eraser, err = pages.NewEraser(s.db.file)
		s.erasures.eraser = eraser
		return err
	})
	if err != nil {
		return err
	}
	defer func() {
		_ = s.betweenCommits(func() error { s.erasures.eraser = nil; return nil }) // fails after the commit loop
	}()
	// After another commit neither of the two meta pages leads to deleted data.
	if err := s.update(ctx, func(store.Tx) error { return nil }); err != nil {
		return err
	}
	if err := s.awaitReaders(int(eraser.Commit())); err != nil {
		return err
	}
	for more := true; more; {
		if more, err = s.eraseStep(eraser); err != nil {
			return err
		}
	}
	return s.update(ctx, func(t store.Tx) error { return t.EndCompaction(owed) })
}

// eraseStep overwrites some pages, and makes that durable while others go on.
func (s *Store) eraseStep(eraser *pages.Eraser) (more bool, err error) {
	var wrote bool
	err = s.betweenCommits(func() error {
		if s.erasures.eraser != eraser {
			return errReplaced
		}
		wrote, more, err = eraser.Step()
		return err
	})
	if err != nil || !wrote {
		return more, err
	}
	if err := eraser.Sync(); err != nil {
		return false, err
	}
	time.Sleep(erasePause)
	return more, nil
}

// errReplaced is returned for an erasure of a file that was replaced meanwhile.
var errReplaced = errors.New("the file was written anew meanwhile")

// betweenCommits runs fn while nobody commits and the file is not replaced.
func (s *Store) betweenCommits(fn func() error) error {
	result := make(chan error, 1)
	run := func() {
		s.dbMu.RLock()
		defer s.dbMu.RUnlock()
		if writing, anything := s.failure.get(); writing != nil || anything != nil {
			result <- errors.Join(writing, anything)
			return
		}
		result <- fn()
	}
	select {
	case s.between <- run:
		return <-result
	case <-s.done:
		return errClosed
	}
}

// awaitReaders waits for the end of all transactions that read a state before a commit. Those that
// take long are interrupted.
func (s *Store) awaitReaders(commit int) error {
	begun, interrupted := time.Now(), false
	for s.hasReaderBefore(commit) {
		waited := time.Since(begun)
		if waited > longestRead {
			return errors.New("something reads the file for long: it is tried again later")
		}
		if waited > shortRead && !interrupted {
			s.checks.interrupt()
			interrupted = true
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

// hasReaderBefore reports whether a transaction reads a state before a commit. None begins later.
func (s *Store) hasReaderBefore(commit int) bool {
	s.beginMu.Lock()
	defer s.beginMu.Unlock()
	for id := range s.readers {
		if id < commit {
			return true
		}
	}
	return false
}

// eraseDeleted overwrites deleted data in a file that nobody else uses.
func (s *Store) eraseDeleted() (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(s.path, &err)
	for range 2 { // after two commits neither of the two meta pages leads to deleted data
		if err := s.writeTx(store.Tx.OweCompaction); err != nil {
			return err
		}
	}
	if err := pages.EraseFree(s.db.file); err != nil {
		return err
	}
	return s.writeTx(func(t store.Tx) error { return t.EndCompaction(t.CompactionOwed()) })
}

// retryErasure begins an erasure that is owed, if none runs.
func (s *Store) retryErasure() {
	s.erasures.mu.Lock()
	active := s.erasures.active
	s.erasures.mu.Unlock()
	if !active && s.CompactionOwed() {
		_ = s.requestErasure(make(chan error, 1)) // the log has the first failure
	}
}
