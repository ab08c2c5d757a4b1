package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"quizbot/quiz"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// How the file is opened.
const (
	// lockTime is how long another process may take to let go of the file. bbolt waits for ever at 0.
	lockTime = time.Second
	// mapSize is how much address space the file may grow into before readers have to make way for a
	// larger map: bbolt blocks new readers behind a writer that waits for old ones.
	mapSize = 256 << 20
	// fileMode lets nobody else read what members wrote.
	fileMode = 0o600
)

// ErrLocked says that another process has the file open.
var ErrLocked = errors.New("another quizbot has this file open")

// Bolt is a store in a bbolt file. What Update wrote is on the disk when it returns.
type Bolt struct {
	path  string
	calls chan call
	done  chan struct{} // closed when the committer ended

	mu     sync.RWMutex // held for reading while a call is handed over
	closed bool

	using sync.RWMutex // held for reading while db is used, for writing while another takes its place
	db    *bolt.DB
}

// Open opens the store at path, and creates it where there is no file. It fails with [ErrLocked] within two
// seconds where another process has it open. Every error is a sentence that says what to do.
func Open(path string) (*Bolt, error) {
	db, err := openFile(path)
	if err != nil {
		return nil, err
	}
	b := &Bolt{path: path, db: db, calls: make(chan call), done: make(chan struct{})}
	go b.commitAll()
	return b, nil
}

// openFile opens a bbolt file and brings it to the schema of this program. bbolt panics on some damaged
// files.
func openFile(path string) (db *bolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // pages that a truncated file lacks fault
	defer func() {
		if r := recover(); r != nil {
			err = damaged(path, describe(r))
		}
	}()
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: name a file in it, such as %s", path, filepath.Join(path, "quizbot.db"))
	}
	db, err = bolt.Open(path, fileMode, &bolt.Options{Timeout: lockTime, InitialMmapSize: mapSize, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return nil, explain(path, err)
	}
	if err := whole(db); err != nil {
		_ = db.Close() // the file is damaged, which is what there is to say
		return nil, damaged(path, err.Error())
	}
	if err := migrate(db); err != nil {
		_ = db.Close() // as above
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return db, nil
}

// describe says what a panic while opening a file means.
func describe(panicked any) string {
	if _, fault := panicked.(runtime.Error); fault {
		return "pages of it are missing"
	}
	return fmt.Sprint(panicked)
}

func damaged(path, how string) error {
	return fmt.Errorf("%s is damaged (%s): restore a backup, or move the file away to begin anew", path, how)
}

// whole checks that the file is as long as its own records say.
func whole(db *bolt.DB) error {
	return db.View(func(t *bolt.Tx) error {
		info, err := os.Stat(db.Path())
		if err == nil && info.Size() < t.Size() {
			return fmt.Errorf("it has %d of %d bytes", info.Size(), t.Size())
		}
		return err
	})
}

// explain says what to do about a file that cannot be opened.
func explain(path string, err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%w: stop it, or name another file than %s", ErrLocked, path)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s may not be read and written by this user: change its owner, or name another file", path)
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%s: its folder does not exist: create it, or name another file", path)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return fmt.Errorf("%s is no quizbot file, or a damaged one (%w): restore a backup, or name another file", path, err)
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// Close ends the store after the transactions that run. Closing it again does nothing.
func (b *Bolt) Close() error {
	b.mu.Lock()
	already := b.closed
	b.closed = true
	b.mu.Unlock()
	if already {
		return nil
	}
	close(b.calls)
	<-b.done
	return b.db.Close()
}

// errClosed is returned for transactions after Close.
var errClosed = errors.New("the store is closed")

// View implements [quiz.Store].
func (b *Bolt) View(ctx context.Context, fn func(quiz.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.view(func(t *bolt.Tx) error { return fn(tx{file{t}}) })
}

func (b *Bolt) view(fn func(*bolt.Tx) error) error {
	b.mu.RLock()
	closed := b.closed
	b.mu.RUnlock()
	if closed {
		return errClosed
	}
	b.using.RLock()
	defer b.using.RUnlock()
	return b.db.View(fn)
}

// Compact implements [quiz.Compacter]: it copies what is left into a new file, which takes the old one's
// place. Transactions wait meanwhile. Where anything fails, the old file stays.
func (b *Bolt) Compact(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.using.Lock()
	defer b.using.Unlock()
	next := b.path + ".compact"
	if err := b.moveTo(next); err != nil {
		return errors.Join(fmt.Errorf("compact %s: %w", b.path, err), remove(next))
	}
	return syncFolder(filepath.Dir(b.path))
}

// moveTo copies the file to another path, opens and so locks it there, and puts it into the old one's place.
func (b *Bolt) moveTo(next string) error {
	if err := remove(next); err != nil {
		return err
	}
	if err := copyTo(next, b.db); err != nil {
		return err
	}
	db, err := openFile(next)
	if err != nil {
		return err
	}
	if err := os.Rename(next, b.path); err != nil {
		return errors.Join(err, db.Close())
	}
	old := b.db
	b.db = db
	return old.Close()
}

// remove deletes a file, if there is one.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// copyTo writes what a file holds into a new one, and makes it durable.
func copyTo(path string, from *bolt.DB) error {
	to, err := bolt.Open(path, fileMode, &bolt.Options{Timeout: lockTime})
	if err != nil {
		return err
	}
	const batch = 16 << 20 // bytes to a transaction, so that memory stays small
	return errors.Join(bolt.Compact(to, from, batch), to.Sync(), to.Close())
}

// syncFolder makes a renaming durable.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Check reports what of the file does not fit together: its pages, its indexes, its sums.
func (b *Bolt) Check() error {
	return b.view(func(t *bolt.Tx) error {
		var errs []error
		for err := range t.Check() {
			errs = append(errs, err)
		}
		return errors.Join(append(errs, check(tx{file{t}}))...)
	})
}

// file is a kv over a bbolt transaction.
type file struct{ tx *bolt.Tx }

func (f file) get(bucket string, key []byte) []byte { return f.tx.Bucket([]byte(bucket)).Get(key) }

func (f file) put(bucket string, key, value []byte) error {
	return f.tx.Bucket([]byte(bucket)).Put(key, value)
}

func (f file) delete(bucket string, key []byte) error {
	return f.tx.Bucket([]byte(bucket)).Delete(key)
}

func (f file) scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	c := f.tx.Bucket([]byte(bucket)).Cursor()
	for k, v := c.Seek(from); k != nil; k, v = c.Next() {
		if !yield(k, v) {
			return
		}
	}
}
