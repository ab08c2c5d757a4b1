package source

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is no file is refused at once, though reading it would never end.
func TestReadFile(t *testing.T) {
	folder := t.TempDir()
	pipe, good := filepath.Join(folder, "pipe.md"), filepath.Join(folder, "good.md")
	if err := os.WriteFile(good, []byte("# What?"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := ReadFile(good); string(data) != "# What?" || err != nil {
		t.Errorf("a file: got %q, %v", data, err)
	}
	refused := []string{folder, "/dev/zero", "/dev/stdin"}
	if exec.CommandContext(t.Context(), "mkfifo", pipe).Run() == nil {
		refused = append(refused, pipe)
	}
	for _, path := range refused {
		if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
			continue // this machine has another one
		}
		if _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), "isn't a regular file") {
			t.Errorf("%s: got %v", path, err)
		}
	}
}

// A file beyond the limit is refused.
func TestReadLargeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.md")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Truncate(MaxFile + 1); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), "more than 256 MB") {
		t.Errorf("got %v", err)
	}
}
