package bolt

import (
	"errors"
	"os"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"
)

// eraseDeleted overwrites deleted data in the file, which keeps its size. Compact uses it if it
// cannot replace the file: because the file is mounted by itself, the disk is full, or Windows
// keeps an open file. The caller holds s.dbMu.
func (s *Store) eraseDeleted() (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(s.path, &err)
	for range 2 { // after two commits neither of the two meta pages leads to deleted data
		if err := s.writeCompactionOwed(true); err != nil {
			return err
		}
	}
	if err := eraseFreePages(s.db.file); err != nil {
		return err
	}
	return s.writeCompactionOwed(false)
}

func (s *Store) writeCompactionOwed(owed bool) error {
	return s.writeTx(func(t *bbolt.Tx) error { return newTx(t).SetCompactionOwed(owed) })
}

// eraseFreePages overwrites the free pages of a file, and makes that durable. A page is free if the
// newest meta page lists it as free, and neither of the two meta pages leads to it. Nobody may
// write to the file meanwhile.
func eraseFreePages(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	newest, err := readNewestMeta(f, info.Size())
	if err != nil {
		return err
	}
	list, used, err := listPages(f, newest)
	if err != nil {
		return err
	}
	for id := range uint64(2) {
		m, err := readMetaAt(f, int64(id)*newest.pageSize, id)
		if err != nil || m.root == newest.root && m.freelist == newest.freelist {
			continue
		}
		_, also, err := listPages(f, m)
		if err != nil {
			continue // bbolt could not use it either
		}
		list = slices.DeleteFunc(list, func(id uint64) bool { return id < uint64(len(also)) && also[id] })
	}
	nothing := make([]byte, newest.pageSize)
	for _, id := range list {
		if used[id] {
			return errors.New("a page is free and used")
		}
		if _, err := f.WriteAt(nothing, int64(id)*newest.pageSize); err != nil {
			return err
		}
	}
	return f.Sync()
}

// listPages returns the free pages that a meta page leads to, and reports for each page whether it
// is used.
func listPages(f *os.File, m fileMeta) (free []uint64, used []bool, err error) {
	p := newPageChecker(f, m)
	if err := p.checkTree(m.root, nil, nil); err != nil {
		return nil, nil, err
	}
	free, err = p.readFreePages(m.freelist)
	return free, p.used, err
}
