package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Backup writes what the store holds at one moment to a file at path, while transactions go on. The file is
// complete, checked and on the disk when Backup returns nil; where anything fails, or ctx ends, nothing is left
// and a file that was at path stays. One backup is made at a time.
func (b *Bolt) Backup(ctx context.Context, path string) error {
	b.backing.Lock()
	defer b.backing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.isOwn(path) {
		return fmt.Errorf("%s is the file that is to be backed up: name another one", path)
	}
	b.compactOwed(ctx)
	return b.view(func(t *bolt.Tx) error {
		return writeAside(path, b.path, func(w io.Writer) error {
			_, err := t.WriteTo(stoppable{ctx, w})
			if ctx.Err() != nil {
				return ctx.Err() // bbolt keeps only the words of an error
			}
			return err
		})
	})
}

// isOwn reports whether path leads to the store's own file.
func (b *Bolt) isOwn(path string) bool {
	b.using.RLock()
	defer b.using.RUnlock()
	at, err := os.Stat(path)
	if err != nil {
		return false
	}
	own, err := b.db.file.Stat()
	return err == nil && os.SameFile(at, own)
}

// BackupFile makes a backup of the store at from, which no process has open, at to: see [Bolt.Backup].
// It fails with [ErrLocked] where a service runs on it, and where there is no store.
func BackupFile(ctx context.Context, from, to string) error {
	if err := existing(from); err != nil {
		return err
	}
	b, err := Open(from)
	if err != nil {
		return err
	}
	return errors.Join(b.Backup(ctx, to), b.Close())
}

// Backups are the scheduled backups in a folder: quizbot-20261124T030000Z.db is the one of that time, in UTC.
// Other files in the folder are never touched.
type Backups struct {
	Folder string
	// Keep is how many stay when another was made; 0 keeps all.
	Keep int
}

// backupName is the name of a backup.
const backupName = "quizbot-20060102T150405Z.db"

// Make makes a backup, the one of now, and removes the oldest where there are more than Keep. The path is
// returned also where only that removal failed.
func (k Backups) Make(ctx context.Context, b *Bolt, now time.Time) (path string, err error) {
	path = filepath.Join(k.Folder, now.UTC().Format(backupName))
	if err := b.Backup(ctx, path); err != nil {
		return "", err
	}
	return path, k.prune()
}

// Newest is the time of the newest backup, the zero time where there is none.
func (k Backups) Newest() (time.Time, error) {
	times, err := k.times()
	if err != nil || len(times) == 0 {
		return time.Time{}, err
	}
	return times[len(times)-1], nil
}

// prune removes the oldest backups beyond Keep.
func (k Backups) prune() error {
	times, err := k.times()
	if err != nil || k.Keep <= 0 {
		return err
	}
	var errs []error
	for _, at := range times[:max(0, len(times)-k.Keep)] {
		path := filepath.Join(k.Folder, at.Format(backupName))
		errs = append(errs, explain(path, remove(path)))
	}
	return errors.Join(errs...)
}

// times are those of all backups, in order.
func (k Backups) times() ([]time.Time, error) {
	entries, err := os.ReadDir(k.Folder)
	if err != nil {
		return nil, explain(k.Folder, err)
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
