package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/store/bolt"
)

// displacements are the ways in which a file leaves its place while a store has it open.
func displacements() map[string]func(path string) error {
	return map[string]func(path string) error{
		"deleted": os.Remove,
		"renamed": func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".other", []byte("foreign"), 0o600), os.Rename(path+".other", path))
		},
	}
}

// openWithRoom opens a store that holds room 0 and is not closed by the test's end.
func openWithRoom(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), addRoom(0)); err != nil {
		t.Fatal(err)
	}
	return s
}

// Nothing is acknowledged once the file has left its place, under load, and what was acknowledged
// before is kept in another file.
func TestDisplacedUnderLoad(t *testing.T) {
	for name, displace := range displacements() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "quiz.db")
			s := openWithRoom(t, path)
			var mu sync.Mutex
			var acknowledged []int
			var after error
			displaced := make(chan struct{})
			var callers sync.WaitGroup
			for caller := range 4 {
				callers.Go(func() {
					for n := caller + 1; n < 4000; n += 4 {
						err := s.Update(t.Context(), addRoom(n))
						mu.Lock()
						if err == nil {
							acknowledged = append(acknowledged, n)
						}
						mu.Unlock()
						if err != nil {
							return
						}
						if n == 101 {
							close(displaced)
						}
					}
				})
			}
			<-displaced
			if err := displace(path); err != nil {
				t.Fatal(err)
			}
			after = s.Update(t.Context(), addRoom(5000))
			callers.Wait()
			if after == nil || !strings.Contains(after.Error(), "is lost") || strings.Contains(after.Error(), "\n") {
				t.Errorf("an update after it: got %v", after)
			}
			err := s.Watch(t.Context(), slog.New(slog.DiscardHandler))
			if err == nil || !strings.Contains(err.Error(), "what it held is kept as ") {
				t.Fatalf("the watch ends with %v", err)
			}
			if err := s.Close(); err == nil {
				t.Error("the store closes as if nothing had happened")
			}
			kept, _ := filepath.Glob(path + ".lost-*")
			if len(kept) != 1 {
				t.Fatalf("kept are %v", kept)
			}
			again := openStore(t, kept[0])
			for _, n := range acknowledged {
				mustHaveRoom(t, again, n)
			}
			t.Logf("%d updates were acknowledged, and all are kept", len(acknowledged))
			if name == "replaced" && string(mustRead(t, path)) != "foreign" {
				t.Error("the file that took the place was changed")
			}
		})
	}
}

// A file that leaves its place while nothing is written is noticed all the same.
func TestDisplacedWhileIdle(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := openWithRoom(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := s.Watch(limited, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "is lost") {
		t.Errorf("got %v", err)
	}
	_ = s.Close()
}

// A store that restores its file writes all of it back, unless another file has taken the place.
func TestRestoreIfLost(t *testing.T) {
	for name, displace := range displacements() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "quiz.db")
			s := openWithRoom(t, path)
			s.RestoreIfLost()
			if err := displace(path); err != nil {
				t.Fatal(err)
			}
			err := s.Update(t.Context(), addRoom(1))
			if name == "replaced" {
				if err == nil || !strings.Contains(err.Error(), "another file stands") || string(mustRead(t, path)) != "foreign" {
					t.Errorf("got %v", err)
				}
				_ = s.Close()
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Update(t.Context(), addRoom(2)); err != nil {
				t.Error(err)
			}
			if _, err := bolt.Open(path); !errors.Is(err, bolt.ErrLocked) {
				t.Errorf("a second store: got %v", err)
			}
			var log bytes.Buffer
			stopped, stop := context.WithCancel(t.Context())
			stop()
			if err := s.Watch(stopped, slog.New(slog.NewTextHandler(&log, nil))); err != nil || !strings.Contains(log.String(), "written back") {
				t.Errorf("got %v, logged %q", err, log.String())
			}
			if err := errors.Join(s.Check(), s.Close()); err != nil {
				t.Error(err)
			}
			again := openStore(t, path)
			for n := range 3 {
				mustHaveRoom(t, again, n)
			}
		})
	}
}

// A file is not written back into another folder that has taken the path of its own.
func TestRestoreIntoAnotherFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "volume")
	path := filepath.Join(folder, "quiz.db")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s := openWithRoom(t, path)
	s.RestoreIfLost()
	if err := errors.Join(os.Rename(folder, folder+".away"), os.Mkdir(folder, 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), addRoom(1)); err == nil || !strings.Contains(err.Error(), "its folder is another one") {
		t.Errorf("got %v", err)
	}
	_ = s.Close()
	checkFolder(t, folder)
}

// Two stores never work on one path, whatever happened to the file of the first.
func TestOneStoreForAPath(t *testing.T) {
	for name, displace := range displacements() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "quiz.db")
			s := openWithRoom(t, path)
			backup := filepath.Join(t.TempDir(), "backup.db")
			if err := errors.Join(s.Backup(t.Context(), backup), displace(path)); err != nil {
				t.Fatal(err)
			}
			if _, err := bolt.Open(path); !errors.Is(err, bolt.ErrLocked) {
				t.Errorf("open: got %v", err)
			}
			if _, err := bolt.Restore(t.Context(), backup, path); !errors.Is(err, bolt.ErrLocked) {
				t.Errorf("restore: got %v", err)
			}
			if err := bolt.Create(path, nil); name != "replaced" && !errors.Is(err, bolt.ErrLocked) {
				t.Errorf("import: got %v", err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if name == "replaced" {
				return
			}
			openStore(t, path)
		})
	}
}

// The lock of a process that died is no obstacle, and no lock is left after the end.
func TestStaleLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := os.WriteFile(path+".lock", []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := openWithRoom(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".lock"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// Another file that is copied over the open one is noticed before the next acknowledgement.
func TestCopiedOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := openWithRoom(t, path)
	before := mustRead(t, path)
	for n := range 4 {
		if err := s.Update(t.Context(), addRoom(n)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(f, bytes.NewReader(before))
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), addRoom(9)); err == nil || !strings.Contains(err.Error(), "something else wrote over it") {
		t.Errorf("got %v", err)
	}
	if err := s.Watch(t.Context(), slog.New(slog.DiscardHandler)); err == nil {
		t.Error("the watch goes on")
	}
	_ = s.Close()
}
