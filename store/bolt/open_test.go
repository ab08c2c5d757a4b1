package bolt

import (
	"os"
	"path/filepath"
	"testing"
)

// A new store behind a link is made at the target of the link, and the link stays.
func TestStoreBehindALink(t *testing.T) {
	root := t.TempDir()
	path, target := filepath.Join(root, "quizbot.db"), filepath.Join(root, "volume", "quizbot.db")
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("volume/quizbot.db", path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		b, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Lstat(target); err != nil || !info.Mode().IsRegular() || !isLink(path) {
		t.Errorf("got %v, %v", info, err)
	}
}

// A new store is small, and the steps by which it grows follow its size.
func TestNewStoreIsSmall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quizbot.db")
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	const most = 512 << 10
	if info, err := os.Stat(path); err != nil || info.Size() > most {
		t.Errorf("got %d bytes, %v", info.Size(), err)
	}
	for size, want := range map[int64]int{0: minGrowth, 1 << 20: minGrowth, 16 << 20: 2 << 20, 1 << 30: maxGrowth} {
		if got := growthFor(size); got != want {
			t.Errorf("%d: got %d, want %d", size, got, want)
		}
	}
}
