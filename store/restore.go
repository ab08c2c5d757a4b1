package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Restored says what came of a restore.
type Restored struct {
	// Kept is where the file that was there before is kept, empty where there was none.
	Kept string
	// Forgotten is how many members of the backup were forgotten again.
	Forgotten int
	// Unread is why the file that was there couldn't be asked who was forgotten since the backup was made, nil where it
	// could or where there was none.
	Unread error
}

// Restore puts a copy of a backup into the place of the store at path, and keeps the file that was there. Who was
// forgotten by either of them is forgotten in the copy. The backup is checked completely, brought to the schema of this program
// and on the disk before anything changes; where anything fails, the store is as it was. The backup itself is only
// read. It fails with [ErrLocked] where a service runs on the store. A store that is damaged is no hindrance.
func Restore(ctx context.Context, backup, path string) (done Restored, err error) {
	path = followed(path) // the file is put into its place
	if same(backup, path) {
		return done, fmt.Errorf("%s is the store itself: name a backup of it", backup)
	}
	next := path + ".restoring"
	known, unread := gravesOf(path)
	if errors.Is(unread, ErrLocked) {
		return done, unread
	}
	n, err := prepare(ctx, backup, next, known)
	if err != nil {
		return done, errors.Join(err, remove(next))
	}
	old, err := replace(path, next)
	if err != nil {
		return done, errors.Join(explain(path, err), remove(next))
	}
	return Restored{old, n, unread}, nil
}

// gravesOf are the tombstones of the store at path, none where there is no file or one that was made before there were
// any.
func gravesOf(path string) (g graves, err error) {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return graves{}, nil // which is said where it is to be replaced
	}
	db, err := lockFile(path, true)
	if err != nil {
		return graves{}, explainOpen(path, err)
	}
	defer func() { _ = db.Close() }() // it was only read
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer caught(path, &err)
	if err := wholePages(db.file); err != nil {
		return graves{}, damaged(path, err.Error())
	}
	err = db.View(func(t *bolt.Tx) error {
		if _, err := schemaOf(t, path); err != nil {
			return err
		}
		if t.Bucket([]byte(forgotten)) != nil && t.Bucket([]byte(forgetKeys)) != nil {
			g = tx{file{t}}.graves()
		}
		return nil
	})
	return g, err
}

func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// prepare copies a backup to next, forgets in it who was forgotten, and checks all of it. It returns how many those are.
func prepare(ctx context.Context, backup, next string, known graves) (n int, err error) {
	info, err := os.Stat(backup)
	if err != nil {
		return 0, explain(backup, err)
	}
	if info.IsDir() || info.Size() == 0 {
		return 0, fmt.Errorf("%s is a folder or empty, and no backup: name another file", backup)
	}
	if err := copyFile(ctx, backup, next); err != nil {
		return 0, err
	}
	db, err := lockFile(next, false)
	if err != nil {
		return 0, explainOpen(backup, err)
	}
	if err := upgrade(db, backup, migrations()); err != nil {
		_ = db.Close() // it goes
		return 0, explainOpen(backup, err)
	}
	b := &Bolt{path: backup, db: db}
	err = b.Check()
	if err == nil {
		n, err = b.forgetAgain(known)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return 0, fmt.Errorf("%s is no sound backup (%s): name another one", backup, first)
	}
	return n, ctx.Err()
}

// forgetAgain deletes from a file the members that it or another file has forgotten, and overwrites everything deleted.
func (b *Bolt) forgetAgain(known graves) (n int, err error) {
	err = b.write(func(t *bolt.Tx) error {
		n, err = tx{file{t}}.forgetAgain(known)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, errors.Join(b.erase(), b.Check())
}

// replace puts a file that is complete into the place of another, which it keeps under another name. While it
// does, nobody can open that other one.
func replace(path, next string) (old string, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", putInto(path, next)
	case err != nil:
		return "", err
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder: name a file in it", path)
	}
	db, err := lockFile(path, true)
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return "", explainOpen(path, err)
	case err == nil:
		defer func() { _ = db.Close() }() // it was only read
	} // one so damaged that it does not open is nobody's
	if old, err = keep(path, time.Now()); err != nil {
		return "", err
	}
	if err := putInto(path, next); err != nil {
		return "", errors.Join(err, remove(old))
	}
	return old, nil
}

// keep gives a file a second name, so that it stays when another takes the place of the first.
func keep(path string, now time.Time) (old string, err error) {
	const tries = 100 // names that are taken
	for n := range tries {
		old = path + ".before-restore-" + now.UTC().Format("20060102T150405Z")
		if n > 0 {
			old += fmt.Sprintf("-%d", n+1)
		}
		if err = os.Link(path, old); err != nil && !errors.Is(err, os.ErrExist) {
			err = copyBytes(path, old) // a disk without links
		}
		if !errors.Is(err, os.ErrExist) {
			return old, err
		}
	}
	return "", err
}

// copyBytes copies a file that may be damaged to a place where there is none, and makes the copy durable.
func copyBytes(from, to string) error {
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
		return errors.Join(err, remove(to))
	}
	return nil
}

func putInto(path, next string) error {
	if err := os.Rename(next, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
