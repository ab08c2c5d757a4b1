package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// mayWrite reports why a command may not write its output to a path. A file that is there is kept unless force says
// otherwise; folders, links, devices and the like are kept in any case.
func mayWrite(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return misuseError{fmt.Errorf("%s is a folder: name a file in it", path)}
	case !force:
		return misuseError{fmt.Errorf("%s is there already: name another file, or give --force to replace it", path)}
	case !info.Mode().IsRegular():
		return misuseError{fmt.Errorf("%s is a link, device, pipe or socket, which --force does not replace: name another file", path)}
	}
	return nil
}

// writeWhole writes a file completely or not at all.
func writeWhole(path string, mode os.FileMode, force bool, write func(io.Writer) error) (err error) {
	if err := mayWrite(path, force); err != nil {
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
	return os.Rename(file.Name(), path)
}
