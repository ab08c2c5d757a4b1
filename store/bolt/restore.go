package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"quizbot/store"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// Restored is the result of a restore.
type Restored struct {
	// Kept is the new path of the file that was there before, empty if there was none.
	Kept string
	// Forgotten is the number of members of the backup who were forgotten again.
	Forgotten int
	// Unread is the reason why it is unknown who was forgotten since the backup. It is nil if the
	// tombstones of the file that was there were read, or the marks beside it.
	Unread error
}

// Restore replaces the store at path by a copy of a backup, and keeps the old file. In the copy
// everybody is forgotten whom the backup, the old store or the marks beside it have forgotten. The copy is upgraded to
// the newest schema, checked completely and on the disk before anything changes. After an error the
// store is as it was. The backup is only read. If a service runs on the store, Restore fails with
// [ErrLocked]. The store may be damaged.
func Restore(ctx context.Context, backup, path string) (done Restored, err error) {
	path = resolveLinks(path) // so that the copy replaces the file, and not a link to it
	if isSameFile(backup, path) {
		return done, fmt.Errorf("%s is the store itself: name a backup of it", backup)
	}
	lock, err := lockPath(path)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	next := path + ".restoring"
	known, unread := collectTombstones(path)
	if errors.Is(unread, ErrLocked) {
		return done, unread
	}
	n, all, err := prepareRestore(ctx, backup, next, known)
	if err == nil && !all.Empty() {
		err = explainError(path, writeMarks(path, all))
	}
	if err != nil {
		return done, errors.Join(err, removeIfExists(next))
	}
	old, err := replaceFile(path, next)
	if err != nil {
		return done, errors.Join(explainError(path, err), removeIfExists(next))
	}
	return Restored{old, n, unread}, nil
}

// collectTombstones returns the tombstones of the store at path and of the marks beside it. The
// error says why neither could be read.
func collectTombstones(path string) (store.Tombstones, error) {
	ofFile, errFile := readTombstones(path)
	if errors.Is(errFile, ErrLocked) {
		return ofFile, errFile
	}
	marks, errMarks := readMarks(path)
	if errFile != nil && errMarks != nil {
		return ofFile, errors.Join(errFile, errMarks)
	}
	return ofFile.Union(marks), nil
}

// readTombstones returns the tombstones of the store at path. A file of a schema without tombstones
// has none.
func readTombstones(path string) (all store.Tombstones, err error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return all, nil // replaceFile returns the error
	}
	if err != nil {
		return all, err
	}
	db, err := openLocked(path, true)
	if err != nil {
		return all, explainOpenError(path, err)
	}
	defer func() { _ = db.Close() }() // it was only read
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(path, &err)
	if _, err := checkFilePages(db.file); err != nil {
		return all, damagedError(path, err.Error())
	}
	err = db.View(func(t *bbolt.Tx) error {
		schema, err := readSchema(t, path)
		if err != nil {
			return err
		}
		if hasBuckets(t, store.TombstoneBuckets()...) {
			all = newSchemaTx(t, schema).Tombstones()
		}
		return nil
	})
	return all, err
}

func isSameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// prepareRestore copies a backup to next, upgrades it, forgets members in it and checks it. It
// returns the number of members who were forgotten again, and the tombstones of all who ever were.
func prepareRestore(ctx context.Context, backup, next string, known store.Tombstones) (n int, all store.Tombstones, err error) {
	info, err := os.Stat(backup)
	if err != nil {
		return 0, all, explainError(backup, err)
	}
	if info.IsDir() || info.Size() == 0 {
		return 0, all, fmt.Errorf("%s is a folder or empty, and no backup: name another file", backup)
	}
	if err := copyFile(ctx, backup, next); err != nil {
		return 0, all, err
	}
	db, err := openLocked(next, false)
	if err != nil {
		return 0, all, explainOpenError(backup, err)
	}
	if err := migrate(db, backup, migrations()); err != nil {
		_ = db.Close() // the file is removed
		return 0, all, explainOpenError(backup, err)
	}
	s := &Store{path: backup, db: db}
	err = s.Check()
	if err == nil {
		n, all, err = s.forgetAgain(known)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return 0, all, fmt.Errorf("%s is no sound backup (%s): name another one", backup, first)
	}
	return n, all, ctx.Err()
}

// forgetAgain deletes the members who have a tombstone, in the file or among others, and overwrites
// deleted data. It also returns the tombstones of the file and the others.
func (s *Store) forgetAgain(others store.Tombstones) (n int, all store.Tombstones, err error) {
	err = s.writeTx(func(t store.Tx) error {
		n, err = forgetMarked(t, others)
		all = t.Tombstones()
		return err
	})
	if err != nil {
		return 0, all, err
	}
	return n, all, errors.Join(s.eraseDeleted(), s.Check())
}

// replaceFile renames next to path, and keeps the old file under another name. Nobody can open the
// old file meanwhile.
func replaceFile(path, next string) (old string, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", renameDurably(next, path)
	case err != nil:
		return "", err
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder: name a file in it", path)
	}
	db, err := openLocked(path, true)
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return "", explainOpenError(path, err)
	case err == nil:
		defer func() { _ = db.Close() }() // it was only read
	} // no process can have a file open that is too damaged to open
	if old, err = keepUnderNewName(path, time.Now()); err != nil {
		return "", err
	}
	if err := renameDurably(next, path); err != nil {
		return "", errors.Join(err, removeIfExists(old))
	}
	return old, nil
}

// keepUnderNewName gives a file a second name, which stays when another file is renamed to the
// first.
func keepUnderNewName(path string, now time.Time) (old string, err error) {
	const tries = 100 // names that are taken
	for n := range tries {
		old = path + ".before-restore-" + now.UTC().Format("20060102T150405Z")
		if n > 0 {
			old += fmt.Sprintf("-%d", n+1)
		}
		if err = os.Link(path, old); err != nil && !errors.Is(err, os.ErrExist) {
			err = copyToNewFile(path, old) // on a disk without links
		}
		if !errors.Is(err, os.ErrExist) {
			return old, err
		}
	}
	return "", err
}

// copyToNewFile copies a file, which may be damaged, to a path without a file, and makes the copy
// durable.
func copyToNewFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, source)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, removeIfExists(to))
	}
	return nil
}
