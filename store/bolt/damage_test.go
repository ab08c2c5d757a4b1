package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// sample is a file with some of everything that pages can be: buckets in trees of two levels and small ones,
// values of several pages, free pages.
func sample(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sample.db")
	s := open(t, path)
	ctx := context.Background()
	for from := range 3 {
		err := s.Update(ctx, func(tx quiz.Tx) error {
			for n := range 200 {
				if err := addRoom(from*200 + n)(tx); err != nil {
					return err
				}
			}
			return tx.SetReply(quiz.Reply{Round: 1, Member: quiz.MemberNo(from + 1), Form: strings.Repeat("long ", 3000)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content := mustRead(t, path)
	return content[:used(t, content)]
}

// tryOpen opens what a file holds. Either it is refused in one sentence and left as it was, or bbolt, which
// would not survive many a damaged file, finds nothing wrong with it.
func tryOpen(t *testing.T, path string, content []byte) (opened bool) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(path)
	if after := mustRead(t, path); !bytes.Equal(after, content) {
		t.Error("the file was changed")
	}
	if err != nil {
		if said := err.Error(); !strings.Contains(said, path) || strings.Contains(said, "\n") || !strings.Contains(said, "restore") {
			t.Errorf("got %q, want one line with the path and what to do", said)
		}
		return false
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := bboltCheck(path); err != nil {
		t.Errorf("it opens, and bbolt says: %v", err)
	}
	return true
}

// bboltCheck is bbolt's own check of a file, but for pages that nobody uses, which do no harm, and for one
// meta page, which a crash may spoil, and which the next two transactions write anew.
func bboltCheck(path string) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	for range 2 {
		if err := db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
			return err
		}
	}
	err = db.View(func(tx *bbolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			if !strings.Contains(err.Error(), "unreachable unfreed") {
				errs = append(errs, err)
			}
		}
		return errors.Join(errs...)
	})
	return errors.Join(err, db.Close())
}

func TestTruncatedAnywhere(t *testing.T) {
	t.Parallel()
	content := sample(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	inUse := len(content)
	for size := 1; size < inUse; size += 1499 {
		if tryOpen(t, path, content[:size]) {
			t.Errorf("%d of %d bytes open", size, inUse)
		}
	}
	if !tryOpen(t, path, content) {
		t.Error("what is in use does not open")
	}
}

func TestPagesZeroed(t *testing.T) {
	t.Parallel()
	content := sample(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	opened, inUse := 0, len(content)
	for at := 0; at < inUse; at += 4096 {
		bad := bytes.Clone(content)
		clear(bad[at : at+4096])
		if tryOpen(t, path, bad) {
			opened++
		}
	}
	// Free pages may be anything, and so may one meta page, and those that continue a long answer.
	if pages := inUse / 4096; opened > pages/2 {
		t.Errorf("of %d files with a page of zeros %d open", pages, opened)
	}
}

// Pages that are overwritten with anything, a few bytes or a whole other page, harm nobody.
func TestPagesOverwritten(t *testing.T) {
	t.Parallel()
	content := sample(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	r := rand.New(rand.NewPCG(1, 2))
	inUse := len(content)
	for range 400 {
		bad := bytes.Clone(content)
		at := r.IntN(inUse/4096) * 4096
		switch r.IntN(3) {
		case 0: // numbers in a header or an element
			for range 1 + r.IntN(3) {
				bad[at+r.IntN(64)] = byte(r.Uint32())
			}
		case 1:
			for i := range 4096 {
				bad[at+i] = byte(r.Uint32())
			}
		case 2:
			from := r.IntN(inUse/4096) * 4096
			copy(bad[at:at+4096], content[from:])
		}
		tryOpen(t, path, bad)
	}
}

// A page that is in use and said to be free would be written over.
func TestUsedSaidToBeFree(t *testing.T) {
	t.Parallel()
	content := sample(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	order := binary.NativeEndian
	opened := 0
	for list := 2 * 4096; list < len(content); list += 4096 {
		if order.Uint16(content[list+8:]) != 0x10 { // a list of free pages
			continue
		}
		for page := 2; page < len(content)/4096; page++ {
			bad := bytes.Clone(content)
			order.PutUint16(bad[list+10:], 1)
			order.PutUint64(bad[list+16:], uint64(page))
			if tryOpen(t, path, bad) {
				opened++
			}
		}
	}
	if opened == 0 {
		t.Error("no list is right, so this test shows nothing")
	}
}

// A file that is cut while it is read gives errors, to that reader and to all who come after it, and holds
// nobody up.
func TestCutWhileRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := os.WriteFile(path, sample(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	read := func(tx quiz.Tx) error {
		_, err := tx.Room("console/demo/000300")
		return err
	}
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		if err := errors.Join(read(tx), os.Truncate(path, 0)); err != nil {
			t.Fatal(err)
		}
		if err := s.View(context.Background(), read); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("one who comes after it: got %v", err)
		}
		return read(tx)
	})
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("the one who read: got %v", err)
	}
}

// A file that is damaged under a running store gives errors, and not the end of the process.
func TestDamagedMeanwhile(t *testing.T) {
	ctx := context.Background()
	for name, spoil := range map[string]func(path string, size int64) error{
		"all pages but the first two": func(path string, size int64) error { return overwrite(path, 2*4096, size, 0xA5) },
		"all pages":                   func(path string, size int64) error { return overwrite(path, 0, size, 0xA5) },
		"zeros":                       func(path string, size int64) error { return overwrite(path, 2*4096, size, 0) },
		"cut to nothing":              func(path string, _ int64) error { return os.Truncate(path, 0) },
		"cut":                         func(path string, _ int64) error { return os.Truncate(path, 5*4096) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "quiz.db")
			content := sample(t)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := bolt.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := spoil(path, int64(len(content))); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				err := s.View(ctx, func(tx quiz.Tx) error {
					_, err := tx.Room("console/demo/000300")
					return err
				})
				if err == nil || errors.Is(err, quiz.ErrNotFound) || !strings.Contains(err.Error(), "damaged") {
					t.Errorf("reading: got %v", err)
				}
				var together sync.WaitGroup
				for n := range 3 {
					together.Go(func() {
						if err := s.Update(ctx, addRoom(1000+n)); err == nil || strings.Contains(err.Error(), "\n") {
							t.Errorf("writing: got %v", err)
						}
					})
				}
				together.Wait()
			}
			if err := s.Check(); err == nil {
				t.Error("a check finds nothing")
			}
			if _, err := bolt.Open(path); err == nil {
				t.Error("it opens")
			}
			_ = s.Close() // it must come back, and may complain
		})
	}
}

