package store

import (
	"fmt"
	"os"
	"runtime"
)

// damage is a panic that a damaged file caused: bbolt, which trusts its pages, panics where they make no
// sense, and pages that a file has lost fault when they are read. It is told from a panic of the caller's
// function, which is the caller's.
type damage struct{ how string }

func (d damage) Error() string { return d.how }

// marked turns a panic of what it is deferred by into one that says that the file is damaged. Only what
// reads and writes the file defers it.
func marked() {
	if r := recover(); r != nil {
		panic(damage{describe(r)})
	}
}

// damageIn is the damage that a panic tells of, and whether it tells of any. Code that is not the store's may
// read what stands in the file, and fault, so faults are told by their address.
func damageIn(panicked any) (damage, bool) {
	if d, ok := panicked.(damage); ok {
		return d, true
	}
	if _, fault := panicked.(interface{ Addr() uintptr }); fault {
		return damage{describe(panicked)}, true
	}
	return damage{}, false
}

// describe says what a panic over a damaged file means.
func describe(panicked any) string {
	switch r := panicked.(type) {
	case damage:
		return r.how
	case runtime.Error:
		return "pages of it are missing"
	}
	return fmt.Sprint(panicked)
}

func damaged(path, how string) error {
	return fmt.Errorf("%s is damaged (%s): restore a backup with `quizbot restore`, or move the file away to begin anew", path, how)
}

// caught turns a panic that tells of damage into an error, and lets every other one pass. It is to be deferred.
func caught(path string, err *error) {
	r := recover()
	if r == nil {
		return
	}
	d, ok := damageIn(r)
	if !ok {
		panic(r)
	}
	*err = damaged(path, d.how)
}

// shrunk reports that a file is shorter than it was: a copy that is written over an open file begins with
// that, and bbolt does not survive it.
func shrunk(f *os.File, was int64) error {
	info, err := f.Stat()
	if err == nil && info.Size() < was {
		return fmt.Errorf("it had %d bytes and has %d", was, info.Size())
	}
	return err
}
