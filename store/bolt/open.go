package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"quizbot/store"
	"quizbot/store/bolt/pages"

	"go.etcd.io/bbolt"
)

const (
	// lockTimeout is the time that another process has to unlock the file. bbolt waits for ever at
	// 0.
	lockTimeout = time.Second
	// mapSize is the address space, in bytes, into which the file can grow without a new memory
	// map. For a new map a writer waits for old readers, and bbolt blocks new readers behind that
	// writer.
	mapSize = 256 << 20
	// A full file grows by a share of its size, within bounds. Each growth costs a sync, and a new
	// file should be small.
	minGrowth, maxGrowth, growthShare = 128 << 10, 16 << 20, 8
	// fileMode lets nobody else read the answers of members.
	fileMode = 0o600
)

// ErrLocked is returned when another process has the file open.
var ErrLocked = errors.New("another quizbot has this file open")

// database is an open bbolt file, which is locked.
type database struct {
	*bbolt.DB
	file *os.File
	size int64 // in bytes when it was opened; a file never shrinks
	info os.FileInfo
	// metaFault is the fault of the file's meta pages before it was opened for writing.
	metaFault pages.MetaFault
}

// openOrCreateFile opens the file at path and upgrades it to the newest schema. If there is no file
// it makes one. A damaged file stays as it is.
func openOrCreateFile(path string, list []migration) (database, error) {
	const tries = 5 // another process may replace the file whose lock this one waited for
	for range tries {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, os.ErrNotExist):
			db, err := createFile(path, 1+len(list))
			if errors.Is(err, errSuperseded) {
				continue
			}
			return db, err
		case err != nil:
			return database{}, explainError(path, err)
		case info.IsDir():
			return database{}, fmt.Errorf("%s is a folder: name a file in it, such as %s", path, filepath.Join(path, "quizbot.db"))
		case !info.Mode().IsRegular():
			return database{}, fmt.Errorf("%s is a device, pipe or socket, which holds no data: name a file", path)
		case info.Size() == 0:
			return database{}, fmt.Errorf("%s is empty, which no file of quizbot's ever is: a copy was interrupted or a disk was lost; "+
				"restore a backup with `quizbot restore`, or remove the file to begin anew", path)
		}
		db, err := openChecked(path)
		if err != nil {
			return database{}, err
		}
		if !db.isFileAt(path) {
			_ = db.Close() // it was replaced, and only read
			continue
		}
		upgraded, err := migrateWithCopy(db, path, list)
		if err != nil {
			_ = db.Close() // the first error is the one to return
			return database{}, explainOpenError(path, err)
		}
		if upgraded {
			db = replaceBySmaller(db, path)
		}
		return db, nil
	}
	return database{}, fmt.Errorf("%w: %s is replaced again and again", ErrLocked, path)
}

// openChecked checks the pages of an existing file and opens it. The check holds a lock for
// reading, which keeps writers out: to open a file for writing, bbolt already follows its pages.
func openChecked(path string) (database, error) {
	db, err := openLocked(path, true)
	if err != nil {
		return database{}, explainOpenError(path, err)
	}
	fault, wrong := checkFilePages(db.file)
	if err := db.Close(); err != nil {
		return database{}, explainError(path, err)
	}
	if wrong != nil {
		return database{}, damagedError(path, wrong.Error())
	}
	db, err = openLocked(path, false)
	db.metaFault = fault
	return db, explainOpenError(path, err)
}

// openLocked opens a file and locks it. For reading only, bbolt looks at nothing but the meta
// pages.
func openLocked(path string, readOnly bool) (db database, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // missing pages of a truncated file fault
	defer func() {
		if r := recover(); r != nil {
			err = store.Damage{Reason: describePanic(r)}
		}
	}()
	options := &bbolt.Options{
		ReadOnly: readOnly, Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			db.file, err = os.OpenFile(path, flag, mode)
			return db.file, err
		},
	}
	if !readOnly {
		options.InitialMmapSize = mapSize
	}
	if db.DB, err = bbolt.Open(path, fileMode, options); err != nil {
		return database{}, err
	}
	db.AllocSize = minGrowth
	if db.info, err = db.file.Stat(); err != nil {
		return database{}, errors.Join(err, db.Close())
	}
	db.size = db.info.Size()
	return db, nil
}

// growthFor returns the number of bytes by which a full file of a size grows.
func growthFor(size int64) int {
	grow := size / growthShare / minGrowth * minGrowth
	return int(min(max(grow, minGrowth), maxGrowth))
}

// isFileAt reports whether the file is still the one at path, and was not replaced.
func (d database) isFileAt(path string) bool {
	at, err := os.Stat(path)
	return err == nil && os.SameFile(at, d.info)
}
