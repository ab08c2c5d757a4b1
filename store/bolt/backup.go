package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// Backup copies the store, as it is at one moment, to a file at path, and replaces an older one.
// Transactions go on meanwhile. When Backup returns nil every page and record of the copy is
// checked, and it is on the disk. After an error, or when ctx ends, nothing is left of it, and an
// older file at path stays: no backup of a damaged file replaces a good one. Several backups are
// made one after another.
func (s *Store) Backup(ctx context.Context, path string) error { return s.backup(ctx, path, true) }

// BackupNew is Backup to a path where there must be no file.
func (s *Store) BackupNew(ctx context.Context, path string) error { return s.backup(ctx, path, false) }

func (s *Store) backup(ctx context.Context, path string, force bool) error {
	s.backupMu.Lock()
	defer s.backupMu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.isOwnFile(path) {
		return fmt.Errorf("%s is the file that is to be backed up: name another one", path)
	}
	s.compactIfOwed(ctx)
	return writeAtomically(path, force, func(partial string) error {
		const tries = 3
		for n := 1; ; n++ {
			forgotten := s.erasures.requested.Load()
			err := s.writeCopy(ctx, partial)
			if err == nil {
				err = checkCopy(ctx, partial, s.path)
			}
			if n < tries && (errors.Is(err, ErrInterrupted) || err == nil && s.erasures.requested.Load() != forgotten) {
				continue // somebody was forgotten meanwhile, who is in the copy
			}
			return err
		}
	})
}

// writeCopy writes a copy of the store, as it is at one moment, to a path without a file.
func (s *Store) writeCopy(ctx context.Context, path string) error {
	return s.readLong(ctx, func(ctx context.Context, t *bbolt.Tx) error {
		return writeChecked(path, s.path, func(w io.Writer) error {
			_, err := t.WriteTo(contextWriter{ctx, w})
			if ctx.Err() != nil {
				return ctx.Err() // bbolt returns an error with the same text only
			}
			return err
		})
	})
}

// isOwnFile reports whether path leads to the store's own file.
func (s *Store) isOwnFile(path string) bool {
	s.dbMu.RLock()
	defer s.dbMu.RUnlock()
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	own, err := s.db.file.Stat()
	return err == nil && os.SameFile(info, own)
}

// BackupFile copies a store that no process has open, as [Store.Backup] does, or [Store.BackupNew]
// unless force is set. It fails with
// [ErrLocked] if a service runs on the store, and if there is no file. A file of an older schema is
// copied as it is.
func BackupFile(ctx context.Context, from, to string, force bool) error {
	if IsOlder(from) {
		return backupOlder(ctx, from, to, force)
	}
	s, err := OpenExisting(from)
	if err != nil {
		return err
	}
	return errors.Join(s.backup(ctx, to, force), s.Close())
}

// IsOlder reports whether a file that no process has open has an older schema than this program writes.
// The file is only read. It is false for a file that cannot be opened: opening it says why.
func IsOlder(path string) bool {
	older := false
	err := readOnly(path, func(_ database, schema int) error {
		older = schema <= len(migrations())
		return nil
	})
	return older && err == nil
}

// readOnly runs fn on a file that no process has open, with its schema. The file's pages are checked.
func readOnly(path string, fn func(db database, schema int) error) (err error) {
	if err := checkExists(path); err != nil {
		return err
	}
	lock, err := lockPath(resolveLinks(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	db, err := openLocked(path, true)
	if err != nil {
		return explainOpenError(path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := checkFilePages(db.file); err != nil {
		return damagedError(path, err.Error())
	}
	schema, err := checkSchema(db, path, migrations())
	if err != nil {
		return explainOpenError(path, err)
	}
	return fn(db, schema)
}

// backupOlder copies a file of an older schema. Its records have no checksums, so that only its pages are
// checked.
func backupOlder(ctx context.Context, from, to string, force bool) error {
	return readOnly(from, func(db database, _ int) error {
		if info, err := os.Stat(to); err == nil && os.SameFile(info, db.info) {
			return fmt.Errorf("%s is the file that is to be backed up: name another one", to)
		}
		return writeAtomically(to, force, func(partial string) error {
			return db.View(func(t *bbolt.Tx) error {
				return writeChecked(partial, from, func(w io.Writer) error {
					_, err := t.WriteTo(contextWriter{ctx, w})
					if ctx.Err() != nil {
						return ctx.Err()
					}
					return err
				})
			})
		})
	})
}

// Backups are the scheduled backups in a folder. The name of a file is its time in UTC, such as
// quizbot-20261124T030000Z.db. Other files are left alone.
type Backups struct {
	Folder string
	// Keep is the number of backups that stay when another one is made. 0 keeps all.
	Keep int
}

// backupName is the layout of a backup's name.
const backupName = "quizbot-20060102T150405Z.db"

// Make makes the backup of now, and removes the oldest ones if there are more than Keep. If only a
// removal fails, Make returns the path as well.
func (b Backups) Make(ctx context.Context, s *Store, now time.Time) (path string, err error) {
	path = filepath.Join(b.Folder, now.UTC().Format(backupName))
	if err := s.Backup(ctx, path); err != nil {
		return "", err
	}
	return path, b.removeOldest(now)
}

// Newest returns the time of the newest backup that is not dated after now, the zero time if there is
// none.
func (b Backups) Newest(now time.Time) (time.Time, error) {
	times, err := b.listTimes()
	times = slices.DeleteFunc(times, now.Before)
	if err != nil || len(times) == 0 {
		return time.Time{}, err
	}
	return times[len(times)-1], nil
}

// removeOldest removes the oldest backups beyond Keep. It leaves those alone that are dated after now,
// because either clock may have been wrong.
func (b Backups) removeOldest(now time.Time) error {
	times, err := b.listTimes()
	times = slices.DeleteFunc(times, now.Before)
	if err != nil || b.Keep <= 0 {
		return err
	}
	var errs []error
	for _, at := range times[:max(0, len(times)-b.Keep)] {
		path := filepath.Join(b.Folder, at.Format(backupName))
		errs = append(errs, explainError(path, removeIfExists(path)))
	}
	return errors.Join(errs...)
}

// listTimes returns the times of all backups in order.
func (b Backups) listTimes() ([]time.Time, error) {
	entries, err := os.ReadDir(b.Folder)
	if err != nil {
		return nil, explainError(b.Folder, err)
	}
	var times []time.Time
	for _, e := range entries {
		at, err := time.Parse(backupName, e.Name())
		if err == nil && e.Type().IsRegular() && at.Format(backupName) == e.Name() {
			times = append(times, at)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times, nil
}
