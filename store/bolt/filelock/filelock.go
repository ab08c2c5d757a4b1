// Package filelock lets one process at a time use a path, whatever file stands there. bbolt's own
// lock belongs to a file: once another file takes its path, a second process could open that one.
package filelock

import (
	"errors"
	"os"
	"time"
)

// ErrLocked is returned when another process holds the lock.
var ErrLocked = errors.New("another process holds the lock")

// Lock is a locked file. The system unlocks it when its process ends, however that happens.
type Lock struct{ file *os.File }

const (
	fileMode   = 0o600
	retryPause = 20 * time.Millisecond
)

// Acquire makes the file at path and locks it. It waits for the lock until the timeout, and then
// returns [ErrLocked]. A file left by a process that died is no obstacle.
func Acquire(path string, timeout time.Duration) (*Lock, error) {
	for start := time.Now(); ; time.Sleep(retryPause) {
		l, err := tryAcquire(path)
		if !errors.Is(err, ErrLocked) || time.Since(start) > timeout {
			return l, err
		}
	}
}

// tryAcquire locks the file at path once. The holder before may have removed the file that it
// locked, so the locked file must be the one at path.
func tryAcquire(path string) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, fileMode)
	if err != nil {
		return nil, err
	}
	switch err := lockFile(f); {
	case errors.Is(err, ErrLocked):
		return nil, errors.Join(err, f.Close())
	case err != nil:
		return nil, errors.Join(err, f.Close(), os.Remove(path)) // this system has no such lock
	}
	if !isAt(f, path) {
		return nil, errors.Join(ErrLocked, f.Close())
	}
	return &Lock{f}, nil
}

// isAt reports whether a file is the one at path.
func isAt(f *os.File, path string) bool {
	at, err := os.Lstat(path)
	if err != nil {
		return false
	}
	info, err := f.Stat()
	return err == nil && os.SameFile(at, info)
}

// Release removes the file and unlocks it. A nil Lock is none.
func (l *Lock) Release() error {
	if l == nil {
		return nil
	}
	var err error
	if isAt(l.file, l.file.Name()) {
		err = os.Remove(l.file.Name())
	}
	return errors.Join(err, l.file.Close())
}
