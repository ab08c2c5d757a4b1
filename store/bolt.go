package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"quizbot/quiz"

	bolt "go.etcd.io/bbolt"
)

// Bolt is a store in a bbolt file. What Update wrote is on the disk when it returns.
type Bolt struct {
	path  string
	calls chan call
	done  chan struct{} // closed when the committer ended

	mu     sync.RWMutex // held for reading while a call is handed over
	closed bool

	using sync.RWMutex // held for reading while db is used, for writing while another takes its place
	db    database

	beginning sync.Mutex // held while a transaction begins
	backing   sync.Mutex // held while a backup is made
	state     health
}

// health is what keeps a store from going on.
type health struct {
	mu sync.Mutex
	// unwritable is set when bbolt panicked while it wrote, which leaves it knowing nothing for certain of
	// which pages are free; unusable when it panicked at the beginning of a transaction, which leaves it locked.
	unwritable, unusable error
}

// Open opens the store at path, and creates it where there is no file. It fails with [ErrLocked] within two
// seconds where another process has it open. Every error is a sentence that says what to do; a file that is
// damaged, empty, another program's or a newer release's is left as it is.
func Open(path string) (*Bolt, error) { return open(path, migrations()) }

func open(path string, steps []migration) (*Bolt, error) {
	named := path
	path = followed(path) // files are put into its place
	db, err := openFile(path, steps)
	if _, missing := os.Stat(filepath.Dir(path)); err != nil && missing != nil && isLink(named) {
		return nil, missingFile(named)
	}
	if err != nil {
		return nil, err
	}
	b := &Bolt{path: path, db: db, calls: make(chan call), done: make(chan struct{})}
	b.compactOwed(context.Background())
	go b.commitAll()
	return b, nil
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
	if _, unusable := b.wrong(); unusable != nil {
		return unusable // bbolt would wait for ever; the lock goes with the process
	}
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

func (b *Bolt) view(fn func(*bolt.Tx) error) (err error) {
	b.mu.RLock()
	closed := b.closed
	b.mu.RUnlock()
	if closed {
		return errClosed
	}
	b.using.RLock()
	defer b.using.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer caught(b.path, &err)
	t, err := b.begin(false)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // it only read
	return fn(t)
}

// begin begins a transaction of bbolt's.
func (b *Bolt) begin(writable bool) (t *bolt.Tx, err error) {
	b.beginning.Lock()
	defer b.beginning.Unlock()
	unwritable, unusable := b.wrong()
	if unusable != nil {
		return nil, unusable
	}
	if err := shrunk(b.db.file, b.db.size); err != nil {
		return nil, damaged(b.path, err.Error())
	}
	if writable && unwritable != nil {
		return nil, unwritable
	}
	defer func() {
		if r := recover(); r != nil {
			err = damaged(b.path, describe(r))
			b.state.set(&b.state.unusable, err)
		}
	}()
	return b.db.Begin(writable)
}

func (b *Bolt) wrong() (unwritable, unusable error) {
	b.state.mu.Lock()
	defer b.state.mu.Unlock()
	return b.state.unwritable, b.state.unusable
}

func (h *health) set(what *error, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	*what = err
}

// Compact implements [quiz.Compacter]: it copies what is left into a new file, which takes the old one's
// place. Transactions wait meanwhile. Where no new file can, what was deleted is overwritten where it lies. Where that
// fails, too, the file stays as it is, and it is tried again when it is opened next and before the next backup.
func (b *Bolt) Compact(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.using.Lock()
	defer b.using.Unlock()
	next := b.path + ".compact"
	err := b.moveTo(next)
	if err == nil {
		return syncFolder(filepath.Dir(b.path))
	}
	if err = errors.Join(err, remove(next)); b.erase() == nil {
		return nil
	}
	return fmt.Errorf("compact %s: %w", b.path, explain(b.path, err))
}

// CompactionOwed reports whether what was deleted may still lie in the file, because it could not be compacted.
func (b *Bolt) CompactionOwed() bool {
	var due bool
	err := b.view(func(t *bolt.Tx) error {
		due = tx{file{t}}.owes()
		return nil
	})
	return err == nil && due
}

// compactOwed compacts the file where that is owed. Where it fails it stays owed.
func (b *Bolt) compactOwed(ctx context.Context) {
	if b.CompactionOwed() {
		_ = b.Compact(ctx) // what is deleted is in no record: the next attempt is made by itself
	}
}

// moveTo copies the file to another path, opens and so locks it there, and puts it into the old one's place.
func (b *Bolt) moveTo(next string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer caught(b.path, &err)
	if err := remove(next); err != nil {
		return err
	}
	if err := copyTo(next, b.db.DB); err != nil {
		return err
	}
	db, err := openWhole(next)
	if err != nil {
		return err
	}
	if err := db.Update(func(t *bolt.Tx) error { return tx{file{t}}.delete(meta, []byte(owed)) }); err != nil {
		return errors.Join(err, db.Close())
	}
	if err := os.Rename(next, b.path); err != nil {
		return errors.Join(err, db.Close())
	}
	old := b.db
	b.db = db
	return old.Close()
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

// Check reports what of the file does not fit together: its pages, its indexes, its sums. Transactions wait
// while the pages are read.
func (b *Bolt) Check() error {
	if err := b.checkPages(); err != nil {
		return damaged(b.path, err.Error())
	}
	return b.view(func(t *bolt.Tx) error { return check(tx{file{t}}) })
}

func (b *Bolt) checkPages() error {
	b.using.Lock()
	defer b.using.Unlock()
	return wholePages(b.db.file)
}

// file is a kv over a bbolt transaction.
type file struct{ tx *bolt.Tx }

func (f file) get(bucket string, key []byte) []byte {
	defer marked()
	return f.tx.Bucket([]byte(bucket)).Get(key)
}

func (f file) put(bucket string, key, value []byte) error {
	defer marked()
	return f.tx.Bucket([]byte(bucket)).Put(key, value)
}

func (f file) delete(bucket string, key []byte) error {
	defer marked()
	return f.tx.Bucket([]byte(bucket)).Delete(key)
}

func (f file) scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	defer marked()
	c := f.tx.Bucket([]byte(bucket)).Cursor()
	for k, v := c.Seek(from); k != nil; k, v = c.Next() {
		if !yield(k, v) {
			return
		}
	}
}
