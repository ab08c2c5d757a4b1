package adaptertest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// update is the flag of go test that rewrites the golden files.
var update = flag.Bool("update", false, "write the golden files of the days anew") //nolint:gochecknoglobals // a flag of go test is declared before the tests run

// CompareGolden compares texts with the files of their names in testdata.
func CompareGolden(t testing.TB, files map[string][]byte) {
	t.Helper()
	for file, got := range files {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from what is seen now, %v: look at git diff after go test -run Day -update", path, err)
		}
	}
}
