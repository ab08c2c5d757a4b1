package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"quizbot/store/bolt/filelock"

	"go.etcd.io/bbolt"
)

// A file that is deleted, renamed or replaced while it is open can still be written, and nobody
// finds it again. So the store looks whether its file is still in its place after each commit, and
// again and again while nothing is written.

// lockSuffix is the end of the name of the file that locks a path.
const lockSuffix = ".lock"

// lockPath locks the path of a store for this process. The lock is nil if there cannot be one, as
// in a folder that may only be read. The lock of the file itself, which bbolt takes, remains.
func lockPath(path string) (*filelock.Lock, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, nil //nolint:nilnil // opening such a path returns the error
	}
	lock, err := filelock.Acquire(path+lockSuffix, lockTimeout)
	if errors.Is(err, filelock.ErrLocked) {
		return nil, fmt.Errorf("%w: stop it, or name another file than %s", ErrLocked, path)
	}
	return lock, nil //nolint:nilerr // see above
}

// place is where a store's file has to stay.
type place struct {
	named  string      // the path as it was given, which may lead through links
	folder os.FileInfo // of the file, nil if it is unknown
	// restore is set if a lost file is written back.
	restore atomic.Bool
}

func newPlace(named, path string) place {
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		folder = nil
	}
	return place{named: named, folder: folder}
}

// RestoreIfLost makes the store write its file back if it is deleted or renamed. Without it, and if
// another file stands there, the store can no longer be written.
func (s *Store) RestoreIfLost() { s.place.restore.Store(true) }

// errLost is the reason of errors about a file that was deleted, renamed or replaced.
var errLost = errors.New("it was deleted, renamed or replaced while it was open")

// checkPlace returns an error if the open file is not the one at the store's path any more. The
// caller holds s.dbMu.
func (s *Store) checkPlace() error {
	at, err := os.Stat(s.place.named)
	switch {
	case errors.Is(err, os.ErrNotExist), err == nil && !os.SameFile(at, s.db.info):
		return errLost
	case err != nil:
		return fmt.Errorf("look whether %s is still in its place: %w", s.path, err)
	}
	return nil
}

// ensureInPlace returns nil if the open file is in its place, if need be after it was written back.
// If the file is lost, nothing can be written from then on.
func (s *Store) ensureInPlace() error {
	s.dbMu.RLock()
	err := s.checkPlace()
	s.dbMu.RUnlock()
	if err == nil {
		return nil
	}
	s.dbMu.Lock()
	defer s.dbMu.Unlock()
	if err = s.checkPlace(); !errors.Is(err, errLost) {
		return err
	}
	if writing, _ := s.failure.get(); writing != nil {
		return writing
	}
	if s.place.restore.Load() {
		if err = s.writeBack(); err == nil {
			s.notices.add(fmt.Errorf("%s was deleted or renamed while it was open: everything was written back", s.path))
			return nil
		}
		err = fmt.Errorf("%w, and cannot be written back: %w", errLost, err)
	}
	err = fmt.Errorf("%s is lost: %w; nothing more is saved: stop what did it, put the file back or restore a backup, and start again", s.path, err)
	s.failure.set(&s.failure.writing, err)
	return err
}

// writeBack writes a complete copy of the open file to its path, where there must be none, and goes
// on with the copy. The caller holds s.dbMu for writing.
func (s *Store) writeBack() error {
	folder, err := os.Stat(filepath.Dir(s.path))
	if err != nil {
		return err
	}
	if s.place.folder == nil || !os.SameFile(folder, s.place.folder) {
		return errors.New("its folder is another one, such as that below a disk that is not mounted any more")
	}
	next := s.path + ".restoring"
	if err := s.copyOpenFile(next); err != nil {
		return errors.Join(err, removeIfExists(next))
	}
	db, err := openChecked(next)
	if err != nil {
		return errors.Join(err, removeIfExists(next))
	}
	if err := linkDurably(next, s.path); err != nil {
		return errors.Join(err, db.Close(), removeIfExists(next))
	}
	old := s.db
	s.db, s.lastCommit, s.erasures.eraser = db, 0, nil // the copy holds no deleted data
	if err := s.checkPlace(); err != nil {             // it was named by a link that does not lead here any more
		return errors.Join(err, old.Close())
	}
	return old.Close()
}

