// Package outfile writes the output files of commands: completely or not at all, and never over a
// file that should be kept.
package outfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// TargetError is the refusal of a path that the caller should not have named.
type TargetError struct{ reason string }

// Error implements error. The sentence says which path to name instead.
func (e *TargetError) Error() string { return e.reason }

// refusef returns a TargetError with a formatted reason.
func refusef(format string, args ...any) error {
	return &TargetError{fmt.Sprintf(format, args...)}
}

// CheckTarget returns a [TargetError] if a command may not write its output to a path. An existing
// file is kept unless force is set. Folders, links, devices and the like are always kept.
func CheckTarget(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return refusef("%s is a folder: name a file in it", path)
	case !force:
		return refusef("%s is there already: name another file, or give --force to replace it", path)
	case !info.Mode().IsRegular():
		return refusef("%s is a link, device, pipe or socket, which --force does not replace: name another file", path)
	}
	return nil
}

// Write writes a file completely or not at all. It refuses the targets that [CheckTarget] refuses.
func Write(path string, mode os.FileMode, force bool, write func(io.Writer) error) (err error) {
	if err := CheckTarget(path, force); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".quizbot-*") // nobody else may read it, and it follows no link
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s: its folder does not exist: create it, or name another file", path)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(write(file), file.Chmod(mode), file.Sync(), file.Close()); err != nil {
		return err
	}
	return place(file.Name(), path, force)
}

// place gives a complete file its name, and makes that durable. Unless force is set, a file that has
// the name by now is kept.
func place(from, to string, force bool) error {
	var err error
	if force {
		err = os.Rename(from, to)
	} else if err = os.Link(from, to); errors.Is(err, os.ErrExist) {
		return refusef("%s is there by now: name another file, or give --force to replace it", to)
	} else if err == nil {
		err = os.Remove(from)
	} else { // a disk without links
		err = os.Rename(from, to)
	}
	return errors.Join(err, syncFolder(filepath.Dir(to)))
}

// syncFolder makes a renaming in a folder durable.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // it syncs no folders
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
