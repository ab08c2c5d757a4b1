package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// How the file is opened.
const (
	// lockTime is how long another process may take to let go of the file. bbolt waits for ever at 0.
	lockTime = time.Second
	// mapSize is how much address space the file may grow into before readers have to make way for a
	// larger map: bbolt blocks new readers behind a writer that waits for old ones.
	mapSize = 256 << 20
	// The file grows by a share of its size, within bounds: each growth is a sync of its own, and a new file should be
	// small.
	leastGrowth, mostGrowth, growthShare = 128 << 10, 16 << 20, 8
	// fileMode lets nobody else read what members wrote.
	fileMode = 0o600
)

// ErrLocked says that another process has the file open.
var ErrLocked = errors.New("another quizbot has this file open")

// database is an open bbolt file, and so its lock.
type database struct {
	*bolt.DB
	file *os.File
	size int64 // when it was opened; it never shrinks
}

// openFile opens the file at path and brings it to the schema of this program. Where there is no file it
// makes one. What is damaged is left as it is.
func openFile(path string, steps []migration) (database, error) {
	const tries = 5 // another process may put a new file into the place of the one that was waited for
	for range tries {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, os.ErrNotExist):
			db, err := create(path, 1+len(steps))
			if errors.Is(err, errSuperseded) {
				continue
			}
			return db, err
		case err != nil:
			return database{}, explain(path, err)
		case info.IsDir():
			return database{}, fmt.Errorf("%s is a folder: name a file in it, such as %s", path, filepath.Join(path, "quizbot.db"))
		case !info.Mode().IsRegular():
			return database{}, fmt.Errorf("%s is a device, pipe or socket, which holds no data: name a file", path)
		case info.Size() == 0:
			return database{}, fmt.Errorf("%s is empty, which no file of quizbot's ever is: a copy was interrupted or a disk was lost; "+
				"restore a backup with `quizbot restore`, or remove the file to begin anew", path)
		}
		db, err := openWhole(path)
		if err != nil {
			return database{}, err
		}
		if !db.standsAt(path) {
			_ = db.Close() // it is another's, and was only read
			continue
		}
		if err := migrate(db, path, steps); err != nil {
			_ = db.Close() // what is wrong with it is what there is to say
			return database{}, explainOpen(path, err)
		}
		return db, nil
	}
	return database{}, fmt.Errorf("%w: %s is replaced again and again", ErrLocked, path)
}

// openWhole opens a file that is there after its pages were checked. They are checked under a lock that keeps
// writers out, because bbolt follows them when it takes the other one.
func openWhole(path string) (database, error) {
	db, err := lockFile(path, true)
	if err != nil {
		return database{}, explainOpen(path, err)
	}
	wrong := wholePages(db.file)
	if err := db.Close(); err != nil {
		return database{}, explain(path, err)
	}
	if wrong != nil {
		return database{}, damaged(path, wrong.Error())
	}
	db, err = lockFile(path, false)
	return db, explainOpen(path, err)
}

// lockFile opens a file with its lock, without looking at more than its beginning where it is only read.
func lockFile(path string, readOnly bool) (db database, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // pages that a truncated file lacks fault
	defer func() {
		if r := recover(); r != nil {
			err = damage{describe(r)}
		}
	}()
	options := &bolt.Options{
		ReadOnly: readOnly, Timeout: lockTime, FreelistType: bolt.FreelistMapType,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			db.file, err = os.OpenFile(path, flag, mode)
			return db.file, err
		},
	}
	if !readOnly {
		options.InitialMmapSize = mapSize
	}
	if db.DB, err = bolt.Open(path, fileMode, options); err != nil {
		return database{}, err
	}
	db.AllocSize = leastGrowth
	info, err := db.file.Stat()
	if err != nil {
		return database{}, errors.Join(err, db.Close())
	}
	db.size = info.Size()
	return db, nil
}

// growth is how much is added to a file of a size when it is full.
func growth(size int64) int {
	step := size / growthShare / leastGrowth * leastGrowth
	return int(min(max(step, leastGrowth), mostGrowth))
}

// explainOpen says what to do about a file that bbolt does not open.
func explainOpen(path string, err error) error {
	var d damage
	switch {
	case errors.As(err, &d):
		return damaged(path, d.how)
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%w: stop it, or name another file than %s", ErrLocked, path)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch), tooSmall(err):
		return fmt.Errorf("%s is no quizbot file, or a damaged one (%w): restore a backup with `quizbot restore`, or name another file", path, err)
	}
	return explain(path, err)
}

// tooSmall reports what bbolt has no error for.
func tooSmall(err error) bool {
	return err != nil && strings.Contains(err.Error(), "file size too small")
}

// standsAt reports whether the file is the one at path, and not one that another took the place of.
func (d database) standsAt(path string) bool {
	at, err := os.Stat(path)
	if err != nil {
		return false
	}
	info, err := d.file.Stat()
	return err == nil && os.SameFile(at, info)
}

// errSuperseded says that another process made the file first.
var errSuperseded = errors.New("the file is there by now")

// create makes a new file beside its place and puts it there when it is complete and durable, so that
// a file that is there is never half of one. The lock of the file beside comes with it: of processes that do
// this at once, all others get it when there is a file in the place already.
func create(path string, schema int) (database, error) {
	next := path + ".new"
	leftover := isThere(next)
	db, err := lockFile(next, false)
	switch {
	case err == nil && !isThere(path) && db.standsAt(next):
		if err := fill(db, next, path, schema); err != nil {
			_, _ = db.Close(), remove(next) // what went wrong is what there is to say
			return database{}, explain(path, err)
		}
		return db, nil
	case err == nil:
		if db.standsAt(next) {
			_ = remove(next) // made anew after the other one was renamed; whoever waits for its lock finds it gone
		}
		_ = db.Close() // nobody needs it
		return database{}, errSuperseded
	case isThere(path):
		return database{}, errSuperseded
	case errors.Is(err, bolterrors.ErrTimeout):
		return database{}, explainOpen(path, err)
	}
	if gone := remove(next); leftover && gone == nil {
		return database{}, errSuperseded // a crash left half a file
	}
	return database{}, explainOpen(path, err)
}

// fill writes what belongs into a new file and puts it into its place.
func fill(db database, next, path string, schema int) error {
	if err := db.Update(func(t *bolt.Tx) error { return begin(t, schema) }); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
