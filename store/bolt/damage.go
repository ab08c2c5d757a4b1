package bolt

import (
	"fmt"
	"os"
	"runtime"

	"quizbot/quiz"
	"quizbot/store"
)

// bbolt trusts the pages of its file. On a damaged file it panics, and reading a page that the file
// has lost faults. Both become errors here. A panic of the caller's function is told apart, and
// passed on.

// markDamage turns a panic of bbolt into one of [store.Damage]. Only functions that read and write
// the file defer it.
func markDamage() {
	if r := recover(); r != nil {
		panic(store.Damage{Reason: describePanic(r), InPages: true})
	}
}

// asDamage reports whether a panic was caused by a damaged file. A fault is, wherever it happens:
// code outside of the store may read bytes of the file.
func asDamage(panicked any) (store.Damage, bool) {
	if d, ok := panicked.(store.Damage); ok {
		return d, true
	}
	if _, fault := panicked.(interface{ Addr() uintptr }); fault {
		return store.Damage{Reason: describePanic(panicked), InPages: true}, true
	}
	return store.Damage{}, false
}

// describePanic says what a panic over a damaged file means.
func describePanic(panicked any) string {
	switch r := panicked.(type) {
	case store.Damage:
		return r.Reason
	case runtime.Error:
		return "pages of it are missing"
	}
	return fmt.Sprint(panicked)
}

// ErrDamaged is returned for a file that holds what quizbot never wrote there. What was to be read is
// [quiz.ErrUnreadable].
var ErrDamaged error = damaged("is damaged")

// damaged is the type of [ErrDamaged].
type damaged string

// Error implements error.
func (d damaged) Error() string { return string(d) }

// Is makes what a damaged file should hold unreadable.
func (damaged) Is(target error) bool { return target == quiz.ErrUnreadable }

// damagedError returns the error of a damaged file.
func damagedError(path, reason string) error {
	return fmt.Errorf("%s %w (%s): restore a backup with `quizbot restore`, keep what can be kept with `quizbot restore --salvage`, "+
		"or move the file away to begin anew", path, ErrDamaged, reason)
}

// recoverDamage turns a panic about damage into an error. Every other panic goes on. It has to be
// deferred.
func recoverDamage(path string, err *error) {
	r := recover()
	if r == nil {
		return
	}
	d, ok := asDamage(r)
	if !ok {
		panic(r)
	}
	*err = damagedError(path, d.Reason)
}

// checkNotShrunk returns an error if a file is shorter than it was. Copying a file over an open one
// begins with that, and bbolt does not survive it.
func checkNotShrunk(f *os.File, was int64) error {
	info, err := f.Stat()
	if err == nil && info.Size() < was {
		return fmt.Errorf("it had %d bytes and has %d", was, info.Size())
	}
	return err
}
