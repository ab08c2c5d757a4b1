package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ErrFull says that there is no room on the disk. What was saved before is there, and can be read; writing
// works again when there is room.
var ErrFull = errors.New("the disk is full")

// explain says what to do about a file that cannot be written or opened.
func explain(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return fmt.Errorf("%w, so nothing more can be written to %s: make room on it", ErrFull, path)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s is on a disk that may only be read: mount it for writing, or name another file", path)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s may not be read and written by this user: change its owner and that of its folder, or name another file", path)
	case errors.Is(err, os.ErrNotExist):
		return missingFile(path)
	}
	if odd := unusual(path, err); odd != nil {
		return odd
	}
	return err
}

// isFull reports whether err says that a disk is full. What bbolt says when its file cannot grow holds only
// the words.
func isFull(err error) bool {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, full) || strings.Contains(err.Error(), full.Error()) {
			return true
		}
	}
	return false
}

// writeAside writes a copy of the file from completely beside its place, makes it durable, checks its pages and
// puts it there. Where anything fails, nothing is left behind, and a file that is there stays.
func writeAside(path, from string, write func(io.Writer) error) error {
	partial := path + ".partial"
	err := writeFile(partial, from, write)
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		return errors.Join(explain(path, err), remove(partial))
	}
	return explain(path, syncFolder(filepath.Dir(path)))
}

// writeFile writes a copy of the file from, makes its content durable and checks its pages.
func writeFile(path, from string, write func(io.Writer) error) error {
	if err := remove(path); err != nil { // left by a crash
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := wholePages(f); err != nil {
		_ = f.Close() // it goes
		return damaged(from, err.Error())
	}
	if err := eraseFree(f); err != nil { // a copy has no use for what was deleted
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// wholePages checks the pages of a file that nobody writes to.
func wholePages(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return checkPages(f, info.Size())
}

// copyFile copies a file to another path, whole or not at all.
func copyFile(ctx context.Context, from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return explain(from, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return writeAside(to, from, func(w io.Writer) error {
		_, err := io.Copy(stoppable{ctx, w}, f)
		return err
	})
}

// stoppable is a writer that stops when its context ends.
type stoppable struct {
	ctx context.Context //nolint:containedctx // io.Writer has no room for it
	w   io.Writer
}

func (s stoppable) Write(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(b)
}

// remove deletes a file, if there is one.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// syncFolder makes a renaming durable.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// isThere reports whether there is anything at path.
func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
