package bolt

import (
	"errors"
	"fmt"
	"os"

	"quizbot/store"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// Create makes a store at path, where there must be no file, and fills it: it calls next in a
// transaction, and again in another one as long as next returns true. Then it checks the store.
// Members are forgotten whom the marks beside the path name. After an error there is no file.
func Create(path string, next func(store.RecordTx) (more bool, err error)) error {
	path = resolveLinks(path)
	if pathExists(path) {
		return fmt.Errorf("%s exists: import into a new file, or move that one away", path)
	}
	lock, err := lockPath(path)
	if err != nil {
		return err
	}
	return errors.Join(createLocked(path, next), lock.Release())
}

// createLocked is Create at a path that is locked.
func createLocked(path string, next func(store.RecordTx) (more bool, err error)) error {
	importing := path + ".importing"
	if err := removeIfExists(importing); err != nil { // left by a crash
		return explainError(path, err)
	}
	db, err := openLocked(importing, false)
	if err != nil {
		_ = removeIfExists(importing) // the first error is the one to return
		return explainOpenError(path, err)
	}
	err = fillNewFile(db, next)
	if err == nil {
		err = forgetInNewFile(db, path)
	}
	if err == nil && pathExists(path) {
		err = fmt.Errorf("%s was made meanwhile: import into another file", path)
	}
	if err == nil {
		err = renameDurably(importing, path)
	}
	if err != nil {
		_, _ = db.Close(), removeIfExists(importing) // as above
		return explainError(path, err)
	}
	return db.Close()
}

// forgetInNewFile forgets in a new file whom the marks beside its place name, and overwrites what was
// deleted while it was filled.
func forgetInNewFile(db database, path string) error {
	marks, err := readMarks(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("it isn't known who was forgotten: %w: move that file away to go on without it", err)
	}
	s := &Store{path: path, db: db}
	_, all, err := s.forgetAgain(marks)
	if err != nil || all.Empty() {
		return err
	}
	return writeMarks(path, all)
}

// fillNewFile fills a new file, and makes it durable.
func fillNewFile(db database, next func(store.RecordTx) (more bool, err error)) error {
	db.NoSync = true // one sync at the end
	if err := updateNoted(db.DB, func(t *bbolt.Tx) error { return initializeSchema(t, store.Schema()) }); err != nil {
		return err
	}
	for more := true; more; {
		err := updateNoted(db.DB, func(t *bbolt.Tx) (err error) {
			more, err = next(newTx(t))
			return err
		})
		if err != nil {
			return err
		}
	}
	db.NoSync = false
	return db.Sync()
}

// errSuperseded is returned when another process made the file first.
var errSuperseded = errors.New("the file is there by now")

// createFile makes a new file beside its place, and renames it when it is complete and durable, so
// that a file in its place is always complete. The renamed file stays locked. A second process that
// makes the file at the same time waits for the lock, and then finds the first one's file.
func createFile(path string, schema int) (database, error) {
	next := path + ".new"
	leftover := pathExists(next)
	db, err := openLocked(next, false)
	switch {
	case err == nil && !pathExists(path) && db.isFileAt(next):
		if err := initializeFile(db, next, path, schema); err != nil {
			_, _ = db.Close(), removeIfExists(next) // the first error is the one to return
			return database{}, explainError(path, err)
		}
		return db, nil
	case err == nil:
		if db.isFileAt(next) {
			_ = removeIfExists(next) // it was made after the other process renamed its file
		}
		_ = db.Close() // it is not used
		return database{}, errSuperseded
	case pathExists(path):
		return database{}, errSuperseded
	case errors.Is(err, bbolterrors.ErrTimeout):
		return database{}, explainOpenError(path, err)
	}
	if gone := removeIfExists(next); leftover && gone == nil {
		return database{}, errSuperseded // a crash left half a file
	}
	return database{}, explainOpenError(path, err)
}

// initializeFile writes the schema into a new file, and renames it to its place.
func initializeFile(db database, next, path string, schema int) error {
	if err := updateNoted(db.DB, func(t *bbolt.Tx) error { return initializeSchema(t, schema) }); err != nil {
		return err
	}
	return renameDurably(next, path)
}
