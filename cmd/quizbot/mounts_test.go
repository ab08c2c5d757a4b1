package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A path is a mount point where the list of mounts names it whole, spaces and all.
func TestIsMountPoint(t *testing.T) {
	const mounts = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 254:1 /srv/quizbot.db /data/quizbot.db rw,relatime - ext4 /dev/vda1 rw
31 22 254:1 /srv/b.db /data/my\040quiz.db rw,relatime - ext4 /dev/vda1 rw
`
	for path, want := range map[string]bool{
		"/data/quizbot.db": true, "/data/my quiz.db": true, "/": true,
		"/data": false, "/data/quizbot.db2": false, "/srv/quizbot.db": false, "": false,
	} {
		if got := isMountPoint(strings.NewReader(mounts), path); got != want {
			t.Errorf("%q: got %v, want %v", path, got, want)
		}
	}
}

// Ordinary files are no mount points; those that a container mounts one by one are.
func TestCheckMountedFile(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "quizbot.db")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{plain, plain + ".missing", filepath.Dir(plain)} {
		if err := checkMountedFile(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	mounts, err := os.ReadFile(mountsFile)
	if err != nil {
		t.Skip("no list of mounts here")
	}
	for line := range strings.Lines(string(mounts)) {
		point := strings.Fields(line)[4]
		if info, err := os.Stat(point); err == nil && !info.IsDir() {
			if got := checkMountedFile(point); !errors.Is(got, errMountedFile) {
				t.Errorf("%s: got %v", point, got)
			}
			return
		}
	}
}
