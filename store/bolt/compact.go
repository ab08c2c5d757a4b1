package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"quizbot/store"
	"quizbot/store/bolt/pages"

	"go.etcd.io/bbolt"
)

// Compact implements [quiz.Compactor]. It copies the records into a new file, which replaces the
// old one. Transactions wait meanwhile. If there cannot be a new file, deleted data is overwritten
// in the old one. If that fails as well, the file stays as it is, and the next Open and the next
// backup try again.
func (s *Store) Compact(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.ensureInPlace(); err != nil {
		return err
	}
	s.checks.interrupt()
	s.dbMu.Lock()
	defer s.dbMu.Unlock()
	next := s.path + ".compact"
	err := s.replaceByCompact(next)
	if err == nil {
		return syncFolder(filepath.Dir(s.path))
	}
	if err = errors.Join(err, removeIfExists(next)); s.eraseDeleted() == nil {
		return nil
	}
	return fmt.Errorf("compact %s: %w", s.path, explainError(s.path, err))
}

// CompactionOwed reports whether deleted data may still lie in the file because compacting it
// failed.
func (s *Store) CompactionOwed() bool {
	var owed bool
	err := s.viewTx(func(t *bbolt.Tx) error {
		owed = newTx(t).CompactionOwed()
		return nil
	})
	return err == nil && owed
}

// compactIfOwed compacts the file if that is owed. If it fails it stays owed.
func (s *Store) compactIfOwed(ctx context.Context) {
	if s.CompactionOwed() {
		_ = s.Compact(ctx) // no record holds the deleted data, and there will be another attempt
	}
}

// replaceByCompact writes the records into a new file, opens and so locks it, and renames it over
// the old one.
func (s *Store) replaceByCompact(next string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(s.path, &err)
	if err := removeIfExists(next); err != nil {
		return err
	}
	if _, err := checkFilePages(s.db.file); err != nil { // a copy would leave out what is damaged
		return store.Damage{Reason: err.Error()}
	}
	if err := writeCompact(next, s.db.DB); err != nil {
		return err
	}
	db, err := openChecked(next)
	if err != nil {
		return err
	}
	if err := updateNoted(db.DB, func(t *bbolt.Tx) error { return newTx(t).SetCompactionOwed(false) }); err != nil {
		return errors.Join(err, db.Close())
	}
	err = s.checkPlace() // a file that took the place stays
	if err == nil {
		err = os.Rename(next, s.path)
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	old := s.db
	s.db, s.lastCommit = db, 0
	return old.Close()
}

// writeCompact writes the records of a file into a new one, and makes it durable.
func writeCompact(path string, from *bbolt.DB) error {
	to, err := bbolt.Open(path, fileMode, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return err
	}
	const batch = 16 << 20 // bytes in a transaction, so that memory stays small
	return errors.Join(bbolt.Compact(to, from, batch), to.Sync(), to.Close())
}

// eraseDeleted overwrites deleted data in the file, which keeps its size. Compact uses it if it
// cannot replace the file: because the file is mounted by itself, the disk is full, or Windows
// keeps an open file. The caller holds s.dbMu.
func (s *Store) eraseDeleted() (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(s.path, &err)
	for range 2 { // after two commits neither of the two meta pages leads to deleted data
		if err := s.writeCompactionOwed(true); err != nil {
			return err
		}
	}
	if err := pages.EraseFree(s.db.file); err != nil {
		return err
	}
	return s.writeCompactionOwed(false)
}

func (s *Store) writeCompactionOwed(owed bool) error {
	return s.writeTx(func(t store.Tx) error { return t.SetCompactionOwed(owed) })
}
