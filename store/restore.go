package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	bolterrors "go.etcd.io/bbolt/errors"
)

// Restore puts a copy of a backup into the place of the store at path, and returns where it keeps the file that
// was there, empty where there was none. The backup is checked completely, brought to the schema of this program
// and on the disk before anything changes; where anything fails, the store is as it was. The backup itself is only
// read. It fails with [ErrLocked] where a service runs on the store. A store that is damaged is no hindrance.
func Restore(ctx context.Context, backup, path string) (old string, err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the file is put into its place
	}
	if same(backup, path) {
		return "", fmt.Errorf("%s is the store itself: name a backup of it", backup)
	}
	next := path + ".restoring"
	if err := prepare(ctx, backup, next); err != nil {
		return "", errors.Join(err, remove(next))
	}
	old, err = replace(path, next)
	if err != nil {
		return "", errors.Join(explain(path, err), remove(next))
	}
	return old, nil
}

func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// prepare copies a backup to next, and checks all of it.
func prepare(ctx context.Context, backup, next string) error {
	info, err := os.Stat(backup)
	if err != nil {
		return explain(backup, err)
	}
	if info.IsDir() || info.Size() == 0 {
		return fmt.Errorf("%s is a folder or empty, and no backup: name another file", backup)
	}
	if err := copyFile(ctx, backup, next); err != nil {
		return err
	}
	db, err := lockFile(next, false)
	if err != nil {
		return explainOpen(backup, err)
	}
	if err := upgrade(db, backup, migrations()); err != nil {
		_ = db.Close() // it goes
		return explainOpen(backup, err)
	}
	b := &Bolt{path: backup, db: db}
	if err := errors.Join(b.Check(), db.Close()); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return fmt.Errorf("%s is no sound backup (%s): name another one", backup, first)
	}
	return ctx.Err()
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
