package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// onSmallDisk runs a test again in another process, which has a disk of some megabytes in memory.
// If the machine does not allow to mount one, the test is skipped.
func onSmallDisk(t *testing.T, megabytes int, test func(t *testing.T, disk string)) {
	t.Helper()
	disk := os.Getenv("STORE_TEST_DISK")
	if disk != "" {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
			fmt.Println("NO MOUNT", err)
			t.SkipNow()
		}
		test(t, disk)
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), "STORE_TEST_DISK="+t.TempDir())
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	said, err := c.CombinedOutput()
	var ended *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &ended):
		t.Skipf("this machine gives no process a disk of its own: %v", err)
	case strings.Contains(string(said), "NO MOUNT"):
		t.Skipf("this machine lets nobody mount a disk: %s", said)
	case err != nil:
		t.Fatalf("on a small disk:\n%s", said)
	}
}

// fillDisk takes all room there is.
func fillDisk(t *testing.T, disk string) (free func()) {
	t.Helper()
	path := filepath.Join(disk, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// checkFullError checks that an error is one sentence about a full disk.
func checkFullError(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, bolt.ErrFull) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "make room") {
		t.Errorf("%s on a full disk: got %v, want one sentence that says so", what, err)
	}
}

// addLargeRoom writes a room with the given number, and a long answer.
func addLargeRoom(n int) func(quiz.Tx) error {
	return func(tx quiz.Tx) error {
		err := tx.SetReply(quiz.Reply{Round: 1, Member: quiz.MemberNo(n + 1), Form: strings.Repeat("an answer ", 2000)})
		return errors.Join(err, addRoom(n)(tx))
	}
}

// On a full disk everything acknowledged can still be read, and writing goes on once there is room.
func TestFullDisk(t *testing.T) {
	onSmallDisk(t, 6, func(t *testing.T, disk string) {
		ctx, path := context.Background(), filepath.Join(disk, "quiz.db")
		s := openStore(t, path)
		if err := s.Update(ctx, addLargeRoom(0)); err != nil {
			t.Fatal(err)
		}
		free := fillDisk(t, disk)
		saved, refused := 1, 0
		for refused < 10 { // some small updates may fit in free pages
			if err := s.Update(ctx, addLargeRoom(saved)); err != nil {
				checkFullError(t, "update", err)
				refused++
				continue
			}
			saved++
		}
		if got := countRooms(t, s); got != saved {
			t.Errorf("got %d rooms, want %d", got, saved)
		}
		checkFullError(t, "probe", s.Probe(ctx))
		checkFullError(t, "backup", s.Backup(ctx, filepath.Join(disk, "backup.db")))
		checkFolder(t, disk, "ballast", "quiz.db")
		free()
		if err := s.Probe(ctx); err != nil {
			t.Errorf("a probe with room again: %v", err)
		}
		for range 10 {
			if err := s.Update(ctx, addLargeRoom(saved)); err != nil {
				t.Fatalf("with room again: %v", err)
			}
			saved++
		}
		for { // the file itself fills the disk
			if err := s.Update(ctx, addLargeRoom(saved)); err != nil {
				checkFullError(t, "update", err)
				break
			}
			saved++
		}
		if err := errors.Join(s.Check(), s.Close(), bboltCheck(path)); err != nil {
			t.Fatal(err)
		}
		s = openStore(t, path)
		if got := countRooms(t, s); got != saved {
			t.Errorf("after opening again: got %d rooms, want %d", got, saved)
		}
		if err := s.Compact(ctx); err != nil { // there is no room for another file, so deleted data is overwritten
			t.Errorf("compact: %v", err)
		}
		checkNothingBeside(t, path)
	})
}

func TestNewOnFullDisk(t *testing.T) {
	onSmallDisk(t, 1, func(t *testing.T, disk string) {
		path := filepath.Join(disk, "quiz.db")
		free := fillDisk(t, disk)
		_, err := bolt.Open(path)
		checkFullError(t, "open", err)
		if left, _ := filepath.Glob(path + "*"); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		free()
		openStore(t, path)
	})
}

func TestReadOnlyDisk(t *testing.T) {
	onSmallDisk(t, 1, func(t *testing.T, disk string) {
		path := filepath.Join(disk, "quiz.db")
		if err := openStore(t, path).Close(); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{path, filepath.Join(disk, "new.db")} {
			if _, err := bolt.Open(path); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "mount it for writing") {
				t.Errorf("%s: got %v", path, err)
			}
		}
	})
}

// A user without permission gets an error that says so.
func TestForbidden(t *testing.T) {
	folder, err := os.MkdirTemp("", "quizbot")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	path := filepath.Join(folder, "quiz.db")
	if err := openStore(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(path, 0o444), os.Chmod(folder, 0o555)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{path, filepath.Join(folder, "new.db")} {
		c := storeProcess(t, "open", path)
		if os.Getuid() == 0 { // root may write everything
			c.Path = copyTestBinary(t)
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		said, err := c.CombinedOutput()
		if err != nil || !strings.HasPrefix(string(said), path+" may not be read and written by this user") {
			t.Errorf("got %s, %v", said, err)
		}
	}
}

// copyTestBinary copies the test's program to a folder from which every user may run it.
func copyTestBinary(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "quizbot")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	path := filepath.Join(folder, "store.test")
	if err := errors.Join(os.WriteFile(path, mustRead(t, os.Args[0]), 0o755), os.Chmod(path, 0o755), os.Chmod(folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	return path
}

// A page fault outside of bbolt, while a record is decoded, is damage as well.
func TestFault(t *testing.T) {
	s, ctx := openStore(t, filepath.Join(t.TempDir(), "quiz.db")), context.Background()
	f, err := os.Create(filepath.Join(t.TempDir(), "mapped"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	b, err := syscall.Mmap(int(f.Fd()), 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Munmap(b) }()
	read := func(quiz.Tx) error { return fmt.Errorf("read %d", b[7]) }
	for name, err := range map[string]error{"View": s.View(ctx, read), "Update": s.Update(ctx, read)} {
		if err == nil || !strings.Contains(err.Error(), "damaged (pages of it are missing)") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := s.Update(ctx, addRoom(1)); err != nil {
		t.Errorf("after it: %v", err)
	}
}
