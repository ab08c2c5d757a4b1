//go:build !unix || aix || solaris

package filelock

import (
	"errors"
	"os"
)

// noFollow is no flag here.
const noFollow = 0

// lockFile returns an error. On Windows nobody can rename or remove an open file, so the lock of the
// database itself is enough.
func lockFile(*os.File) error { return errors.ErrUnsupported }
