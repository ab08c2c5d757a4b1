package store

import (
	"errors"
	"os"
	"runtime/debug"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// erase overwrites what was deleted where it lies in the file, which keeps its size. It is for where no other file can take
// the place of this one: a file that is mounted by itself, a full disk, Windows while the file is open. b.using is held.
func (b *Bolt) erase() (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer caught(b.path, &err)
	for range 2 { // so that neither of the two meta pages leads to what was deleted
		if err := b.write(func(t *bolt.Tx) error { return tx{file{t}}.owe() }); err != nil {
			return err
		}
	}
	if err := eraseFree(b.db.file); err != nil {
		return err
	}
	return b.write(func(t *bolt.Tx) error { return tx{file{t}}.delete(meta, []byte(owed)) })
}

// eraseFree overwrites the pages of a file that are free, and makes that durable. A page is free where the newest meta page
// says so and neither of the two leads to it. Nobody may write to the file meanwhile.
func eraseFree(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	newest, err := newestMeta(f, info.Size())
	if err != nil {
		return err
	}
	list, used, err := pagesOf(f, newest)
	if err != nil {
		return err
	}
	for id := range uint64(2) {
		m, err := metaAt(f, int64(id)*newest.pageSize, id)
		if err != nil || m.root == newest.root && m.freelist == newest.freelist {
			continue
		}
		_, also, err := pagesOf(f, m)
		if err != nil {
			continue // nobody could go back to it
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

// pagesOf are the pages that a meta page leads to: those that are free, and which are used.
func pagesOf(f *os.File, m fileMeta) (free []uint64, used []bool, err error) {
	p := &pages{r: f, pageSize: m.pageSize, used: make([]bool, m.high)}
	p.used[0], p.used[1] = true, true
	if err := p.tree(m.root, nil, nil); err != nil {
		return nil, nil, err
	}
	free, err = p.freePages(m.freelist)
	return free, p.used, err
}
