package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// maxLinks is the limit of links that a path may lead through, as on Linux.
const maxLinks = 40

// resolveLinks returns the path of the file behind links. The file need not exist: a new file is
// made on the disk of the link's target, and does not replace the link.
func resolveLinks(path string) string {
	at := path
	for range maxLinks {
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

// missingFileError returns the reason why there is no file at a path: the first missing part of the
// path, and the target if that part is a link.
func missingFileError(path string) error {
	at := resolveLinks(path)
	from := path
	if at != path && isLink(path) {
		from = fmt.Sprintf("%s is a link to %s, and that", path, at)
	}
	folder := filepath.Dir(at)
	if _, err := os.Stat(folder); err == nil {
		return fmt.Errorf("%s does not exist: name a file that does", from)
	}
	if link, to := danglingParentLink(folder); link != "" {
		return fmt.Errorf("%s: its folder %s is a link to %s, which does not exist: is a disk not mounted? Mount it, or name another file", path, link, to)
	}
	if from != path {
		return fmt.Errorf("%s is a link to %s, whose folder does not exist: is a disk not mounted? Mount it or create the folder, or name another file", path, at)
	}
	return fmt.Errorf("%s: its folder does not exist: create it, or name another file", path)
}

// checkExists returns the reason why there is no file at a path, nil if there is one.
func checkExists(path string) error {
	_, err := os.Stat(path)
	return explainError(path, err)
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&os.ModeSymlink != 0
}

// danglingParentLink returns the first link without a target among the folders of a path, and its
// missing target. Both are empty if there is none.
func danglingParentLink(folder string) (link, to string) {
	for folder != filepath.Dir(folder) {
		if isLink(folder) {
			if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
				return folder, resolveLinks(folder)
			}
		}
		folder = filepath.Dir(folder)
	}
	return "", ""
}

// unusualPathError returns the reason why a path can never be that of a file, nil if none is known.
func unusualPathError(path string, err error) error {
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