// copyOpenFile writes a copy of the open file, with all that was committed, to a path. The caller
// holds s.dbMu.
func (s *Store) copyOpenFile(path string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(s.path, &err)
	return s.db.View(func(t *bbolt.Tx) error {
		return writeChecked(path, s.path, func(w io.Writer) error {
			_, err := t.WriteTo(w)
			return err
		})
	})
}

// linkDurably gives a file another name, which no file must have, and makes that durable.
func linkDurably(from, to string) error {
	err := os.Link(from, to)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("another file stands at %s", to)
	}
	if err == nil {
		err = os.Remove(from)
	} else { // a disk without links
		if pathExists(to) {
			return fmt.Errorf("another file stands at %s", to)
		}
		err = os.Rename(from, to)
	}
	return errors.Join(err, syncFolder(filepath.Dir(to)))
}

// placePollInterval is the time between two looks at the file's place while nothing is written.
const placePollInterval = 5 * time.Second

// Watch looks again and again whether the file is in its place, until ctx ends. It returns the
// reason if the store cannot be written any more. If the file is lost, Watch first writes what it
// held to another file beside it. Watch logs everything that an operator has to know.
func (s *Store) Watch(ctx context.Context, log *slog.Logger) error {
	tick := time.NewTicker(placePollInterval)
	defer tick.Stop()
	var unseen string // the reason why the place could not be seen, as it was logged
	for {
		for _, notice := range s.notices.takeNew() {
			log.Error("the database needs a look", "err", notice)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.notices.added:
		case <-s.failure.failed:
			return s.describeFailure()
		case <-tick.C:
			s.retryErasure()
			if err := s.ensureInPlace(); err == nil {
				unseen = ""
			} else if writing, _ := s.failure.get(); writing == nil && err.Error() != unseen {
				unseen = err.Error()
				log.Error("the database needs a look", "err", err)
			}
		}
	}
}

// lostInfix is in the names of files that hold what a lost file held, before their time.
const lostInfix = ".lost-"

// LostFiles returns the files that hold what files at a path held when they were lost.
func LostFiles(path string) ([]string, error) {
	return filepath.Glob(escapeGlob(resolveLinks(path)) + lostInfix + "*")
}

// describeFailure returns the reason why the store cannot be written any more. A file that is lost
// is written to another one.
func (s *Store) describeFailure() error {
	writing, anything := s.failure.get()
	if anything != nil {
		return anything
	}
	if !errors.Is(writing, errLost) {
		return writing
	}
	s.dbMu.RLock()
	defer s.dbMu.RUnlock()
	kept := s.path + lostInfix + time.Now().UTC().Format("20060102T150405Z")
	if err := s.copyOpenFile(kept); err != nil {
		return errors.Join(fmt.Errorf("%w (what it held cannot be kept either: %w)", writing, err), removeIfExists(kept))
	}
	return fmt.Errorf("%w; what it held is kept as %s", writing, kept)
}

// notices are the events of a store that an operator has to know.
type notices struct {
	mu    sync.Mutex
	all   []error
	taken int           // number of notices that takeNew returned
	added chan struct{} // receives after a notice was added
}

func newNotices() notices { return notices{added: make(chan struct{}, 1)} }

func (n *notices) add(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, err)
	select {
	case n.added <- struct{}{}:
	default:
	}
}

// takeNew returns the notices since the call before.
func (n *notices) takeNew() []error {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.all[n.taken:]
	n.taken = len(n.all)
	return list
}
