package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"quizbot/store"

	"go.etcd.io/bbolt"
)

// marksSuffix is the end of the name of the file beside a store that has the tombstones of its
// forgotten members, too. They stay when the store is lost or an older one takes its place.
const marksSuffix = ".forgotten"

// maxMarks is the limit of the file of marks in bytes.
const maxMarks = 64 << 20

// MarksPath returns the path of the file of marks that belongs to the store at a path.
func MarksPath(path string) string { return resolveLinks(path) + marksSuffix }

// HasMarks reports whether a file of marks stands beside the store at a path.
func HasMarks(path string) bool { return pathExists(MarksPath(path)) }

// readMarks reads the marks beside the store at a path. The error is [os.ErrNotExist] if there are
// none.
func readMarks(path string) (store.Tombstones, error) {
	name := path + marksSuffix
	info, err := os.Stat(name)
	if err != nil {
		return store.Tombstones{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxMarks {
		return store.Tombstones{}, fmt.Errorf("%s is no list of forgotten members", name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return store.Tombstones{}, err
	}
	marks, err := store.DecodeTombstones(text)
	if err != nil {
		return marks, fmt.Errorf("%s: %w", name, err)
	}
	return marks, nil
}

// writeMarks replaces the marks beside the store at a path, durably.
func writeMarks(path string, marks store.Tombstones) error {
	text, err := marks.Encode()
	if err != nil {
		return err
	}
	name := path + marksSuffix
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, text) {
		return nil
	}
	next := name + ".new"
	if err := removeIfExists(next); err != nil { // left by a crash
		return err
	}
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = renameDurably(next, name)
	}
	if err != nil {
		return errors.Join(err, removeIfExists(next))
	}
	return nil
}

// saveMarks writes the marks of the store beside it. A store that forgot nobody has no such file,
// and one of a newer release stays.
func (s *Store) saveMarks() error {
	if s.lock == nil {
		return nil // another process may write there
	}
	var all store.Tombstones
	err := s.viewTx(func(t *bbolt.Tx) error {
		all = newTx(t).Tombstones()
		return nil
	})
	if err != nil || all.Empty() || s.marksNewer {
		return err
	}
	return writeMarks(s.path, all)
}

// mergeMarks forgets again whom the marks beside the file name and the file does not: an older file
// was put in its place. Then it writes the marks of both.
func (s *Store) mergeMarks() {
	marks, err := readMarks(s.path)
	switch {
	case errors.Is(err, store.ErrNewerTombstones):
		s.marksNewer = true
		s.notices.add(fmt.Errorf("%w: it stays as it is; update quizbot", err))
		return
	case err != nil && !errors.Is(err, os.ErrNotExist):
		s.notices.add(fmt.Errorf("the list of forgotten members cannot be read, and is written anew: %w", err))
	case err == nil:
		if err := s.applyMarks(marks); err != nil {
			s.notices.add(fmt.Errorf("forget members again: %w", explainError(s.path, err)))
		}
	}
	if err := s.saveMarks(); err != nil {
		s.notices.add(fmt.Errorf("keep the list of forgotten members beside %s: %w", s.path, explainError(s.path, err)))
	}
}

// applyMarks forgets whom marks name. It notes how many that are.
func (s *Store) applyMarks(marks store.Tombstones) error {
	known := false
	err := s.viewTx(func(t *bbolt.Tx) error {
		known = newTx(t).Tombstones().Covers(marks)
		return nil
	})
	if err != nil || known {
		return err
	}
	n := 0
	err = s.writeTx(func(t store.Tx) (err error) {
		n, err = forgetMarked(t, marks)
		return err
	})
	if err == nil && n > 0 {
		s.notices.add(fmt.Errorf("%s is older than the list of forgotten members beside it: %d of its members are forgotten again", s.path, n))
	}
	return err
}

// forgetMarked adds tombstones to a store, and deletes the members that have one.
func forgetMarked(tx store.Tx, marks store.Tombstones) (n int, err error) {
	if err := tx.AddTombstones(marks); err != nil {
		return 0, err
	}
	return store.ForgetAgain(tx)
}