func overwrite(path string, from, to int64, with byte) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{with}, int(to-from)), from)
	return errors.Join(err, f.Close())
}

// A function that panics while it looks at records is the caller's affair, as ever.
func TestCallersPanic(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "quiz.db"))
	ctx := context.Background()
	if err := s.Update(ctx, addRoom(1)); err != nil {
		t.Fatal(err)
	}
	for name, run := range map[string]func(context.Context, func(quiz.Tx) error) error{"View": s.View, "Update": s.Update} {
		func() {
			defer func() {
				if r := recover(); fmt.Sprint(r) != "runtime error: index out of range [3] with length 0" {
					t.Errorf("%s: got %v", name, r)
				}
			}()
			err := run(ctx, func(tx quiz.Tx) error {
				for _, err := range tx.Rooms() {
					var none []int
					_, _ = err, none[len("abc")]
				}
				return nil
			})
			t.Errorf("%s: it returned %v", name, err)
		}()
	}
	if err := s.Update(ctx, addRoom(2)); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// Of processes that begin a new file at once, each works on what the others did.
func TestBegunAtOnce(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "quiz.db")
		said := make([]string, 4)
		var all sync.WaitGroup
		for n := range said {
			all.Go(func() {
				c := process(t, "begin", path)
				c.Env = append(c.Env, fmt.Sprintf("STORE_TEST_NUMBER=%d", n))
				out, _ := c.CombinedOutput()
				said[n] = string(out)
			})
		}
		all.Wait()
		s := open(t, path)
		done := 0
		for n, said := range said {
			if said == "done" {
				done++
				mustHaveRoom(t, s, n)
			} else if !strings.Contains(said, "another quizbot has this file open") {
				t.Errorf("process %d says %q", n, said)
			}
		}
		if done == 0 {
			t.Error("nobody began")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// begin opens the file, writes a room, and closes it.
func begin(path string) error {
	var n int
	if _, err := fmt.Sscan(os.Getenv("STORE_TEST_NUMBER"), &n); err != nil {
		return err
	}
	s, err := bolt.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(s.Update(context.Background(), addRoom(n)), s.Close())
}

func mustHaveRoom(t *testing.T, s quiz.Store, n int) {
	t.Helper()
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		_, err := tx.Room(quiz.RoomID(fmt.Sprintf("console/demo/%06d", n)))
		return err
	})
	if err != nil {
		t.Errorf("room %d was acknowledged: %v", n, err)
	}
}

// Who waits to make a file does not put a new one over that which another made meanwhile.
func TestMadeMeanwhile(t *testing.T) {
	made := filepath.Join(t.TempDir(), "made.db")
	first := open(t, made)
	if err := errors.Join(first.Update(context.Background(), addRoom(1)), first.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "quiz.db")
	db, err := bbolt.Open(path+".new", 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	opened := make(chan *bolt.Store)
	go func() {
		s, err := bolt.Open(path)
		if err != nil {
			t.Error(err)
		}
		opened <- s
	}()
	time.Sleep(100 * time.Millisecond) // so that it waits
	if err := errors.Join(os.Rename(made, path), db.Close()); err != nil {
		t.Fatal(err)
	}
	if s := <-opened; s != nil {
		mustHaveRoom(t, s, 1)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// What a crash leaves of a new file is in nobody's way.
func TestLeftover(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := open(t, empty).Close(); err != nil {
		t.Fatal(err)
	}
	for name, left := range map[string][]byte{
		"nothing": nil, "zeros": make([]byte, 8192), "a part": mustRead(t, empty)[:5000], "all": mustRead(t, empty),
	} {
		path := filepath.Join(t.TempDir(), "quiz.db")
		if err := os.WriteFile(path+".new", left, 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, path)
		if err := s.Update(context.Background(), addRoom(1)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who waits for a file that is replaced meanwhile gets the one that stands in its place.
func TestWaitsForReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := open(t, path)
	for n := range 5 {
		opened := make(chan *bolt.Store, 1)
		go func() {
			next, err := bolt.Open(path)
			if err != nil {
				t.Error(err)
			}
			opened <- next
		}()
		time.Sleep(30 * time.Millisecond) // so that it waits most times
		ctx := context.Background()
		if err := errors.Join(s.Compact(ctx), s.Update(ctx, addRoom(n)), s.Close()); err != nil {
			t.Fatal(err)
		}
		if s = <-opened; s == nil {
			return
		}
		mustHaveRoom(t, s, n)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
