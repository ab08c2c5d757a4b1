package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"

	"go.etcd.io/bbolt"
)

// A bucket that is not of the last commit is said when the file is opened and by a check, also after
// more was written.
func TestTotalOfCommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	db, err := createFile(path, 1+len(migrations()))
	if err != nil {
		t.Fatal(err)
	}
	off := db.Update(func(tx *bbolt.Tx) error { return noteCommit(tx, sumBuckets(tx)+1) })
	if err := errors.Join(off, db.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if !s.NeedsAttention() || !strings.Contains(s.opened.Reason, "its buckets are not all of its last commit") {
			t.Errorf("when it is opened: %+v", s.opened)
		}
		if err := s.Update(context.Background(), func(tx quiz.Tx) error { return tx.SetRoom(quiz.Room{ID: "r"}) }); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(); err == nil || err.Error() != "its buckets are not all of its last commit" {
			t.Errorf("a check: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// An upgrade of which the disk lost pages is refused or begun anew, and the copy stays as it was.
func TestTornUpgrade(t *testing.T) {
	const replies = 300
	path := newSchema4File(t, replies)
	before := readFile(t, path)
	db, err := openLocked(path, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(migrate(db, path, migrations()), db.Close()); err != nil {
		t.Fatal(err)
	}
	after := readFile(t, path)
	r := rand.New(rand.NewPCG(1, 5))
	anew := 0
	for range 20 {
		folder := t.TempDir()
		torn := filepath.Join(folder, "quiz.db")
		content, meta := tearPages(r, before, after)
		if err := os.WriteFile(torn, content, fileMode); err != nil {
			t.Fatal(err)
		}
		s, err := Open(torn)
		if meta {
			if err == nil && s.Check() == nil {
				t.Error("lost pages are not noticed")
			}
			if err == nil {
				_ = s.Close()
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		anew++
		err = s.View(context.Background(), func(tx quiz.Tx) error {
			_, err := tx.Reply(replies, 1)
			return err
		})
		if err := errors.Join(err, s.Check(), s.Close()); err != nil {
			t.Error(err)
		}
		kept, err := CheckFile(context.Background(), torn+".schema-4")
		if err != nil || len(kept.Faults) > 0 || !strings.Contains(strings.Join(kept.Notes, "\n"), "it has schema 4") {
			t.Errorf("the copy: got %+v, %v", kept, err)
		}
	}
	if anew == 0 {
		t.Error("no upgrade was begun anew, so this test shows less than it should")
	}
}

// An upgrade leaves a file of about the same size: without what the records were before.
func TestUpgradeLeavesNoFreeSpace(t *testing.T) {
	path := newSchema4File(t, 3000)
	before := len(readFile(t, path))
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Check(), s.Close()); err != nil {
		t.Error(err)
	}
	if after := len(readFile(t, path)); after > before+before/4 {
		t.Errorf("it had %d bytes and has %d", before, after)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) != 1 || !strings.HasSuffix(left[0], ".schema-4") {
		t.Errorf("left behind: %q", left)
	}
}

// tearPages returns a file of which half of the pages that a commit wrote reached the disk, and whether its
// new meta page did.
func tearPages(r *rand.Rand, before, after []byte) (torn []byte, meta bool) {
	torn = make([]byte, len(after))
	copy(torn, before)
	lost := 0
	for at := 0; at < len(after); at += 4096 {
		switch changed := !bytes.Equal(torn[at:at+4096], after[at:at+4096]); {
		case changed && r.IntN(2) == 0:
			copy(torn[at:at+4096], after[at:at+4096])
		case changed && at >= 2*4096:
			lost++
		}
	}
	commit := func(c []byte, page int) uint64 { return binary.NativeEndian.Uint64(c[page*4096+64:]) }
	newest := max(commit(after, 0), commit(after, 1))
	return torn, lost > 0 && (commit(torn, 0) == newest || commit(torn, 1) == newest)
}
