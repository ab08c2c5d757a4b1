package outfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A file is written whole or not at all, and nothing else stays in its folder.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out")
	const mode = 0o640
	text := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, failed := io.WriteString(w, text)
			return errors.Join(failed, err)
		}
	}
	for _, step := range []struct {
		write   func(io.Writer) error
		force   bool
		refused bool
		fails   bool
		want    string
	}{
		{write: text("one", nil), want: "one"},
		{write: text("two", nil), refused: true, fails: true, want: "one"},
		{write: text("three", errors.New("disk full")), force: true, fails: true, want: "one"},
		{write: text("four", nil), force: true, want: "four"},
	} {
		err := Write(path, mode, step.force, step.write)
		if _, refused := errors.AsType[*TargetError](err); refused != step.refused || (err != nil) != step.fails {
			t.Errorf("%s: got %v", step.want, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != step.want {
			t.Errorf("the file holds %q, %v, want %q", got, err, step.want)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
		t.Errorf("got %v, %v", info, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A file that is made meanwhile is kept without force.
func TestWriteKeepsWhatIsMadeMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	err := Write(path, 0o600, false, func(io.Writer) error { return os.WriteFile(path, []byte("theirs"), 0o600) })
	if _, refused := errors.AsType[*TargetError](err); !refused {
		t.Errorf("got %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "theirs" {
		t.Errorf("the file holds %q, %v", got, err)
	}
}
