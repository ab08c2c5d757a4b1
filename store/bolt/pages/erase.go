package pages

import (
	"errors"
	"os"
	"slices"
)

// EraseFree overwrites the free pages of a file, and makes that durable. A page is free if the
// newest meta page lists it as free, and neither of the two meta pages leads to it. Nobody may
// write to the file meanwhile.
func EraseFree(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	newest, _, err := ReadMetas(f, info.Size())
	if err != nil {
		return err
	}
	list, used, err := listPages(f, newest)
	if err != nil {
		return err
	}
	for id := range int64(2) {
		m, err := readMetaAt(f, id*newest.PageSize)
		if err != nil || m.Root == newest.Root && m.Freelist == newest.Freelist {
			continue
		}
		_, also, err := listPages(f, m)
		if err != nil {
			continue // bbolt could not use it either
		}
		list = slices.DeleteFunc(list, func(id uint64) bool { return id < uint64(len(also)) && also[id] })
	}
	nothing := make([]byte, newest.PageSize)
	for _, id := range list {
		if used[id] {
			return errors.New("a page is free and used")
		}
		if _, err := f.WriteAt(nothing, int64(id)*newest.PageSize); err != nil {
			return err
		}
	}
	return f.Sync()
}

// listPages returns the free pages that a meta page leads to, and reports for each page whether it
// is used.
func listPages(f *os.File, m Meta) (free []uint64, used []bool, err error) {
	p := newPageChecker(f, m)
	if err := p.checkTree(m.Root, nil, nil); err != nil {
		return nil, nil, err
	}
	free, err = p.readFreePages(m.Freelist)
	return free, p.used, err
}
