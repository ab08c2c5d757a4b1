package bolt

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"quizbot/store"

	bbolterrors "go.etcd.io/bbolt/errors"
)

// ErrFull is returned when the disk is full. Everything saved before can be read, and writing works
// again once there is room.
var ErrFull = errors.New("the disk is full")

// explainError adds to an error about a file what to do about it.
func explainError(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case isDiskFull(err):
		return fmt.Errorf("%w, so nothing more can be written to %s: make room on it", ErrFull, path)
	case errors.Is(err, syscall.ENOMEM):
		return fmt.Errorf("there is too little memory to open %s (%w): quizbot needs %d MB of address space more than the file has, so raise the limit (ulimit -v)", path, err, mapSize>>20)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s is on a disk that may only be read: mount it for writing, or name another file", path)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s may not be read and written by this user: change its owner and that of its folder, or name another file", path)
	case errors.Is(err, os.ErrNotExist):
		return missingFileError(path)
	}
	if odd := unusualPathError(path, err); odd != nil {
		return odd
	}
	return err
}

// isDiskFull reports whether err was caused by a full disk. When bbolt's file cannot grow, its
// error has only the text of the cause.
func isDiskFull(err error) bool {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, full) || strings.Contains(err.Error(), full.Error()) {
			return true
		}
	}
	return false
}

// explainOpenError adds to an error of opening a file what to do about it.
func explainOpenError(path string, err error) error {
	var d store.Damage
	switch {
	case errors.As(err, &d):
		return damagedError(path, d.Reason)
	case errors.Is(err, bbolterrors.ErrTimeout):
		return fmt.Errorf("%w: stop it, or name another file than %s", ErrLocked, path)
	case errors.Is(err, bbolterrors.ErrInvalid), errors.Is(err, bbolterrors.ErrChecksum), errors.Is(err, bbolterrors.ErrVersionMismatch), isTooSmall(err):
		return fmt.Errorf("%s is no quizbot file, or a damaged one%w (%w): restore a backup with `quizbot restore`, keep what can be kept with "+
			"`quizbot restore --salvage`, or name another file", path, noWords{ErrDamaged}, err)
	}
	return explainError(path, err)
}

// isTooSmall reports whether a file is too short for bbolt, which has no error value for it.
func isTooSmall(err error) bool {
	return err != nil && strings.Contains(err.Error(), "file size too small")
}

// noWords is an error that adds no words of its own to those of others.
type noWords struct{ error }

// Error implements error.
func (noWords) Error() string { return "" }

// Unwrap returns the error whose words are left out.
func (n noWords) Unwrap() error { return n.error }
