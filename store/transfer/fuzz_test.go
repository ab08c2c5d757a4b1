package transfer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/store"
	"quizbot/store/memory"
)

// An import takes all of an export or nothing, whatever it holds, and what it took can be exported and
// imported again.
func FuzzImport(f *testing.F) {
	fixtures, err := filepath.Glob("../testdata/schema-*.jsonl")
	if err != nil || len(fixtures) == 0 {
		f.Fatal(fixtures, err)
	}
	for _, path := range fixtures {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		f.Add(strings.Join(lines[1:len(lines)-2], ""))
	}
	f.Fuzz(func(t *testing.T, records string) {
		text := fmt.Sprintf("{\"quizbot\":1,\"schema\":%d}\n%s{\"end\":{\"records\":%d}}\n", store.Schema(), records, strings.Count(records, "\n"))
		first := memory.New()
		empty := dumpAll(t, memory.New())
		if err := Import(t.Context(), first, strings.NewReader(text)); err != nil {
			for bucket, content := range dumpAll(t, first) {
				if content != empty[bucket] {
					t.Errorf("after %v the store holds %s in %s", err, content, bucket)
				}
			}
			return
		}
		again := memory.New()
		if err := Import(t.Context(), again, strings.NewReader(exportLines(t, first))); err != nil {
			t.Errorf("its own export: %v", err)
		}
		want, got := dumpAll(t, first), dumpAll(t, again)
		for bucket := range want {
			if got[bucket] != want[bucket] {
				t.Errorf("%s: got %s, want %s", bucket, got[bucket], want[bucket])
			}
		}
	})
}
