package bolt

import (
	"context"
	"errors"
	"os"
	"syscall"

	"quizbot/store"
)

// probeSuffix is the end of the name of the file that shows whether the disk has room.
const probeSuffix = ".probe"

// probeSize is the room in bytes that the disk must have: a full disk often takes what fits into free
// pages of the file, and nothing that makes it grow.
const probeSize = 256 << 10

// Probe writes durably, into the file and beside it, and changes nothing. It returns the reason if
// nothing can be saved.
func (s *Store) Probe(ctx context.Context) error {
	if err := s.probeRoom(); err != nil {
		return explainError(s.path, err)
	}
	return s.update(ctx, func(store.Tx) error { return nil })
}

// probeRoom writes a file beside the store's, and removes it. A folder that may only be read has no
// file that could show anything.
func (s *Store) probeRoom() error {
	path := s.path + probeSuffix
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if errors.Is(err, os.ErrExist) { // left by a crash
		if err := os.Remove(path); err != nil {
			return err
		}
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	}
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, probeSize))
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close(), os.Remove(path))
}
