package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// sampleFile returns a file with every kind of page: large buckets with trees of two levels, small
// buckets, values of several pages, free pages.
func sampleFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sample.db")
	s := openStore(t, path)
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
	return content[:usedBytes(t, content)]
}

// tryOpen opens a file with the given content. If Open fails, the error is one sentence and the
// file stays as it was. If it does not, bbolt finds nothing wrong with the file: many a damaged
// file would end its process.
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

func TestTruncatedAnywhere(t *testing.T) {
	t.Parallel()
	content := sampleFile(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	inUse := len(content)
	for size := 1; size < inUse; size += tries(5209, 1499) {
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
	content := sampleFile(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	opened, inUse := 0, len(content)
	for at := 0; at < inUse; at += 4096 {
		bad := bytes.Clone(content)
		clear(bad[at : at+4096])
		if tryOpen(t, path, bad) {
			opened++
		}
	}
	// Free pages, one meta page and the overflow pages of a long answer may hold anything.
	if pages := inUse / 4096; opened > pages/2 {
		t.Errorf("of %d files with a page of zeros %d open", pages, opened)
	}
}

// Overwritten pages, by a few bytes or by another page, do no harm.
func TestPagesOverwritten(t *testing.T) {
	t.Parallel()
	content := sampleFile(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	r := rand.New(rand.NewPCG(1, 2))
	inUse := len(content)
	for range tries(80, 400) {
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

// A page that is in use and listed as free would be overwritten.
func TestUsedSaidToBeFree(t *testing.T) {
	t.Parallel()
	content := sampleFile(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	order := binary.NativeEndian
	opened := 0
	for list := 2 * 4096; list < len(content); list += 4096 {
		if order.Uint16(content[list+8:]) != 0x10 { // a list of free pages
			continue
		}
		for page := 2; page < len(content)/4096; page += tries(3, 1) {
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
