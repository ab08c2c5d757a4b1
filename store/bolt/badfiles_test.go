package bolt_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// A file with bad content is not opened and not changed. The error has its path and a remedy.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "good.db")
	s := openStore(t, good)
	for n := range 500 {
		if err := s.Update(context.Background(), addRoom(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole := editFile(t, mustRead(t, good), func(tx *bbolt.Tx) error { // its last page is data that Open does not read
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
		"missing pages":    {content[:usedBytes(t, content)-4096], "damaged (it has "},
		"missing data":     {whole[:usedBytes(t, whole)-4096], "damaged (it has "},
		"zeroed pages":     {withZeroedPages(content), "damaged"},
		"an empty file":    {nil, "is empty, which no file of quizbot's ever is"},
		"another program":  {foreignFile(t), "belongs to another program"},
		"a newer schema":   {withNewerSchema(t, content), "update quizbot"},
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

func withZeroedPages(content []byte) []byte {
	c := bytes.Clone(content)
	clear(c[2*4096:])
	return c
}

// foreignFile returns a bbolt file of another program.
func foreignFile(t *testing.T) []byte {
	return editFile(t, nil, func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	})
}

func withNewerSchema(t *testing.T, content []byte) []byte {
	return editFile(t, content, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte("99")) })
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
