package bolt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A copy on a disk without links is complete, and replaces no file.
func TestCopyToNewFile(t *testing.T) {
	from := filepath.Join(t.TempDir(), "from")
	to := from + ".to"
	content := bytes.Repeat([]byte("damaged or not "), 10_000)
	if err := errors.Join(os.WriteFile(from, content, 0o600), copyToNewFile(from, to)); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(to); err != nil || !bytes.Equal(got, content) {
		t.Errorf("got %d bytes, %v, want %d", len(got), err, len(content))
	}
	if err := copyToNewFile(from, to); !errors.Is(err, os.ErrExist) {
		t.Errorf("to a file that exists: got %v, want os.ErrExist", err)
	}
	if got, err := os.ReadFile(to); err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file that exists has %d bytes, %v", len(got), err)
	}
}
