package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/bolt/filelock"
	"quizbot/store/bolt/pages"

	"go.etcd.io/bbolt"
)

// Store is a store in a bbolt file. What Update wrote is on the disk when it returns.
type Store struct {
	path    string // of the file, without links
	place   place
	lock    *filelock.Lock // of the path, nil where there cannot be one
	updates chan queuedUpdate
	between chan func()   // functions that run between two commits
	done    chan struct{} // closed when the commit loop has ended

	mu     sync.RWMutex // held for reading while an update is queued
	closed bool

	dbMu sync.RWMutex // held for reading while db is used, for writing while it is replaced
	db   database

	// lastCommit is the number of the last commit to db, 0 if it is unknown. Only one goroutine at a
	// time writes.
	lastCommit int

	beginMu  sync.Mutex // held while a transaction begins
	backupMu sync.Mutex // held while a backup is made
	failure  failure
	notices  notices
	checks   checks
	erasures erasures
	readers  map[int]int     // open transactions that read, by the commit that they see; guarded by beginMu
	opened   pages.MetaFault // when the file was opened
	// marksNewer is set if a newer release wrote the marks beside the file.
	marksNewer bool
}

// failure is the reason why a store cannot go on.
type failure struct {
	mu sync.Mutex
	// writing is set after bbolt panicked during a write: it no longer knows for certain which
	// pages are free. It is also set after the file was lost or written by others.
	writing error
	// anything is set after bbolt panicked at the beginning of a transaction: it holds its locks
	// for ever.
	anything error
	// failed is closed with the first failure.
	failed chan struct{}
}

func newFailure() failure { return failure{failed: make(chan struct{})} }

func (f *failure) get() (writing, anything error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.writing, f.anything
}

func (f *failure) set(field *error, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.writing == nil && f.anything == nil && f.failed != nil {
		close(f.failed)
	}
	*field = err
}

// Open opens the store at path. If there is no file it makes one. If another process has the file
// open, or had a file open at this path, it fails with [ErrLocked] within two seconds. A file that is damaged, empty, another
// program's or a newer release's is an error, and stays as it is.
func Open(path string) (*Store, error) { return openStore(path, migrations()) }

// OpenExisting is Open, but fails if there is no file.
func OpenExisting(path string) (*Store, error) {
	if err := checkExists(path); err != nil {
		return nil, err
	}
	return Open(path)
}

func openStore(path string, list []migration) (*Store, error) {
	named := path
	path = resolveLinks(path) // so that a new file replaces the old one, and not a link to it
	lock, err := lockPath(path)
	if err != nil {
		return nil, err
	}
	s, err := openLockedStore(named, path, lock, list)
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	s.mergeMarks()
	if s.CompactionOwed() {
		if err := errors.Join(s.saveMarks(), s.eraseDeleted()); err != nil {
			s.notices.add(s.owedError(err))
		}
	}
	go s.commitLoop()
	return s, nil
}

// openLockedStore opens the store at a path that is locked. The path was named by another one if
// that leads to it through links.
func openLockedStore(named, path string, lock *filelock.Lock, list []migration) (*Store, error) {
	db, err := openOrCreateFile(path, list)
	if _, missing := os.Stat(filepath.Dir(path)); err != nil && missing != nil && isLink(named) {
		return nil, missingFileError(named)
	}
	if err != nil {
		return nil, err
	}
	if db.metaFault.Reason == "" {
		db.metaFault = findCommitFault(db, path)
	}
	s := &Store{
		path: path, place: newPlace(named, path), lock: lock, db: db, updates: make(chan queuedUpdate), between: make(chan func()), done: make(chan struct{}),
		failure: newFailure(), notices: newNotices(), opened: db.metaFault,
	}
	if s.lock != nil {
		if err := removeLeftovers(path); err != nil {
			s.notices.add(fmt.Errorf("remove what a process that died left beside %s: %w", path, err))
		}
	}
	if db.metaFault.Reason != "" {
		s.notices.add(fmt.Errorf("%s is damaged: %s", path, db.metaFault.Reason))
	}
	return s, nil
}

// Close waits for running transactions and closes the file. If the file could no longer be written,
// Close returns the reason. Closing it again does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	already := s.closed
	s.closed = true
	s.mu.Unlock()
	if already {
		return nil
	}
	close(s.updates)
	<-s.done
	s.erasures.running.Wait()
	writing, anything := s.failure.get()
	if anything != nil {
		return anything // bbolt would wait for ever; the file's locks end with the process
	}
	if err := errors.Join(s.db.Close(), s.lock.Release()); err != nil {
		return errors.Join(writing, err)
	}
	return writing
}

// errClosed is returned for transactions after Close.
var errClosed = errors.New("the store is closed")

// View implements [quiz.Store].
func (s *Store) View(ctx context.Context, fn func(quiz.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.viewTx(func(t *bbolt.Tx) error { return fn(newTx(t)) })
}

// ViewRecords runs fn on a state of the store that does not change meanwhile. It returns
// [ErrInterrupted], and what fn read is incomplete, if somebody was forgotten meanwhile.
func (s *Store) ViewRecords(ctx context.Context, fn func(store.RecordReader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.readLong(ctx, func(ctx context.Context, t *bbolt.Tx) error { return fn(store.Tx{KV: kv{tx: t, ctx: ctx}}) })
}

// readLong runs fn, which may take long, in a transaction that reads. It returns [ErrInterrupted]
// if the transaction had to end because somebody is forgotten. The context of fn ends then.
func (s *Store) readLong(ctx context.Context, fn func(context.Context, *bbolt.Tx) error) error {
	ctx, end := s.checks.begin(ctx)
	defer end()
	err := s.viewTx(func(t *bbolt.Tx) error { return fn(ctx, t) })
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (s *Store) viewTx(fn func(*bbolt.Tx) error) (err error) {
	s.mu.RLock()
	closed := s.closed
	s.mu.RUnlock()
	if closed {
		return errClosed
	}
	s.dbMu.RLock()
	defer s.dbMu.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(s.path, &err)
	t, err := s.beginTx(false)
	if err != nil {
		return err
	}
	defer s.endReading(t)
	return fn(t)
}

func (s *Store) endReading(t *bbolt.Tx) {
	id := t.ID()
	_ = t.Rollback() // it only read
	s.beginMu.Lock()
	defer s.beginMu.Unlock()
	if s.readers[id]--; s.readers[id] == 0 {
		delete(s.readers, id)
	}
}

// beginTx begins a transaction of bbolt.
func (s *Store) beginTx(writable bool) (t *bbolt.Tx, err error) {
	s.beginMu.Lock()
	defer s.beginMu.Unlock()
	writing, anything := s.failure.get()
	if anything != nil {
		return nil, anything
	}
	if err := checkNotShrunk(s.db.file, s.db.size); err != nil {
		err = damagedError(s.path, err.Error())
		s.failure.set(&s.failure.writing, err)
		return nil, err
	}
	if writable && writing != nil {
		return nil, writing
	}
	defer func() {
		if r := recover(); r != nil {
			err = damagedError(s.path, describePanic(r))
			s.failure.set(&s.failure.anything, err)
		}
	}()
	t, err = s.db.Begin(writable)
	if err == nil && !writable {
		if s.readers == nil {
			s.readers = map[int]int{}
		}
		s.readers[t.ID()]++
	}
	return t, err
}
