//go:build unix

package filelock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// One holds the lock at a time, also after the file was removed by others or by the holder.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	first, err := Acquire(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(path, 50*time.Millisecond); !errors.Is(err, ErrLocked) {
		t.Errorf("a second one: got %v", err)
	}
	waited := make(chan error, 1)
	go func() {
		second, err := Acquire(path, time.Minute)
		waited <- errors.Join(err, second.Release())
	}()
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Errorf("after the release: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is left: %v", err)
	}
}

// A link in the place of the lock is not followed, and stays.
func TestLockFollowsNoLink(t *testing.T) {
	folder := t.TempDir()
	path, target := filepath.Join(folder, "x.lock"), filepath.Join(folder, "target")
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(path, 0); err == nil || errors.Is(err, ErrLocked) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the target was made: %v", err)
	}
}

// The end of a holder whose file was removed leaves the lock of the next one alone.
func TestReleaseOfRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	first, err := Acquire(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	second, err := Acquire(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(path, 0); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v", err)
	}
	if err := second.Release(); err != nil {
		t.Fatal(err)
	}
}
