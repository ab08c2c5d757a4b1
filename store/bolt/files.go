package bolt

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"quizbot/store/bolt/pages"
)

// writeAtomically writes a file to path: write makes it beside the path, durable and checked, and it
// is renamed. After an error nothing is left of it, and an older file at path stays. Unless force is
// set, an older file is an error.
func writeAtomically(path string, force bool, write func(partial string) error) error {
	partial := path + partialSuffix
	err := write(partial)
	switch {
	case err != nil:
	case force:
		err = renameDurably(partial, path)
	default:
		err = linkDurably(partial, path)
	}
	if err != nil {
		return errors.Join(explainError(path, err), removeIfExists(partial))
	}
	return nil
}

// writeChecked writes a copy of the file from, makes its content durable and checks its pages.
func writeChecked(path, from string, write func(io.Writer) error) error {
	if err := removeIfExists(path); err != nil { // left by a crash
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if _, err := checkFilePages(f); err != nil {
		_ = f.Close() // the copy is removed
		return damagedError(from, err.Error())
	}
	if err := pages.EraseFree(f); err != nil { // so that the copy has no deleted data; this syncs, too
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// checkFilePages checks the pages of a file that nobody writes to. It also returns the fault of its
// meta pages.
func checkFilePages(f *os.File) (pages.MetaFault, error) {
	info, err := f.Stat()
	if err != nil {
		return pages.MetaFault{}, err
	}
	newest, fault, err := pages.ReadMetas(f, info.Size())
	if err != nil {
		return fault, err
	}
	return fault, pages.Check(f, info.Size(), newest)
}

// copyFile copies a file to another path. After an error there is no copy.
func copyFile(ctx context.Context, from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return explainError(from, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return writeAtomically(to, true, func(partial string) error {
		return writeChecked(partial, from, func(w io.Writer) error {
			_, err := io.Copy(contextWriter{ctx, w}, f)
			return err
		})
	})
}

// contextWriter is a writer that fails after its context has ended.
type contextWriter struct {
	ctx context.Context //nolint:containedctx // io.Writer has no room for it
	w   io.Writer
}

// Write implements [io.Writer].
func (c contextWriter) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}

// removeIfExists removes a file. A missing file is no error.
func removeIfExists(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// renameDurably renames a file, and makes that durable.
func renameDurably(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// syncFolder makes a renaming in a folder durable.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// pathExists reports whether there is a file, folder or link at path.
func pathExists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
