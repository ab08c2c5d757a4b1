package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"
	"quizbot/store/storetest"

	"go.etcd.io/bbolt"
)

func TestBolt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, filepath.Join(t.TempDir(), "quiz.db")) })
}

// open opens a store that is closed when the test ends.
func open(t testing.TB, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// addRoom writes a room with the given number.
func addRoom(n int) func(quiz.Tx) error {
	return func(tx quiz.Tx) error {
		return tx.SetRoom(quiz.Room{ID: quiz.RoomID(fmt.Sprintf("console/demo/%06d", n)), Cycle: n})
	}
}

func countRooms(t *testing.T, s quiz.Store) (n int) {
	t.Helper()
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		for _, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReopen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(context.Background(), addRoom(1)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // closing again does nothing
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(context.Background(), addRoom(2)); err == nil {
		t.Error("a closed store takes an update")
	}
	if got := countRooms(t, open(t, path)); got != 1 {
		t.Errorf("got %d rooms, want 1", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v, want 0600", info.Mode(), err)
	}
}

// The test's own binary, called again, is the other process.
func TestMain(m *testing.M) {
	switch path := os.Getenv("STORE_TEST_FILE"); os.Getenv("STORE_TEST_DO") {
	case "open":
		_, err := bolt.Open(path)
		fmt.Print(err)
	case "begin":
		if err := begin(path); err != nil {
			fmt.Print(err)
		} else {
			fmt.Print("done")
		}
	case "write":
		write(path)
	default:
		os.Exit(m.Run())
	}
}

// write adds rooms, saying the number of each that is on the disk, until it is killed.
func write(path string) {
	s, err := bolt.Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	var said sync.Mutex
	for caller := range 4 {
		go func() {
			for n := caller; ; n += 4 {
				if err := s.Update(context.Background(), addRoom(n)); err == nil {
					said.Lock()
					fmt.Println(n)
					said.Unlock()
				}
			}
		}()
	}
	select {}
}

func process(t *testing.T, do, path string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "STORE_TEST_DO="+do, "STORE_TEST_FILE="+path)
	return c
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	open(t, path)
	start := time.Now()
	said, err := process(t, "open", path).CombinedOutput()
	if err != nil || !strings.Contains(string(said), "another quizbot has this file open") {
		t.Errorf("a second process says %q, %v", said, err)
	}
	if took := time.Since(start); took > time.Minute { // two seconds, on a machine that is not busy
		t.Errorf("it took %s", took)
	}
}

// heard is what a process said; first closes with its first word.
type heard struct {
	text  bytes.Buffer
	once  sync.Once
	first chan struct{}
}

func (h *heard) Write(p []byte) (int, error) {
	defer h.once.Do(func() { close(h.first) })
	return h.text.Write(p)
}

// What was acknowledged is there after the process was killed.
func TestKilled(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	for round := range 3 {
		c := process(t, "write", path)
		said := &heard{first: make(chan struct{})}
		c.Stdout = said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-said.first:
		case <-time.After(time.Minute):
			t.Fatal("nothing is written")
		}
		time.Sleep(time.Duration(100*round) * time.Millisecond) // any moment will do
		_ = c.Process.Kill()
		_ = c.Wait()
		s := open(t, path)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		acknowledged := strings.Fields(said.text.String())
		for _, n := range acknowledged {
			err := s.View(context.Background(), func(tx quiz.Tx) error {
				_, err := tx.Room(quiz.RoomID(fmt.Sprintf("console/demo/%06s", n)))
				return err
			})
			if err != nil {
				t.Errorf("room %s was acknowledged: %v", n, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Every file that cannot be opened is named with what to do, and is left as it was.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "good.db")
	s := open(t, good)
	for n := range 500 {
		if err := s.Update(context.Background(), addRoom(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole := edited(t, mustRead(t, good), func(tx *bbolt.Tx) error { // its last page is data, which nobody reads at the start
		b, err := tx.CreateBucket([]byte("more"))
		if err != nil {
			return err
		}
		return b.Put([]byte("k"), bytes.Repeat([]byte("v"), 100<<10))
	})
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		say     string
	}{
		"garbage":          {bytes.Repeat([]byte("garbage "), 4096), "no quizbot file"},
		"a short file":     {[]byte("hello"), "no quizbot file"},
		"a truncated file": {content[:3*4096], "damaged"},
		"missing pages":    {content[:used(t, content)-4096], "damaged (it has "},
		"missing data":     {whole[:used(t, whole)-4096], "damaged (it has "},
		"zeroed pages":     {zeroed(content), "damaged"},
		"an empty file":    {nil, "is empty, which no file of quizbot's ever is"},
		"another program":  {foreign(t), "belongs to another program"},
		"a newer schema":   {newer(t, content), "update quizbot"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "quiz.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := bolt.Open(path)
			if err == nil {
				_ = s.Close()
				t.Fatal("it opens")
			}
			if said := err.Error(); !strings.Contains(said, c.say) || strings.Contains(said, "\n") || !strings.Contains(said, path) {
				t.Errorf("got %q, want one line with the path that says %q", said, c.say)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(after, c.content) {
				t.Error("the file was changed")
			}
		})
	}
}

// used is how many bytes of a file are in use.
func used(t *testing.T, content []byte) (size int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		size = tx.Size()
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return size
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func zeroed(content []byte) []byte {
	c := bytes.Clone(content)
	clear(c[2*4096:])
	return c
}

// foreign is a bbolt file of another program.
func foreign(t *testing.T) []byte {
	return edited(t, nil, func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	})
}

func newer(t *testing.T, content []byte) []byte {
	return edited(t, content, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte("99")) })
}

func edited(t *testing.T, content []byte, edit func(*bbolt.Tx) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(edit), db.Close()); err != nil {
		t.Fatal(err)
	}
	c, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBadPaths(t *testing.T) {
	dir := t.TempDir()
	for path, say := range map[string]string{
		dir:                                      "is a folder",
		filepath.Join(dir, "nowhere", "quiz.db"): "its folder does not exist",
	} {
		if _, err := bolt.Open(path); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: got %v, want %q", path, err, say)
		}
	}
	if os.Geteuid() == 0 {
		return // root may write everything
	}
	path := filepath.Join(dir, "readonly.db")
	if err := os.WriteFile(path, nil, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(path); err == nil || !strings.Contains(err.Error(), "may not be read and written") {
		t.Errorf("a file that is read-only: got %v", err)
	}
}

// Nothing of what was deleted stays in the file, others go on meanwhile, and it is still locked.
func TestCompact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := open(t, path)
	ctx := context.Background()
	secret := strings.Repeat("a secret of ann ", 300)
	err := s.Update(ctx, func(tx quiz.Tx) error {
		return errors.Join(tx.SetMember(quiz.Member{No: 1, ID: "console/demo/ann", Name: "Ann Secret"}),
			tx.SetRound(quiz.Round{ID: 1, Room: "console/demo/a"}), tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: secret}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(ctx, func(tx quiz.Tx) error { return tx.Forget(1) }); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(path); !bytes.Contains(content, []byte("a secret of ann")) {
		t.Fatal("the file holds no secret before it is compacted, so this test shows nothing")
	}
	var others sync.WaitGroup
	for n := range 50 {
		others.Go(func() {
			if err := s.Update(ctx, addRoom(n)); err != nil {
				t.Error(err)
			}
		})
	}
	if err := s.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	others.Wait()
	content, err := os.ReadFile(path)
	if err != nil || bytes.Contains(content, []byte("a secret of ann")) || bytes.Contains(content, []byte("Ann Secret")) {
		t.Errorf("the compacted file holds what was deleted (%v)", err)
	}
	if got := countRooms(t, s); got != 50 {
		t.Errorf("got %d rooms, want 50", got)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if _, err := bolt.Open(path); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("a second store over the compacted file: got %v, want ErrLocked", err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
