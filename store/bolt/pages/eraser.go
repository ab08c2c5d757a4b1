package pages

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
)

// Eraser overwrites the free pages of a file in small steps, while others read and write the file
// through bbolt. It overwrites the pages that are free in the commit in which it was made and in
// each later one. bbolt never reads a free page, it overwrites a page completely when it takes it,
// and no transaction of that commit or a later one leads to these pages. The caller ensures that
//   - nobody commits during a call,
//   - there was a commit after the eraser was made, so that neither meta page leads to the pages,
//   - transactions of earlier commits have ended.
type Eraser struct {
	f      *os.File
	size   int64 // of the file when the eraser was made
	begun  Meta
	free   []uint64 // pages to overwrite, ascending
	tail   uint64   // the first page after the newest commit's that was not looked at
	failed error
}

// NewEraser returns an eraser of the pages that are free in the newest commit.
func NewEraser(f *os.File) (*Eraser, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	e := &Eraser{f: f, size: info.Size()}
	if e.begun, err = e.newest(); err != nil {
		return nil, err
	}
	e.tail = e.begun.High
	e.free, err = newPageChecker(f, e.begun).readFreePages(e.begun.Freelist)
	return e, err
}

func (e *Eraser) newest() (Meta, error) {
	m, _, err := ReadMetas(e.f, e.size)
	return m, err
}

// Commit returns the number of the commit in which the eraser was made.
func (e *Eraser) Commit() uint64 { return e.begun.Commit }

// Committed leaves out the pages that the newest commit took. It has to be called after each commit.
func (e *Eraser) Committed() {
	if e.failed != nil {
		return
	}
	m, err := e.newest()
	if err == nil {
		var free []uint64
		free, err = newPageChecker(e.f, m).readFreePages(m.Freelist)
		e.free = slices.DeleteFunc(e.free, func(id uint64) bool {
			_, still := slices.BinarySearch(free, id)
			return !still
		})
	}
	e.failed = err
}

// The limits of a step: of pages that are looked at, and of those that are overwritten.
const (
	maxLooked  = 1024
	maxWritten = 64
)

// Step overwrites some pages. It reports whether it wrote anything, and whether there is more to do.
// What it wrote is not durable yet.
func (e *Eraser) Step() (wrote, more bool, err error) {
	m, err := e.newest()
	switch {
	case e.failed != nil:
		return false, false, e.failed
	case err != nil:
		return false, false, err
	case m.Commit <= e.begun.Commit:
		return false, false, errors.New("no commit followed the one in which erasing began")
	}
	e.tail = max(e.tail, m.High)
	page, zeros := make([]byte, m.PageSize), make([]byte, m.PageSize)
	written := 0
	for range maxLooked {
		id, ok := e.next()
		if !ok {
			return written > 0, false, nil
		}
		n, err := e.f.ReadAt(page, int64(id)*m.PageSize)
		if err != nil && !errors.Is(err, io.EOF) {
			return written > 0, false, err
		}
		if bytes.Equal(page[:n], zeros[:n]) {
			continue
		}
		if _, err := e.f.WriteAt(zeros[:n], int64(id)*m.PageSize); err != nil {
			return written > 0, false, err
		}
		if written++; written == maxWritten {
			break
		}
	}
	return written > 0, true, nil
}

// next takes a page to overwrite. The pages after those of the newest commit come last: a commit
// that failed, or a process that died, may have written there.
func (e *Eraser) next() (id uint64, ok bool) {
	if n := len(e.free); n > 0 {
		id, e.free = e.free[n-1], e.free[:n-1]
		return id, true
	}
	if int64(e.tail)*e.begun.PageSize >= e.size {
		return 0, false
	}
	e.tail++
	return e.tail - 1, true
}

// Sync makes durable what was overwritten. Others may commit meanwhile.
func (e *Eraser) Sync() error { return e.f.Sync() }
