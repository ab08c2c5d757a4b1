package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

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
		if err := s.writeCopy(ctx, partial); err != nil {
			return err
		}
		return checkCopy(ctx, partial, s.path)
	})
}

// writeCopy writes a copy of the store, as it is at one moment, to a path without a file.
func (s *Store) writeCopy(ctx context.Context, path string) error {
	return s.viewTx(func(t *bbolt.Tx) error {
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
// [ErrLocked] if a service runs on the store, and if there is no file.
func BackupFile(ctx context.Context, from, to string, force bool) error {
	s, err := OpenExisting(from)
	if err != nil {
		return err
	}
	return errors.Join(s.backup(ctx, to, force), s.Close())
}
