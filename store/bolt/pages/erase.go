package pages

import (
	"bytes"
	"errors"
	"os"
	"slices"
)

// EraseFree overwrites the free pages of a file, and makes that durable. A page is free if the
// newest meta page lists it as free, and neither of the two meta pages leads to it, or if it comes
// after the pages of both. Nobody may write to the file meanwhile.
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
	high := newest.High
	for id := range int64(2) {
		m, err := readMetaAt(f, id*newest.PageSize)
		if err != nil || m.Root == newest.Root && m.Freelist == newest.Freelist {
			continue
		}
		_, also, err := listPages(f, m)
		if err != nil {
			continue // bbolt could not use it either
		}
		high = max(high, m.High)
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
	if err := eraseFrom(f, int64(high)*newest.PageSize, info.Size()); err != nil {
		return err
	}
	return f.Sync()
}

// eraseFrom overwrites a file from an offset on, except where it holds nothing already.
func eraseFrom(f *os.File, from, size int64) error {
	const chunk = 256 << 10
	content, zeros := make([]byte, chunk), make([]byte, chunk)
	for at := from; at < size; at += chunk {
		n := min(chunk, size-at)
		if _, err := f.ReadAt(content[:n], at); err != nil {
			return err
		}
		if bytes.Equal(content[:n], zeros[:n]) {
			continue
		}
		if _, err := f.WriteAt(zeros[:n], at); err != nil {
			return err
		}
	}
	return nil
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
