package questions

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The error about a link to nothing names its target, for a path and for a pattern.
func TestLinkToNothing(t *testing.T) {
	root := t.TempDir()
	if err := os.Symlink("volume/bank.md", filepath.Join(root, "bank.md")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"bank.md", "*.md"} {
		_, err := Load(Spec{Name: "bank", Path: filepath.Join(root, path)})
		if err == nil || !strings.Contains(err.Error(), "bank.md is a link to volume/bank.md, which does not exist") {
			t.Errorf("%s: got %v", path, err)
		}
	}
}
