package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// scratchSuffixes are the ends of the names of files that are written beside a store, until they
// are renamed or removed. Only the process that holds the lock of the path writes them.
func scratchSuffixes() []string {
	return []string{".new", ".compact", ".restoring", ".importing", salvageSuffix, salvageSuffix + ".importing", marksSuffix + ".new", probeSuffix, partialSuffix}
}

// salvageSuffix is the end of the name of a store that is made of a damaged one.
const salvageSuffix = ".salvage"

// SalvagePath returns the path of the store that a salvage makes before it replaces the store at a
// path. It returns [ErrLocked] if a service runs on that, and removes what a salvage left before.
func SalvagePath(path string) (string, error) {
	path = resolveLinks(path)
	lock, err := lockPath(path)
	if err != nil {
		return "", err
	}
	next := path + salvageSuffix
	return next, errors.Join(removeIfExists(next), lock.Release())
}

// partialSuffix is the end of the name of a copy that is being written.
const partialSuffix = ".partial"

// socketSuffix is the end of the name of the socket beside a store.
const socketSuffix = ".sock"

// SocketPath returns the path of the socket that belongs to the store at a path.
func SocketPath(path string) string { return path + socketSuffix }

// CheckNotReserved returns an error if a path is kept for a file that belongs to the store at data.
func CheckNotReserved(data, path string) error {
	data, path = resolveLinks(data), resolveLinks(path)
	rest, beside := strings.CutPrefix(path, data)
	if !beside {
		return nil
	}
	for _, suffix := range append(scratchSuffixes(), socketSuffix, socketSuffix+".new", lockSuffix, marksSuffix) {
		if rest == suffix {
			return fmt.Errorf("%s is kept for a file that belongs to the database: name another file", path)
		}
	}
	return nil
}

// removeLeftovers removes the files that a process which died was writing beside the store. The
// caller holds the lock of the path.
func removeLeftovers(path string) error {
	left, err := filepath.Glob(escapeGlob(path) + ".*" + partialSuffix)
	for _, suffix := range scratchSuffixes() {
		left = append(left, path+suffix)
	}
	for _, name := range left {
		err = errors.Join(err, removeIfExists(name))
	}
	return err
}

// escapeGlob returns a pattern that matches a path alone.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "*", `\*`, "?", `\?`).Replace(path)
}

// RemoveLeftovers removes the copies that a process which died was writing into the folder.
func (b Backups) RemoveLeftovers() error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(b.Folder), "quizbot-*.db"+partialSuffix))
	for _, name := range left {
		err = errors.Join(err, explainError(name, removeIfExists(name)))
	}
	return err
}
