package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// mostLinks is how many links a path may lead through, as on Linux.
const mostLinks = 40

// followed is where a path leads: the file behind links, also one that does not exist yet, so that a file is made
// beside the others of its disk and not in the place of the link.
func followed(path string) string {
	at := path
	for range mostLinks {
		target, err := os.Readlink(at)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(at), target)
		}
		at = target
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(at)); err == nil {
		return filepath.Join(folder, filepath.Base(at))
	}
	return at
}

// missingFile says why there is no file at a path: the first part of the path that is missing, and where a link among its
// parts leads.
func missingFile(path string) error {
	at := followed(path)
	from := path
	if at != path && isLink(path) {
		from = fmt.Sprintf("%s is a link to %s, and that", path, at)
	}
	folder := filepath.Dir(at)
	if _, err := os.Stat(folder); err == nil {
		return fmt.Errorf("%s does not exist: name a file that does", from)
	}
	if link, to := danglingParent(folder); link != "" {
		return fmt.Errorf("%s: its folder %s is a link to %s, which does not exist: is a disk not mounted? Mount it, or name another file", path, link, to)
	}
	if from != path {
		return fmt.Errorf("%s is a link to %s, whose folder does not exist: is a disk not mounted? Mount it or create the folder, or name another file", path, at)
	}
	return fmt.Errorf("%s: its folder does not exist: create it, or name another file", path)
}

// existing says why there is nothing to read at a path, nil where there is.
func existing(path string) error {
	_, err := os.Stat(path)
	return explain(path, err)
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&os.ModeSymlink != 0
}

// danglingParent is the folder at a path or above it that is a link to nothing, and where that leads.
func danglingParent(folder string) (link, to string) {
	for folder != filepath.Dir(folder) {
		if isLink(folder) {
			if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
				return folder, followed(folder)
			}
		}
		folder = filepath.Dir(folder)
	}
	return "", ""
}

// unusual says why a path cannot be that of a file, nil where nothing is known against it.
func unusual(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ELOOP):
		return fmt.Errorf("%s is a link that leads in a circle: name a file", path)
	case errors.Is(err, syscall.ENOTDIR):
		for folder := filepath.Dir(path); folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
			if info, err := os.Stat(folder); err == nil && !info.IsDir() {
				return fmt.Errorf("%s: %s is a file, not a folder: name a file in a folder", path, folder)
			}
		}
	case errors.Is(err, syscall.ENAMETOOLONG):
		return fmt.Errorf("%s: the name is too long: name a file with a shorter one", path)
	}
	return nil
}
